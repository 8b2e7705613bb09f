import { describe, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import { claimDue, LEASE_MS, nextDue } from '#src/outbox/claim-due.ts'
import { restsUntil } from '#src/outbox/rest.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { createVendors } from '#src/vendors.ts'
import { killed, openOutbox } from './outbox.ts'

const outbox = await openOutbox()
const { app, google, smtp, told, ann } = outbox
const alert = (key: string) => app.em.fork().findOne(Alert, { key })

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
    'tests.broken': { called: 'note to', onSent: () => Promise.reject(new Error('a bug')), onDead: async () => false },
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

test('a vendor that goes on refusing us is asked less and less often, at least once a minute', async () => {
  const key = await outbox.put('gmail', 'patience@example.com', 'Hi')
  await google.act.revokeToken()
  const restS = async () => {
    await outbox.send()
    const until = await restsUntil(app.em.fork(), 'gmail', app.now)
    return ((until?.getTime() ?? 0) - app.now.getTime()) / 1000
  }
  expect(await restS()).toBe(15)
  outbox.pass(80)
  expect(await restS()).toBe(40)
  outbox.pass(400)
  expect(await restS()).toBe(60)
  await google.act.restoreToken()
  outbox.pass(60)
  await outbox.send()
  expect((await outbox.delivery(key)).state).toBe('sent')
})

test('what the vendor does not find any more may have left: a person is asked, and nothing is sent again', async () => {
  const key = await outbox.put('gmail', 'lost@example.com', 'Hi')
  const gone = async () => {
    throw new OutsideError('gmail', 'Requested entity was not found.', { retry: 'never', status: 404 })
  }
  await outbox.send({ gmail: { ...(app.gmail as Gmail), send: gone } })
  expect((await outbox.delivery(key)).state).toBe('doubtful')
})

test('behind a text that another worker holds the bell is set for when that one is free', async () => {
  const to = '+13125550177'
  await outbox.put('sms', to, 'first')
  await claimDue(app, ['sms'])
  outbox.pass(1)
  await outbox.put('sms', to, 'second')
  expect(await nextDue(app, 60_000)).toEqual(new Date(app.now.getTime() + LEASE_MS - 1_000))
})
