import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { linkIn, openMarket, post } from '#test/prices/market.ts'
import { expireLeases } from './business.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const KILLS = times(3, 200)
const SUBSCRIBERS = ['nia@example.com', 'kit@example.com']
/** So much of itself a price keeps each time it falls: a drop anyone would be told of. */
const KEEPS = 0.97

const market = await openMarket()
const { app, shop, smtp } = market
app.now = new Date()
const rows = <Row>(text: string) => sql<Row>(app.em.fork(), text)
const goods = shop
  .view()
  .goods.filter(({ inStock, trouble, variants }) => inStock && trouble === null && variants.length === 0)
  .slice(0, 5)
const settings = {
  ...{ DATABASE_URL: app.databaseUrl, LOG_LEVEL: 'silent', DESKHAND_ROLES: 'web,jobs', PUBLIC_URL: app.publicUrl },
  ...{ MAIL_URL: smtp.url, MAIL_FROM: 'hello@beadandbranch.example', STORE_NAME: 'Bead & Branch' },
  ...{ FETCH_ALLOW: new URL(shop.url).host, PRICE_SPACING_MS: '0', QUIET_HOURS: '00:00-00:00', TRACK_PAGE: 'on' },
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
}

async function watchAll(): Promise<void> {
  for (const { slug } of goods) market.price(1_000_000, slug)
  for (const email of SUBSCRIBERS) {
    for (const { slug } of goods) {
      await market.watch('', slug, email)
      await post(linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
    }
  }
}

/** Every price falls once more, and every page may be looked at. */
async function drop(life: number): Promise<void> {
  for (const { slug } of goods) market.price(Math.round(1_000_000 * KEEPS ** (life + 1)), slug)
  await rows('update tracked_products set next_look_at = now()')
}

const alerts = () => smtp.view().mails.filter(({ subject }) => subject.startsWith('Now '))

/** How much is seen and told of everything, and whether all of it is. */
async function look() {
  const [seen] = await rows<{ seen: number; left: number }>(
    `select (select count(*)::int from prices) + (select count(*)::int from price_alerts) as seen,
       (select count(*)::int from tracked_products where next_look_at <= now())
         + (select count(*)::int from deliveries where state = 'waiting') as left`,
  )
  return { done: (seen?.seen ?? 0) + alerts().length, left: seen?.left ?? 0 }
}

/** So much more a process does before it is killed: some are killed while they begin, some between a mail and its record. */
const DOES = [0, 1, 6, 11, 16, 21, 24]

async function live(life: number): Promise<void> {
  const { done } = await look()
  for (;;) {
    const now = await look()
    if (now.left === 0 || now.done >= done + (DOES[life % DOES.length] ?? 0)) break
    await setTimeout(5)
  }
  await setTimeout((life * 7) % 20)
}

test(`${KILLS} processes killed while they look and tell: every fall that was seen is told once, or a person is asked`, {
  timeout: KILLS * 40_000,
}, async () => {
  await watchAll()
  for (let kill = 0; kill < KILLS; kill += 1) {
    await drop(kill)
    const process = await startProcess(settings)
    await live(kill)
    await process.kill()
    await expireLeases(app)
  }
  app.now = new Date()
  await drop(KILLS)
  for (let minute = 0; minute < 20; minute += 1) await market.look(61)

  // Nobody was told the same twice.
  const told = alerts().map(({ to, subject }) => `${to} ${subject}`)
  expect(told.length).toBe(new Set(told).size)
  // What was told and what we say of it agree: what nobody can know is a person's; a mail that waited while the price
  // fell again is overtaken by the next one.
  const [counted] = await rows<{ sent: number; asked: number; overtaken: number; alerts: number }>(
    `select count(*) filter (where d.state = 'sent')::int as sent, count(*) filter (where d.state = 'doubtful')::int as asked,
       count(*) filter (where d.state = 'cancelled')::int as overtaken,
       (select count(*)::int from price_alerts where reason = 'drop') as alerts
     from deliveries d where d.kind = 'prices.alert'`,
  )
  const { sent = 0, asked = 0, overtaken = 0, alerts: all } = counted ?? {}
  expect(sent + asked + overtaken).toBe(all)
  expect(told.length).toBeGreaterThanOrEqual(sent)
  expect(told.length).toBeLessThanOrEqual(sent + asked)
  expect(sent).toBeGreaterThan(SUBSCRIBERS.length * goods.length)
  // Each page stands as the shop has it, its history without a price that stood there already.
  const last = String(Math.round(1_000_000 * KEEPS ** (KILLS + 1)))
  expect(await rows('select distinct price from tracked_products')).toEqual([{ price: last }])
  const twice = `select 1 from (select price, lag(price) over (partition by product_id order by at, id) as before from prices) p
    where price = before`
  expect(await rows(twice)).toEqual([])
})
