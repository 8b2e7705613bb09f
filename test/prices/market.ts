import { afterAll } from 'vitest'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { deliveryKinds, senders } from '#src/desk/press/deliveries.ts'
import { createHttp } from '#src/http/server.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { createVendors } from '#src/vendors.ts'
import { createShopStandIn } from '#src/world/shop/shop.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'
import { createTwilioStandIn } from '#src/world/twilio/twilio.ts'
import { testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const SUBSCRIBER = 'nia@example.com'
const by = { personId: null, name: 'Nia', via: 'web' as const }

/** The price tracker with a shop, a mail server and phones on loopback; every step by hand, time in our hands. */
export async function openMarket(environment: Record<string, string> = {}, overrides: Partial<App> = {}) {
  const shop = await createShopStandIn()
  let now = () => new Date()
  const smtp = await createSmtpStandIn({ clock: () => now() })
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'twilio-secret' }
  const twilio = await createTwilioStandIn({ ...account, from: '+12125550100', clock: () => now() })
  const app = await testApp(
    {},
    {
      STORE_NAME: 'Bead & Branch',
      MAIL_URL: smtp.url,
      MAIL_FROM: 'Bead & Branch <hello@beadandbranch.example>',
      TRACK_PAGE: 'on',
      PRICE_SPACING_MS: '0',
      FETCH_ALLOW: new URL(shop.url).host,
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_FROM: '+12125550100',
      TWILIO_API_URL: twilio.url,
      QUIET_HOURS: '00:00-00:00',
      ...environment,
    },
  )
  Object.assign(app, createVendors(app.settings, 'http://127.0.0.1:9'), overrides)
  app.now = new Date('2026-03-02T11:59:40Z')
  now = () => app.now
  const http = createHttp(app, { databaseUrl: app.databaseUrl })
  const { port } = await http.listen(0, '127.0.0.1')
  app.publicUrl = `http://127.0.0.1:${port}`
  afterAll(() => Promise.all([http.close(), shop.close(), smtp.close(), twilio.close(), app.web.close()]))
  const ann = await makeMember(app, 'Ann')
  const send = () => sendDue(app, senders(app), deliveryKinds())
  const pass = (seconds: number) => {
    app.now = new Date(app.now.getTime() + seconds * 1000)
  }
  const product = (slug = 'blue-denim-jacket') =>
    app.em.fork().findOneOrFail(TrackedProduct, { url: { $like: `%${slug}%` } })
  return {
    ...{ app, shop, smtp, twilio, ann, send, pass, product },
    /** Looks at whatever is due and lets the mails leave, so many seconds later. */
    async look(seconds = 61) {
      pass(seconds)
      await lookAtProducts(app)
      await send()
    },
    async watch(rule = '', slug = 'blue-denim-jacket?variant=M', email = SUBSCRIBER) {
      const subscriber = { notifyBy: 'mail' as const, email }
      const { watch } = await subscribe(app, {
        url: `${shop.url}/${slug.includes('/') ? '' : 'p/'}${slug}`,
        rule,
        subscriber,
        by,
      })
      await send()
      return watch
    },
    load: (id: string) => app.em.fork().findOneOrFail(PriceSubscription, { id }),
    mails: (to = SUBSCRIBER) => smtp.view().mails.filter((mail) => mail.to.includes(to)),
    price: (price: number, slug = 'blue-denim-jacket') => shop.act.set(slug, { price }),
  }
}

/** The link in a mail that stands before or after these words. */
export function linkIn(text: string, label: string): string {
  return new RegExp(`${label}: (\\S+)`).exec(text)?.[1] ?? ''
}

export function post(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(form) })
}
