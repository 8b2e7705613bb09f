import { describe, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { Identity } from '#entities/people/identity.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { createVendors } from '#src/vendors.ts'
import { blockedQueries } from '#test/app.ts'
import { afterClaim, killed, openOutbox } from './outbox.ts'

const outbox = await openOutbox()
const { app, google, twilio, smtp, told, ann } = outbox
const at = (iso: string) => {
  app.now = new Date(iso)
}
const alert = (key: string) => app.em.fork().findOne(Alert, { key })

test('a message enqueued a hundred times at once leaves once', async () => {
  await Promise.all(
    Array.from({ length: 100 }, () => outbox.put('gmail', 'once@example.com', 'Hi', { key: 'order:O-1:x' })),
  )
  await outbox.send()
  expect(outbox.inbox('once@example.com')).toHaveLength(1)
})

test('what has left is kept without the tokens of its links; what has not yet left has them', async () => {
  const link = 'https://desk.example.com/a/AbCdEfGhIjKlMnOpQrStUv'
  const key = await outbox.put('gmail', 'link@example.com', `Pay here: ${link} or write back.`)
  expect((await outbox.delivery(key)).payload.text).toContain(link)
  await outbox.send()
  expect(outbox.inbox('link@example.com')[0]?.text).toContain(link)
  const kept = JSON.stringify(await sql(app.em.fork(), 'select * from deliveries where key = $1', [key]))
  expect(kept).toContain('Pay here: https://desk.example.com/a/[secret] or write back.')
  expect(kept).not.toContain('AbCdEfGhIjKlMnOpQrStUv')
})

test('two workers, and four, never send one message', async () => {
  const keys = await Promise.all(Array.from({ length: 60 }, (_, i) => outbox.put('gmail', `w${i}@example.com`, 'Hi')))
  await Promise.all([outbox.send(), outbox.send(), outbox.send(), outbox.send()])
  for (const i of keys.keys()) expect(outbox.inbox(`w${i}@example.com`)).toHaveLength(1)
  expect(told.filter(({ key }) => keys.includes(key))).toHaveLength(60)
})

test('a worker whose lease ran out while it slept neither sends nor records', async () => {
  const key = await outbox.put('gmail', 'fenced@example.com', 'Hi')
  const real = app.gmail as Gmail
  const drafted = Promise.withResolvers<void>()
  const woken = Promise.withResolvers<void>()
  const slow = outbox.send({
    gmail: {
      ...real,
      async draft(mail) {
        drafted.resolve()
        await woken.promise
        return real.draft(mail)
      },
    },
  })
  await drafted.promise
  outbox.pass(31)
  await outbox.send()
  woken.resolve()
  await slow
  expect(outbox.inbox('fenced@example.com')).toHaveLength(1)
  expect(told.filter((one) => one.key === key)).toHaveLength(1)
})

test('it stays within the undo window, and what was taken back never leaves', async () => {
  const notBefore = new Date(app.now.getTime() + 15_000)
  const key = await outbox.put('gmail', 'undo@example.com', 'Hi', { notBefore })
  const other = await outbox.put('gmail', 'kept@example.com', 'Hi', { notBefore })
  await outbox.send()
  expect(await outbox.take([key])).toEqual(new Set([key]))
  outbox.pass(15)
  await outbox.send()
  expect(outbox.inbox('undo@example.com')).toEqual([])
  expect(outbox.inbox('kept@example.com')).toHaveLength(1)
  expect(await outbox.take([other])).toEqual(new Set())
})

test('STOP between the claim and the sending: nothing leaves, and the domain hears that it never will', async () => {
  const to = '+13125550111'
  const key = await outbox.put('sms', to, 'Are you free?')
  const stop = () =>
    sql(
      app.em.fork(),
      `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'sms', $1, 'STOP', now())`,
      [to],
    )
  await outbox.send({ em: afterClaim(app.em, stop) })
  expect((await outbox.delivery(key)).state).toBe('cancelled')
  expect(outbox.texts(to)).toEqual([])
  expect(told.find((one) => one.key === key)).toMatchObject({ what: 'dead', error: 'the recipient opted out' })
  const later = await outbox.put('sms', to, 'And Sunday?')
  outbox.pass(6)
  await outbox.send()
  expect((await outbox.delivery(later)).state).toBe('cancelled')
})

test('someone who wrote STOP to Twilio itself gets no card and no second try', async () => {
  const to = '+13125550112'
  await twilio.act.text({ from: to, text: 'STOP' })
  await twilio.settled()
  const key = await outbox.put('sms', to, 'Are you free?')
  await outbox.send()
  expect((await outbox.delivery(key)).state).toBe('cancelled')
  expect(told.find((one) => one.key === key)).toMatchObject({ what: 'dead' })
})

describe('quiet hours', () => {
  test('a text waits for the morning of its recipient, a mail does not', async () => {
    at('2026-03-02T20:30:00Z')
    const berlin = await outbox.put('sms', '+491701234567', 'Frei?', { zone: 'Europe/Berlin' })
    const chicago = await outbox.put('sms', '+13125550120', 'Free?', { zone: 'America/Chicago' })
    await outbox.put('gmail', 'night@example.com', 'Hi', { zone: 'Europe/Berlin' })
    await outbox.send()
    expect(outbox.inbox('night@example.com')).toHaveLength(1)
    expect((await outbox.delivery(chicago)).state).toBe('sent')
    expect(await outbox.delivery(berlin)).toMatchObject({
      state: 'waiting',
      attempts: 0,
      tryingSince: null,
      nextTryAt: new Date('2026-03-03T07:00:00Z'),
    })
    at('2026-03-03T07:00:00Z')
    await outbox.send()
    expect((await outbox.delivery(berlin)).state).toBe('sent')
    at('2026-03-03T14:00:00Z')
  })

  test('a text waits and a STOP ends it by whichever channel it leaves', async () => {
    at('2026-03-03T20:30:00Z')
    const zone = 'Europe/Berlin'
    const [held, stopped] = ['+491701234568', '+491701234569']
    const asleep = await outbox.put('alerts', held, 'Now 40', { zone })
    const awake = await outbox.put('alerts', '+491701234570', 'Now 40', {
      zone,
      payload: { atNight: true },
    })
    await sql(
      app.em.fork(),
      `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'sms', $1, 'STOP', now())`,
      [stopped],
    )
    const ended = await outbox.put('alerts', stopped, 'Now 40', { zone, payload: { atNight: true } })
    await outbox.send()
    expect(await outbox.delivery(asleep)).toMatchObject({ state: 'waiting', attempts: 0, lastError: null })
    expect((await outbox.delivery(awake)).state).toBe('sent')
    expect(await outbox.delivery(ended)).toMatchObject({ state: 'cancelled', lastError: 'the recipient opted out' })
    at('2026-03-04T07:00:00Z')
    await outbox.send()
    expect((await outbox.delivery(asleep)).state).toBe('sent')
    at('2026-03-04T14:00:00Z')
  })
})

test('two texts to one person leave five seconds apart, in order, and the bell is set for the second', async () => {
  const to = '+13125550130'
  await outbox.put('sms', to, 'first')
  await outbox.put('sms', to, 'second')
  app.bells.length = 0
  await outbox.send()
  expect(outbox.texts(to).map(({ text }) => text)).toEqual(['first'])
  expect(app.bells.at(-1)).toEqual({ step: 'outbox.send', at: new Date(app.now.getTime() + 5_000) })
  outbox.pass(5)
  await outbox.send()
  expect(outbox.texts(to).map(({ text }) => text)).toEqual(['first', 'second'])
})

test('what a vendor asks for with Retry-After is waited for, not more and not less', async () => {
  const key = await outbox.put('gmail', 'busy@example.com', 'Hi')
  google.fault = { kind: 'rate-limited', retryAfterS: 42 }
  await outbox.send()
  google.fault = null
  expect((await outbox.delivery(key)).nextTryAt).toEqual(new Date(app.now.getTime() + 42_000))
  outbox.pass(41)
  await outbox.send()
  expect(outbox.inbox('busy@example.com')).toEqual([])
  outbox.pass(1)
  await outbox.send()
  expect(outbox.inbox('busy@example.com')).toHaveLength(1)
})

test('a vendor that is down: tries less and less often, at most ten, then a card, and Try again sends it', async () => {
  const key = await outbox.put('gmail', 'down@example.com', 'Hi')
  google.fault = { kind: 'error', status: 503 }
  for (let tries = 1; tries <= 10; tries += 1) {
    await outbox.send()
    expect((await outbox.delivery(key)).attempts).toBe(tries)
    outbox.pass(1024)
  }
  const dead = await outbox.delivery(key)
  expect(dead.state).toBe('dead')
  expect(told.find((one) => one.key === key)).toMatchObject({ what: 'dead' })
  google.fault = null
  await outbox.send()
  expect(outbox.inbox('down@example.com')).toEqual([])
  await press(app, writeToken({ subject: 'delivery', verb: 'retry', id: dead.id }), ann)
  await outbox.send()
  expect(outbox.inbox('down@example.com')).toHaveLength(1)
})

test('a mail that can never be delivered is a card at once, with the server\u2019s words', async () => {
  const key = await outbox.put('mail', 'nobody@example.com', 'Hi')
  smtp.act.failNext({ code: 550, at: 'recipient' })
  await outbox.send()
  expect(await outbox.delivery(key)).toMatchObject({ state: 'dead', lastError: expect.stringContaining('550') })
})

test('a vendor that refuses our token: all wait after one call, one alert opens, and closes by itself', async () => {
  const keys = await Promise.all(Array.from({ length: 30 }, (_, i) => outbox.put('gmail', `r${i}@example.com`, 'Hi')))
  const text = await outbox.put('sms', '+13125550150', 'Free?')
  await google.act.revokeToken()
  let calls = 0
  const real = app.gmail as Gmail
  const gmail = {
    ...real,
    draft: (mail: never) => {
      calls += 1
      return real.draft(mail)
    },
  }
  await outbox.send({ gmail })
  expect(calls).toBeLessThanOrEqual(8)
  await outbox.send({ gmail })
  expect(calls).toBeLessThanOrEqual(8)
  expect((await outbox.delivery(text)).state).toBe('sent')
  expect(await alert('vendor:gmail')).toMatchObject({
    state: 'open',
    title: expect.stringMatching(/^Gmail refused our token\. 30 mails wait\.$/),
  })
  expect(await app.em.fork().count(Delivery, { key: { $in: keys }, state: 'waiting', attempts: 0 })).toBe(30)
  outbox.pass(14)
  await outbox.send({ gmail })
  expect(calls).toBeLessThanOrEqual(8)
  await google.act.restoreToken()
  await outbox.send()
  expect(outbox.inbox('r0@example.com')).toEqual([])
  const { id } = (await alert('vendor:gmail')) ?? { id: '' }
  await press(app, writeToken({ subject: 'alert', verb: 'retry', id }), ann)
  await outbox.send()
  for (const i of keys.keys()) expect(outbox.inbox(`r${i}@example.com`)).toHaveLength(1)
  expect((await alert('vendor:gmail'))?.state).toBe('closed')
})

test('a vendor that works again by itself: within a minute all leaves, and what had given up on it is looked at at once', async () => {
  await outbox.put('gmail', 'patient@example.com', 'Hi')
  await google.act.revokeToken()
  await outbox.send()
  for (let minutes = 0; minutes < 30; minutes += 1) {
    outbox.pass(60)
    await outbox.send()
  }
  expect((await alert('vendor:gmail'))?.state).toBe('open')
  const later = new Date(app.now.getTime() + 15 * 60_000)
  await sql(
    app.em.fork(),
    `insert into step_runs (step, failures, last_error, next_try_at)
     values ('mailbox.poll', 9, 'gmail: Gmail refused our token', $1), ('orders.scrape', 9, 'instagram: no answer', $1)`,
    [later],
  )
  await google.act.restoreToken()
  outbox.pass(60)
  app.bells.length = 0
  await outbox.send()
  expect(outbox.inbox('patient@example.com')).toHaveLength(1)
  expect((await alert('vendor:gmail'))?.state).toBe('closed')
  expect(app.bells.map(({ step }) => step)).toContain('mailbox.poll')
  const waiting = await sql<{ step: string }>(app.em.fork(), 'select step from step_runs where next_try_at is not null')
  expect(waiting.map(({ step }) => step)).toEqual(['orders.scrape'])
})

test('mails wait before anybody has connected Google: the card names Gmail, and goes once they leave', async () => {
  const settings = { ...app.settings, GOOGLE_REFRESH_TOKEN: undefined }
  const vendors = createVendors(settings, app.publicUrl, { googleToken: async () => null })
  outbox.pass(60)
  await outbox.put('gmail', 'first@example.com', 'Hi')
  await outbox.send({ gmail: vendors.gmail })
  expect(await alert('vendor:gmail')).toMatchObject({
    state: 'open',
    title: 'Gmail refused our token. 1 mail waits.',
    detail:
      'It was taken back, or has run out. Connect the account again. Nothing is lost: what waits leaves once it works.',
  })
  outbox.pass(60)
  await outbox.send()
  expect(outbox.inbox('first@example.com')).toHaveLength(1)
  expect((await alert('vendor:gmail'))?.state).toBe('closed')
})

test('a fault of our own in one message holds up no other; a person sees it, and nothing is mailed twice', async () => {
  const broken = {
    ...outbox.kinds,
    'tests.broken': { onSent: () => Promise.reject(new Error('a bug')), onDead: async () => false },
  }
  const send = () => sendDue(app, createSenders(app), broken)
  const key = await outbox.put('gmail', 'bug@example.com', 'Hi', { kind: 'tests.broken' })
  const fine = await outbox.put('gmail', 'fine@example.com', 'Hi')
  for (let tries = 0; tries < 6; tries += 1) {
    await send()
    outbox.pass(60)
  }
  expect((await outbox.delivery(fine)).state).toBe('sent')
  expect(await outbox.delivery(key)).toMatchObject({ state: 'doubtful', lastError: 'a bug' })
  expect(outbox.inbox('bug@example.com')).toHaveLength(1)
})

test('a worker that dies leaves its messages to the others within the minute, with a bell for it', async () => {
  const key = await outbox.put('sms', '+13125550160', 'Free?')
  const taken = Promise.withResolvers<void>()
  void outbox.send({ twilio: { ...(app.twilio as Twilio), send: () => killed(taken.resolve) } })
  await taken.promise
  app.bells.length = 0
  expect(await outbox.send()).toBe(0)
  const bell = app.bells.at(-1)
  expect(bell?.at?.getTime()).toBeLessThanOrEqual(app.now.getTime() + 30_000)
  app.now = new Date((bell?.at?.getTime() ?? 0) + 1)
  await outbox.send()
  expect((await outbox.delivery(key)).state).toBe('sent')
})

describe('a doubt stays a doubt until the vendor or a person has said', () => {
  const silent = () => new OutsideError('twilio', 'no answer', { retry: 'later' })
  const real = app.twilio as Twilio

  test('ten calls without an answer: a person is asked whether it arrived, and nothing is sent twice', async () => {
    const to = '+13125550170'
    const key = await outbox.put('sms', to, 'Free?')
    const twilio = { ...real, send: () => Promise.reject(silent()) }
    for (let tries = 0; tries < 10; tries += 1) {
      await outbox.send({ twilio })
      outbox.pass(1024)
    }
    expect(await outbox.delivery(key)).toMatchObject({
      state: 'doubtful',
      lastError: expect.stringContaining('no answer'),
    })
    await outbox.send()
    expect(outbox.texts(to)).toEqual([])
  })

  test('a look-up that the vendor refuses says nothing about the message', async () => {
    const to = '+13125550171'
    const key = await outbox.put('sms', to, 'Free?')
    await outbox.send({ twilio: { ...real, send: () => Promise.reject(silent()) } })
    outbox.pass(60)
    const refused = () => Promise.reject(new OutsideError('twilio', 'no such filter', { retry: 'never', status: 400 }))
    await outbox.send({ twilio: { ...real, findSent: refused } })
    expect((await outbox.delivery(key)).state).toBe('doubtful')
    expect(outbox.texts(to)).toEqual([])
  })

  test.each([408, 409])(
    'an answer of %s may be about a text that left: the vendor is asked before the next try',
    async (status) => {
      const to = `+13125550${status}`
      const key = await outbox.put('sms', to, 'Free?')
      const left = async (text: never) => {
        await real.send(text)
        throw new OutsideError('twilio', 'too slow', { retry: 'later', status })
      }
      await outbox.send({ twilio: { ...real, send: left } })
      outbox.pass(60)
      await outbox.send()
      expect((await outbox.delivery(key)).state).toBe('sent')
      expect(outbox.texts(to)).toHaveLength(1)
    },
  )

  test('a mail whose draft could not even be made did not leave: it is dead, and Try again sends it once', async () => {
    const key = await outbox.put('gmail', 'nodraft@example.com', 'Hi')
    const gmail = {
      ...(app.gmail as Gmail),
      draft: () => Promise.reject(new OutsideError('gmail', 'no answer', { retry: 'later' })),
    }
    for (let tries = 0; tries < 10; tries += 1) {
      await outbox.send({ gmail })
      outbox.pass(1024)
    }
    const { id, state } = await outbox.delivery(key)
    expect(state).toBe('dead')
    await press(app, writeToken({ subject: 'delivery', verb: 'retry', id }), ann)
    await outbox.send()
    expect(outbox.inbox('nodraft@example.com')).toHaveLength(1)
  })
})

test('what is being sent cannot be taken back any more', async () => {
  at('2026-03-05T14:00:00Z')
  const key = await outbox.put('sms', '+13125550180', 'Free?')
  const started = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const real = app.twilio as Twilio
  const slow = outbox.send({
    twilio: {
      ...real,
      async send(text) {
        started.resolve()
        await ended.promise
        return real.send(text)
      },
    },
  })
  await started.promise
  expect(await outbox.take([key])).toEqual(new Set())
  ended.resolve()
  await slow
  expect((await outbox.delivery(key)).state).toBe('sent')
})

test('the record is locked before its message: a press that holds the record takes the message it needs', async () => {
  const { personId } = (await app.em.fork().findOneOrFail(Identity, { handle: 'Ann' })) as { personId: string }
  const key = await outbox.put('gmail', 'locks@example.com', 'Hi', { kind: 'tests.locking', subjectId: personId })
  const locking = {
    ...outbox.kinds,
    'tests.locking': { table: 'people', onSent: async () => undefined, onDead: async () => false },
  }
  const { sending } = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from people where id = $1 for update', [personId])
    const sending = sendDue(app, createSenders(app), locking)
    await blockedQueries(app, 1)
    expect(await sql(em, 'select 1 from deliveries where key = $1 for update nowait', [key])).toHaveLength(1)
    return { sending }
  })
  await sending
  expect((await outbox.delivery(key)).state).toBe('sent')
})
