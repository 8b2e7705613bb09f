import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { Delivery } from '#entities/outbox/delivery.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import { type DeliveryKinds, sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { createVendors } from '#src/vendors.ts'
import { createGoogleStandIn } from '#src/world/google/google.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'
import { createTwilioStandIn } from '#src/world/twilio/twilio.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const FROM = '+13125550100'

/** The outbox with every channel, real SDKs against stand-ins, and a domain that only writes down what it is told. */
export async function openOutbox(environment: Record<string, string> = {}) {
  const clock = () => app.now
  const google = await createGoogleStandIn({
    clientId: 'id',
    clientSecret: 'secret',
    refreshToken: 'refresh',
    mapsApiKey: 'maps',
    address: 'orders@beadandbranch.example',
    unitsPerMinute: 1_000_000,
  })
  const sid = `AC${'0'.repeat(32)}`
  const twilio = await createTwilioStandIn({ accountSid: sid, authToken: 'hush', from: FROM, clock: () => app.now })
  const smtp = await createSmtpStandIn()
  afterAll(() => Promise.all([google.close(), twilio.close(), smtp.close()]))
  const app: TestApp = await testApp(
    {},
    {
      GOOGLE_CLIENT_ID: 'id',
      GOOGLE_CLIENT_SECRET: 'secret',
      GOOGLE_REFRESH_TOKEN: 'refresh',
      GOOGLE_API_ROOT: google.url,
      GOOGLE_TOKEN_URL: `${google.url}/token`,
      TWILIO_ACCOUNT_SID: sid,
      TWILIO_AUTH_TOKEN: 'hush',
      TWILIO_FROM: FROM,
      TWILIO_API_URL: twilio.url,
      MAIL_URL: smtp.url,
      MAIL_FROM: 'Bead & Branch <hello@beadandbranch.example>',
      ...environment,
    },
  )
  Object.assign(app, createVendors(app.settings, app.publicUrl))
  const ann = await makeMember(app, 'Ann')
  const told: { what: 'sent' | 'dead'; key: string; error?: string }[] = []
  const kinds: DeliveryKinds = {
    'tests.note': {
      called: 'note to',
      onSent: async (_tx, { key }) => void told.push({ what: 'sent', key }),
      onDead: async (_tx, { key }, error) => {
        told.push({ what: 'dead', key, error })
        return false
      },
    },
  }
  /** Texts leave by two channels, as each pipeline may have its own. */
  const sendersOf = (one: TestApp) => {
    const senders = createSenders(one)
    return { ...senders, ...(senders.sms && { alerts: senders.sms }) }
  }
  return {
    app,
    google,
    twilio,
    smtp,
    ann,
    told,
    kinds,
    clock,
    /** One worker's turn, with vendors of its own where a test breaks them. */
    send: (broken: Partial<TestApp> = {}) => sendDue({ ...app, ...broken }, sendersOf({ ...app, ...broken }), kinds),
    pass(seconds: number): void {
      app.now = new Date(app.now.getTime() + seconds * 1000)
    },
    put: (channel: string, recipient: string, text: string, more: Partial<Delivery> = {}) =>
      put(app, channel, recipient, text, more),
    take: (keys: string[]) =>
      inTransaction(app, (tx) => cancel(tx, keys, { personId: null, name: 'Ann', via: 'slack' })),
    delivery: (key: string) => app.em.fork().findOneOrFail(Delivery, { key }),
    inbox: (address: string) =>
      (google.view().customers.find((one) => one.address === address)?.threads ?? []).flatMap(({ letters }) => letters),
    texts: (to: string) => twilio.view().phones.find((phone) => phone.number === to)?.texts ?? [],
    mails: (to: string) => smtp.view().mails.filter((mail) => mail.to.includes(to)),
  }
}

async function put(
  app: TestApp,
  channel: string,
  recipient: string,
  text: string,
  {
    key = randomUUID(),
    kind = 'tests.note',
    zone = 'UTC',
    notBefore,
    subjectId = randomUUID(),
    payload: more,
  }: Partial<Delivery>,
): Promise<string> {
  const payload = { subject: text, text, ...more }
  const delivery = {
    key,
    kind,
    channel,
    recipient,
    zone,
    payload,
    subject: 'test',
    subjectId: subjectId ?? randomUUID(),
  }
  await inTransaction(app, (tx) => enqueue(tx, [{ ...delivery, ...(notBefore && { notBefore }) }]))
  return key
}

/** A process that is killed here: it never comes back, and says nothing. */
export function killed(last: () => void = () => undefined): Promise<never> {
  last()
  return new Promise(() => undefined)
}

/** Something happens right after a claim, before the last look at each message. */
export function afterClaim(em: TestApp['em'], happens: () => Promise<unknown>): TestApp['em'] {
  return new Proxy(em, {
    get(real, name) {
      if (name !== 'fork') return Reflect.get(real, name)
      return () => onFind(real.fork(), happens)
    },
  })
}

function onFind(fork: TestApp['em'], happens: () => Promise<unknown>): TestApp['em'] {
  return new Proxy(fork, {
    get(real, name) {
      const value = Reflect.get(real, name)
      if (typeof value !== 'function') return value
      const bound = value.bind(real)
      return name === 'find' ? (...args: unknown[]) => happens().then(() => bound(...args)) : bound
    },
  })
}
