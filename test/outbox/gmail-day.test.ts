import { beforeEach, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import { createGmailSender } from '#src/outbox/gmail-sender.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { openOutbox } from './outbox.ts'

const outbox = await openOutbox({ GMAIL_PER_DAY: '10', STORE_TIMEZONE: 'America/New_York' })
const { app } = outbox
const link = { kind: 'tests.link' }
outbox.kinds['tests.link'] = {
  called: 'link to',
  isFirst: true,
  onSent: async () => undefined,
  onDead: async () => false,
}
const alert = () => app.em.fork().findOne(Alert, { key: 'gmail:day', state: 'open' })
const sent = async () =>
  (await sql<{ key: string }>(app.em.fork(), `select key from deliveries where state = 'sent' order by sent_at`)).map(
    ({ key }) => key,
  )

beforeEach(async () => {
  for (const table of ['deliveries', 'calls', 'notes', 'alerts', 'card_posts'])
    await sql(app.em.fork(), `delete from ${table}`)
  app.now = new Date('2026-03-02T12:00:00Z')
})

test('ten a day: links leave before questions that waited longer, and a card says how many wait until when', async () => {
  for (let i = 0; i < 12; i += 1) await outbox.put('gmail', `q${i}@example.com`, 'Where to?', { key: `question-${i}` })
  outbox.pass(1)
  for (let i = 0; i < 4; i += 1)
    await outbox.put('gmail', `l${i}@example.com`, 'Pay here', { key: `link-${i}`, ...link })
  await outbox.send()
  const left = await sent()
  expect(left).toHaveLength(10)
  expect(left.filter((key) => key.startsWith('link'))).toHaveLength(4)
  expect(await alert()).toMatchObject({ title: "6 mails wait until 2026-03-03T12:01:00.000Z: Gmail's daily limit." })
  await outbox.send()
  expect(await sent()).toHaveLength(10)
})

test('what comes while the day is over is counted on the card; the next day all of it leaves, and the card closes', async () => {
  for (let i = 0; i < 11; i += 1) await outbox.put('gmail', `q${i}@example.com`, 'Where to?')
  await outbox.send()
  expect((await alert())?.title).toMatch(/^1 mail waits until 2026-03-03T12:00:00.000Z: /)
  outbox.pass(120)
  await outbox.put('gmail', 'late@example.com', 'Pay here', link)
  // What can still be taken back waits for that, and is no mail of the limit yet.
  const notBefore = new Date(app.now.getTime() + 80_000_000)
  const undone = await outbox.put('gmail', 'undone@example.com', 'Where to?', { notBefore })
  await outbox.send()
  expect((await alert())?.title).toMatch(/^2 mails wait until 2026-03-03T12:00:00.000Z: /)
  await outbox.take([undone])
  outbox.pass(86_400)
  await outbox.send()
  expect(await sent()).toHaveLength(12)
  expect(await alert()).toBeNull()
})

test('Gmail itself says that the day is over: nothing is given up, and no try is counted', async () => {
  const key = await outbox.put('gmail', 'told@example.com', 'Where to?')
  const gmail = app.gmail as Gmail
  const words = new OutsideError('gmail', 'Daily user sending limit exceeded.', { retry: 'later', status: 429 })
  const code = new OutsideError('gmail', 'No.', { retry: 'never', status: 403, code: 'dailyLimitExceeded' })
  let asked = 0
  const refuses = async () => {
    asked += 1
    throw asked % 2 ? words : code
  }
  for (let hour = 0; hour < 8; hour += 1) {
    await outbox.send({ gmail: { ...gmail, send: refuses } })
    outbox.pass(3_700)
  }
  expect(await outbox.delivery(key)).toMatchObject({ state: 'waiting', attempts: 0 })
  expect((await alert())?.title).toMatch(/^1 mail waits until /)
  await outbox.send()
  expect(await sent()).toEqual([key])
  expect(await alert()).toBeNull()
})

test('texts and other mail servers know no such day', async () => {
  for (let i = 0; i < 12; i += 1) await outbox.put('mail', `m${i}@example.com`, 'Hello')
  await outbox.send()
  expect(await sent()).toHaveLength(12)
  expect(await alert()).toBeNull()
})

test('what leaves through the same account under another name is of the same day', async () => {
  const senders = createSenders(app)
  const both = { ...senders, 'price-mail': createGmailSender(app.gmail as Gmail, 'gmail') }
  for (let i = 0; i < 6; i += 1) await outbox.put('gmail', `q${i}@example.com`, 'Where to?')
  for (let i = 0; i < 6; i += 1) await outbox.put('price-mail', `p${i}@example.com`, 'Now $49.00')
  await sendDue(app, both, outbox.kinds)
  expect(await sent()).toHaveLength(10)
  expect((await alert())?.title).toMatch(/^2 mails wait until 2026-03-03T12:00:00.000Z: /)
})
