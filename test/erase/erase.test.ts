import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { readMails } from '#src/bookings/intake/read-mails.ts'
import { receiveBookingMail } from '#src/bookings/intake/receive.ts'
import { writeBackup } from '#src/database/backup.ts'
import { writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { blockLead } from '#src/reps/answers/block-lead.ts'
import { takeAnswer } from '#src/reps/answers/take-answer.ts'
import { saveLeads } from '#src/reps/registry/save-leads.ts'
import { deskhand, deskhandHere } from '#test/cli/command.ts'
import { dump } from '#test/dump.ts'
import { openShop } from '#test/orders/shop.ts'
import { makeOutreach } from '#test/reps/one-of-each.ts'

const MAIL = 'mia@example.com'
const PHONE = '+12125550142'
/** Everything of hers that was ever written down. */
const TRACES = [
  MAIL,
  'mia.knits',
  '2125550142',
  '555-0142',
  'Mia Thistle',
  '14 Heron Lane',
  'gluten',
  'mia@work.example',
]

const shop = await openShop()
const { app, meta, google, ann } = shop
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const run = (...args: string[]) => deskhandHere(['person', 'erase', ...args], { DATABASE_URL: app.databaseUrl })

let folder: string
let outreach: Awaited<ReturnType<typeof makeOutreach>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-erase-'))
  await shop.openSale()
  outreach = await makeOutreach(app)
})
afterAll(() => rm(folder, { recursive: true }))

/** Somebody orders, and gives the address in a mail. */
async function order(username: string, email: string, reply: string) {
  await meta.act.comment({ username, text: `1 red ${email}`, shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  await shop.press(ann, 'order', 'approve', (await shop.order(username)).id)
  shop.pass(15)
  await shop.settle()
  await google.act.customerReplies({ from: email, text: reply })
  await shop.settle()
  return shop.order(username)
}

/** A booking of hers, given up. */
async function book() {
  const body = `Name: Mia Thistle\nEmail: ${MAIL}\nPhone: (212) 555-0142\nInstruments needed: violin\nPreferred times:\n  - Tuesday, March 10, 2026, 11:00 AM - 1:00 PM\nNotes: gluten free.\n`
  const mail = { messageId: 'm1', subject: 'New booking: Mia Thistle', from: 'no-reply@custom-tracks.com', body }
  const { id } = await receiveBookingMail(app, { ...mail, receivedAt: app.now })
  await readMails(app)
  const booking = await app.em.fork().findOneOrFail(Booking, { inboxId: id })
  await shop.press(ann, 'booking', 'cancel', booking.id, { reason: 'Mia Thistle changed her mind' })
  return booking.id
}

async function becomeLead() {
  return inTransaction(app, async (tx) => {
    const entry = { name: 'Mia Thistle', handle: 'mia.knits', phone: PHONE, email: MAIL }
    const [saved] = await saveLeads(tx, [entry], { channelId: outreach.channelId, repId: null, personId: null })
    const leadId = saved && 'leadId' in saved ? saved.leadId : ''
    const words = { channelId: outreach.channelId, externalId: '77', from: 'mia.knits', name: 'Mia', to: 'ida' }
    await takeAnswer(tx, { ...words, text: 'Is it gluten free?', at: tx.at, simulated: false })
    await blockLead(tx, leadId, 'asked', 'Ann')
    return leadId
  })
}

async function watch() {
  await rows(
    `insert into websites (id, domain, name, created_at) values (gen_random_uuid(), 'shop.example', 'Shop', now())`,
  )
  await rows(`insert into tracked_products (id, state, website_id, url, next_look_at, created_at)
    select gen_random_uuid(), 'watched', id, 'https://shop.example/p/1', now(), now() from websites`)
  await rows(
    `insert into price_users (id, email, phone_number, first_name, last_name, notify_by, zone, created_at)
     values (gen_random_uuid(), $1, $2, 'Mia', 'Thistle', 'mail', 'UTC', now())`,
    [MAIL, PHONE],
  )
  await rows(`insert into price_subscriptions (id, state, user_id, product_id, rule, created_at)
    select gen_random_uuid(), 'watching', u.id, t.id, 'any', now() from price_users u, tracked_products t`)
  await rows(
    `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, subject, subject_id,
      not_before, created_at, sent_at)
    select gen_random_uuid(), 'sent', 'price:1', 'prices.alert', 'mail', $1, 'UTC', '{"text": "Hi Mia Thistle"}', 'watch', id,
      now(), now(), now() from price_subscriptions`,
    [MAIL],
  )
}

/** What the shared rooms keep. */
async function leaveTraces() {
  await inTransaction(app, async (tx) => {
    await openAlert(tx, {
      ...{ key: 'item:inbox:00000000-0000-7000-8000-000000000009', pipeline: 'orders', step: null },
      ...{ title: 'A mail that belongs to nothing I know.', detail: `${MAIL}: do you have gluten free yarn?` },
    })
    await writeNote(tx.em, 'prices.lately', { asked: [MAIL] }, tx.at)
    await writeNote(tx.em, `limit:${MAIL}`, 1, tx.at)
  })
  await rows(
    `insert into instagram_webhook_events (id, webhook_id, event_type, field, ig_user_id, raw_payload, received_at,
      created_at) values (gen_random_uuid(), 'w1', 'comments', 'comments', '1', $1, now(), now())`,
    [JSON.stringify({ value: { from: { id: '9', username: 'mia.knits' }, text: 'gluten free?' } })],
  )
  await rows(`insert into refused_presses (id, via, user_id, what, why, at)
    values (gen_random_uuid(), 'slack', 'U1', 'orders mia@example.com', 'no', now())`)
  await rows(`insert into dialogues (id, chat, user_id, token, answers, expires_at)
    values (gen_random_uuid(), '1', '2', 't', '{"email": "MIA@example.com"}', now())`)
  await rows(
    `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'sms', $1, 'STOP', now())`,
    [PHONE],
  )
  await app.inlet('twilio', 'sms:1', `From=%2B12125550142&Body=gluten`)
  await rows('update inbox_readings set read_at = now()')
}

/** What stands somewhere of her still. */
function tracesIn(text: string): string[] {
  const low = text.toLowerCase().replaceAll('nomia@example.com', '')
  return TRACES.filter((trace) => low.includes(trace.toLowerCase()))
}

describe('somebody who ordered, booked, watched a price and was written to', () => {
  beforeAll(async () => {
    const { id } = await order('mia.knits', MAIL, 'Mia Thistle\n14 Heron Lane, Springfield, IL 62704')
    await rows(
      `insert into moves (id, kind, record_id, verb, "from", "to", by, at, edits, note)
      values (gen_random_uuid(), 'order', $1, 'edit', 'a', 'a', '{"personId": null, "name": "Mia Thistle", "via": "link"}',
        now(), '{"email": ["x", "mia@example.com"]}', 'gluten free please')`,
      [id],
    )
    await order('miathe', 'nomia@example.com', 'Mia Other\n99 Elm Street, Springfield, IL 62704')
    await book()
    await becomeLead()
    await watch()
    await leaveTraces()
    await shop.press(ann, 'order', 'paid', id)
  })

  test('is shown first, and refused while work is under way', async () => {
    expect(tracesIn(await dump(app))).toEqual(TRACES.filter((trace) => trace !== 'mia@work.example'))
    const { number } = await shop.order('mia.knits')
    const shown = await run('--show', MAIL)
    expect(shown.out).toContain(`Under way: O-${number}`)
    expect(shown.out).toMatch(/Known as mia@example\.com, \+12125550142, @mia\.knits\.\nRecords: O-\d+, B-1, /)
    const refused = await run(MAIL)
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain(`Work is open: O-${number}. Finish it first, or end it with --even-open.`)
    expect(tracesIn(await dump(app))).not.toEqual([])
  })

  test('whom their records lead on to is not guessed', async () => {
    const { id } = await shop.order('mia.knits')
    await shop.press(ann, 'order', 'ship', id)
    await rows(`update deliveries set state = 'sent', sent_at = now() where state = 'waiting'`)
    await meta.act.comment({
      username: 'mia.knits',
      text: '2 gold mia@work.example',
      shortcode: '28yy9oRb9O',
      silent: true,
    })
    await sql(app.em.fork(), 'update sales set scraped_at = null')
    app.ring('orders.scrape')
    await shop.settle()
    const asked = await run(MAIL)
    expect(asked.err).toContain('Their records lead on to mia@work.example. The same person?')
    expect(asked.code).toBe(1)
  })

  test('vanishes from every table, and from a backup made after', async () => {
    const before = await rows<{ n: number }>('select count(*)::int as n from orders')
    const env = { DATABASE_URL: app.databaseUrl, ARCHIVE_URL: `file://${folder}` }
    const done = await deskhand(['person', 'erase', '--linked', '--even-open', MAIL], { env })
    expect(done).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Erased: O-\d+, O-\d+, B-1, /) })
    expect(done.out).toMatch(/Backups are deleted by age .* The archive of ARCHIVE_URL is cleared within the hour\.\n$/)
    expect(tracesIn(done.out)).toEqual([])
    expect(tracesIn(await dump(app))).toEqual([])
    const file = join(folder, 'after.gz')
    await writeBackup(app.databaseUrl, file, new Date())
    expect(tracesIn(gunzipSync(await readFile(file)).toString())).toEqual([])
    expect(await rows('select count(*)::int as n from orders')).toEqual(before)
  })

  test('what was sold stays for the books, and cards and pages can still be drawn', async () => {
    const [{ id = '' } = {}, second] = await shop.orders()
    expect(
      await app.em
        .fork()
        .getConnection()
        .execute('select items, paid_at is not null as paid from orders where id = ?', [id]),
    ).toEqual([{ items: { red: 1 }, paid: true }])
    expect((await shop.card('order', id)).title).toContain('erased-')
    expect(
      (await shop.card('booking', (await app.em.fork().findOneOrFail(Booking, { number: 1 })).id)).title,
    ).toBeTruthy()
    expect(second?.username).toBe('miathe')
  })

  test('who is only called like them is as before', async () => {
    const other = await shop.order('miathe')
    expect(other.email).toBe('nomia@example.com')
    expect(JSON.stringify(other.address)).toContain('99 Elm Street')
  })

  test('the same comments and mails are not taken in again', async () => {
    const before = await rows<{ n: number }>('select count(*)::int as n from orders')
    await sql(app.em.fork(), 'update sales set scraped_at = null')
    app.ring('orders.scrape')
    await shop.settle()
    expect(await rows('select count(*)::int as n from orders')).toEqual(before)
    expect(tracesIn(await dump(app))).toEqual([])
  })

  test('nobody is written to who asked not to be', async () => {
    await inTransaction(app, (tx) =>
      saveLeads(tx, [{ name: 'Mia', handle: 'mia.knits', phone: PHONE, email: null }], {
        ...{ channelId: outreach.channelId, repId: null, personId: null },
      }),
    )
    expect(await rows('select state from leads where phone = $1', [PHONE])).toEqual([{ state: 'blocked' }])
    const { hasOptedOut } = await import('#src/outbox/opted-out.ts')
    expect(await rows(`select ${hasOptedOut("'sms'", '$1::text')} as out`, [PHONE])).toEqual([{ out: true }])
    expect(await rows(`select ${hasOptedOut("'sms'", '$1::text')} as out`, ['+12125550143'])).toEqual([{ out: false }])
  })

  test('nobody is found twice', async () => {
    expect(await run('mia@nowhere.example')).toEqual({ code: 0, err: '', out: 'Nothing is kept of them.\n' })
    expect(await run('a b')).toMatchObject({ code: 2, err: expect.stringContaining('is no e-mail address') })
  })
})
