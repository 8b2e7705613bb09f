import { describe, expect, test } from 'vitest'
import { Identity } from '#entities/people/identity.ts'
import { sql } from '#src/database/sql.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { blockedQueries } from '#test/app.ts'
import { afterClaim, openOutbox } from './outbox.ts'

const outbox = await openOutbox()
const { app, twilio, told } = outbox
const at = (iso: string) => {
  app.now = new Date(iso)
}

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

test('a text that left in the future, before the clock was set back, holds up no other', async () => {
  const to = '+13125550131'
  const first = await outbox.put('sms', to, 'first')
  await outbox.send()
  await sql(app.em.fork(), 'update deliveries set sent_at = $2 where key = $1', [
    first,
    new Date(app.now.getTime() + 3_600_000),
  ])
  await outbox.put('sms', to, 'second')
  await outbox.send()
  expect(outbox.texts(to).map(({ text }) => text)).toEqual(['first', 'second'])
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
    'tests.locking': { called: 'note to', table: 'people', onSent: async () => undefined, onDead: async () => false },
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
