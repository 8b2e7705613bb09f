import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrateDatabase } from '#src/database/migrate.ts'

const name = `upgrade_${randomUUID().replaceAll('-', '')}`
const server = inject('postgresUrl')
const url = `${server}/${name}`
const admin = new pg.Client({ connectionString: `${server}/postgres` })
const client = new pg.Client({ connectionString: url })

const FULL = `
insert into stores (id, name, zone, currency, created_at) values ('00000000-0000-7000-8000-000000000001', 'Bead', 'UTC', 'USD', now());
insert into instagram_accounts (id, store_id, ig_user_id, fb_page_id, connected_at)
  values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', '1784', '104', now());
insert into sales (id, created_at, state, store_id, ig_account_id, ig_media_id, ig_media_short_code, colours)
  select gen_random_uuid(), now(), 'open', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'm' || i, 'c' || i, '{red}'
  from generate_series(1, 3) i;
insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date, attempts)
  select gen_random_uuid(), now(), case when i <= 4 then 'scraped' else 'not-valid' end, 'm1', 'comment' || i, '{}', 'u' || i, '{}', now(), i % 2
  from generate_series(1, 8) i;
insert into inbox (id, source, external_id, body, received_at, read_at, attempts, next_try_at, last_error)
  select gen_random_uuid(), source, kind || source || i, 'body of ' || source, now(), case when i > 2 then now() end,
    case when i = 2 then 3 else 0 end, case when i = 2 then now() + interval '1 hour' end, case when i = 2 then 'why' end
  from (values ('instagram', ''), ('gmail', ''), ('twilio', 'sms:'), ('twilio', 'status:'), ('booking', '')) v (source, kind), generate_series(1, 4) i;
insert into musicians (id, name, phone, instruments, zone, created_at)
  values ('00000000-0000-7000-8000-000000000003', 'Zoe', '+1', '{violin}', 'UTC', now());
insert into bookings (id, state, inbox_id, subject_line, client, instruments, times, zone, problems, sentences, choices, warnings, created_at)
  select gen_random_uuid(), 'offering', id, 's', '{}', '{"violin": 1}', '[]', 'UTC', '{}', '{}', '[]', '{}', now() from inbox where source = 'booking' and read_at is not null;
insert into bookings (id, state, inbox_id, subject_line, client, instruments, times, zone, problems, sentences, choices, warnings, created_at)
  values (gen_random_uuid(), 'completed', gen_random_uuid(), 'pruned', '{}', '{"violin": 1}', '[]', 'UTC', '{}', '{}', '[]', '{}', now());
insert into booking_options (id, booking_id, starts_at, ends_at, in_hours, queue) select gen_random_uuid(), id, now(), now(), true, '[]' from bookings;
insert into booking_seats (id, booking_id, position, instrument, musician_id)
  select gen_random_uuid(), id, 0, 'violin', '00000000-0000-7000-8000-000000000003' from bookings;
insert into booking_messages (id, booking_id, musician_id, option_id, option, booking_time, instrument, code, round)
  select gen_random_uuid(), booking_id, '00000000-0000-7000-8000-000000000003', id, 0, now(), 'violin', left(id::text, 8) || booking_id, 1 from booking_options;
update bookings b set option_id = o.id from booking_options o where o.booking_id = b.id and b.state = 'completed';
insert into card_posts (id, subject, subject_id, platform, place, redraw_at, queued)
  select gen_random_uuid(), 'order', id, 'slack', 'C1', now(), true from orders;
insert into dialogues (id, chat, user_id, token, answers, question, expires_at) values (gen_random_uuid(), 'c', 'u', 't', '{}', 'q', now());
insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, not_before, created_at)
  select gen_random_uuid(), 'waiting', 'k' || i, 'orders.reply', 'gmail', 'a@example.com', 'UTC', '{}', now(), now() from generate_series(1, 3) i;
insert into queues (id, created_at, state, kind, pending) values (gen_random_uuid(), now(), 'open', 'order', 4);
insert into notes (name, value, at) values ('gmail:history', '"77"', now());
insert into step_runs (step, paused, failures) values ('cards.deliver', true, 3);
insert into alerts (id, state, key, pipeline, title, detail, step, opened_at, written_at, created_at)
  select gen_random_uuid(), 'open', key, 'orders', 't', 'd', 'cards.deliver', now(), now(), now()
  from unnest(array['step:cards.deliver', 'place:telegram:-100']) key;`

/** A post of two products, parted as it was before parts had a number: the first one is sold. */
const PARTED = `
insert into products (id, state, store_id, name, slug, description, price, currency, source_external_id, created_at, updated_at)
  select gen_random_uuid(), 'active', '00000000-0000-7000-8000-000000000001', source, source, '', 100, 'USD', source, now(), now()
  from unnest(array['1790#1', '1791', 'manual:T1-7']) source;
insert into product_drafts (id, state, store_id, ig_media_id, ig_media_url, ig_permalink, ig_media_type, ig_timestamp,
    extracted_data, reading, image_urls, product_id, expires_at, created_at, updated_at)
  select gen_random_uuid(), state, '00000000-0000-7000-8000-000000000001', media, '', '', 'IMAGE', now(),
    case media when '1791' then '{"variants": [{"option": "size", "value": "M"}]}' else '{}' end::jsonb, '{}', '[]',
    (select id from products p where p.source_external_id = media), now(), now(), now()
  from (values ('1790', 'parted'), ('1790#1', 'approved'), ('1790#10', 'pending'), ('1791', 'approved'), ('manual:T1-7', 'approved')) v (media, state);`

/** A database that was brought up to 0019 while 0018 was not there yet. */
const AHEAD = `
alter table products add column rival_lost_at timestamptz null;
insert into mikro_orm_migrations (name, executed_at) values ('0019-rivals', now());
update products set synced = '{"name": "Cap"}' where source_external_id = '1791';`

const rows = async (text: string) => (await client.query(text)).rows

beforeAll(async () => {
  await admin.connect()
  await admin.query(`create database ${name}`)
  await migrateDatabase(url, '0001-ground')
  await client.connect()
  await client.query(FULL)
  await migrateDatabase(url, '0015-parted')
  await client.query(PARTED)
  await migrateDatabase(url, '0017-asked')
  await client.query(AHEAD)
  await migrateDatabase(url)
}, 60_000)

afterAll(async () => {
  await client.end()
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
})

test('what was not read yet waits for its reader, with the tries it had; what was read is not read again', async () => {
  const readings = await rows(
    `select i.source, r.step, r.attempts, r.next_try_at is null as due, r.last_error as why, r.mine
     from inbox_readings r join inbox i on i.id = r.item_id order by r.step, r.attempts`,
  )
  const waiting = (source: string, step: string) => [
    { source, step, attempts: 0, due: true, why: null, mine: null },
    { source, step, attempts: 3, due: false, why: 'why', mine: null },
  ]
  expect(readings).toEqual([
    ...waiting('booking', 'bookings.read'),
    ...waiting('twilio-status', 'bookings.take-statuses'),
    ...waiting('twilio', 'bookings.take-texts'),
    ...waiting('instagram', 'orders.take-comments'),
    ...waiting('gmail', 'orders.take-mails'),
  ])
  expect(await rows('select count(*)::int as n from inbox')).toEqual([{ n: 20 }])
})

const SIZE_M = [{ option: 'size', value: 'M' }]

test('a product has the sizes that were read of its post', async () => {
  const found = `select source_external_id as media, variants, has_variants as has, synced from products order by 1`
  expect(await rows(found)).toEqual([
    { media: '1790', variants: [], has: false, synced: null },
    { media: '1791', variants: SIZE_M, has: true, synced: { name: 'Cap', variants: SIZE_M } },
    { media: 'manual:T1-7', variants: [], has: false, synced: null },
  ])
})

test('a booking keeps its mail, and one whose mail was pruned has none', async () => {
  expect(await rows('select state, mail from bookings order by state, mail')).toEqual([
    { state: 'completed', mail: null },
    { state: 'offering', mail: 'body of booking' },
    { state: 'offering', mail: 'body of booking' },
  ])
  await client.query(`delete from inbox where source = 'booking'`)
  expect(await rows('select count(*)::int as n from bookings')).toEqual([{ n: 3 }])
})

test('comments that were for the model still are, and count as never tried', async () => {
  expect(
    await rows(
      `select state, asks_model, attempts, count(*)::int as n from orders group by 1, 2, 3 order by 1 desc, 2, 3`,
    ),
  ).toEqual([
    { state: 'scraped', asks_model: false, attempts: 0, n: 2 },
    { state: 'scraped', asks_model: true, attempts: 0, n: 2 },
    { state: 'not-valid', asks_model: false, attempts: 0, n: 2 },
    { state: 'not-valid', asks_model: false, attempts: 1, n: 2 },
  ])
})

test.each([
  ['an option of no booking', 'update booking_options set booking_id = gen_random_uuid()'],
  ['a seat of no booking', 'update booking_seats set booking_id = gen_random_uuid()'],
  ['a seat of nobody we know', 'update booking_seats set musician_id = gen_random_uuid()'],
  ['an offer of no booking', 'update booking_messages set booking_id = gen_random_uuid()'],
  ['an offer of no time', 'update booking_messages set option_id = gen_random_uuid()'],
  ['an offer to nobody we know', 'update booking_messages set musician_id = gen_random_uuid()'],
  ['a booking whose time is nowhere', `update bookings set option_id = gen_random_uuid()`],
  ['a reading of nothing', 'update inbox_readings set item_id = gen_random_uuid()'],
])('%s is refused', async (_, text) => {
  await expect(client.query(text)).rejects.toThrow('foreign key')
})

test('an item that is pruned takes its readings along', async () => {
  await client.query(`delete from inbox where source = 'gmail'`)
  expect(await rows(`select 1 from inbox_readings where step = 'orders.take-mails'`)).toEqual([])
})

test('whoever paused the cards finds both platforms paused, and an alert about them can still end', async () => {
  const steps = await rows(`select step, paused, failures from step_runs where step like 'cards.%' order by step`)
  expect(steps).toEqual([
    { step: 'cards.slack', paused: true, failures: 0 },
    { step: 'cards.telegram', paused: true, failures: 0 },
  ])
  const alerts = await rows(`select key, step from alerts where step like 'cards.%' order by key`)
  expect(alerts).toEqual([
    { key: 'place:telegram:-100', step: 'cards.telegram' },
    { key: 'step:cards.slack', step: 'cards.slack' },
  ])
})

test('what was parted is found by its post and its number, and what is sold still hangs on it', async () => {
  const found = await rows(
    `select d.ig_media_id as post, d.part, d.state, p.source_external_id as product, p.source_part as of
     from product_drafts d left join products p on p.id = d.product_id order by 1, 2`,
  )
  expect(found).toEqual([
    { post: '1790', part: 0, state: 'parted', product: null, of: null },
    { post: '1790', part: 1, state: 'approved', product: '1790', of: 1 },
    { post: '1790', part: 10, state: 'pending', product: null, of: null },
    { post: '1791', part: 0, state: 'approved', product: '1791', of: 0 },
    { post: 'manual:T1-7', part: 0, state: 'approved', product: 'manual:T1-7', of: 0 },
  ])
  await expect(client.query(`update product_drafts set part = 1 where ig_media_id = '1790'`)).rejects.toThrow('unique')
})
