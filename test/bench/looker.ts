import { sql } from '#src/database/sql.ts'
import { startDeskhand } from '#src/main.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { watchQueries } from '#test/queries.ts'
import { META_SECRET } from './ground.ts'

export type Looking = { databaseUrl: string; shop: string; products: number; fallen: number }
/** `statements`: those that write, by what they write to. */
export type Seen = {
  seconds: number
  cpuSeconds: number
  mb: number
  looked: number
  statements: Record<string, number>
}

process.once(
  'message',
  (looking: Looking) => void run(looking).then((seen) => process.send?.(seen, () => process.exit(0))),
)

/** One process of the product with so many products that are due; it looks at all of them once. */
async function run({ databaseUrl, shop, products, fallen }: Looking): Promise<Seen> {
  const desk = await startDeskhand({
    DATABASE_URL: databaseUrl,
    DESKHAND_ROLES: 'web',
    // With a vendor it is no sandbox.
    META_APP_SECRET: META_SECRET,
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    FETCH_ALLOW: new URL(shop).host,
    PRICE_SPACING_MS: '0',
    LOG_LEVEL: 'silent',
  })
  const em = desk.app.em.fork()
  await stock(em, shop, products)
  const statements = countWrites()
  const start = performance.now()
  const before = process.cpuUsage()
  const looked = await lookAtProducts(desk.app)
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1e6
  const seen = { seconds, cpuSeconds, mb: process.resourceUsage().maxRSS / 1024, looked, statements: { ...statements } }
  await check(em, products, fallen)
  await desk.stop()
  return seen
}

type Em = Parameters<typeof sql>[0]

async function stock(em: Em, shop: string, products: number): Promise<void> {
  const id = '00000000-0000-7000-8000-000000000001'
  const earlier = new Date(Date.now() - 3_600_000)
  await sql(em, 'insert into websites (id, domain, name, created_at, attempts) values ($1, $2, $2, $3, 0)', [
    ...[id, new URL(shop).host, earlier],
  ])
  await sql(
    em,
    `insert into tracked_products (id, created_at, state, website_id, url, product_name, price, currency, availability,
       source, price_at, seen_at, etag, looked_at, next_look_at)
     select gen_random_uuid(), $3, 'watched', $1, $2 || '/p/' || n, 'Blue jacket', 5900, 'USD', 'in_stock', 'json-ld', $3, $3,
       '"5900"', $3, $3 from generate_series(1, $4::int) n`,
    [id, shop, earlier, products],
  )
  await sql(em, 'analyze tracked_products')
}

/** Every product was looked at, and exactly those that fell have a new price. */
async function check(em: Em, products: number, fallen: number): Promise<void> {
  const [row] = await sql<{ late: number; prices: number; fell: number; failed: number }>(
    em,
    `select (select count(*)::int from tracked_products where next_look_at < now() - interval '30 minutes') as late,
       (select count(*)::int from prices where price = 4900) as prices,
       (select count(*)::int from tracked_products where price = 4900) as fell,
       (select count(*)::int from tracked_products where last_error is not null) as failed`,
  )
  const found = JSON.stringify(row)
  if (row?.late !== 0 || row.prices !== fallen || row.fell !== fallen || row.failed !== 0)
    throw new Error(`of ${products} products, ${fallen} of them fallen, there are ${found}`)
}

function countWrites(): Record<string, number> {
  const counts: Record<string, number> = {}
  watchQueries((text) => {
    const [, table] = /^\s*(?:insert into|update|delete from)\s+"?(\w+)/i.exec(text) ?? []
    if (table) counts[table] = (counts[table] ?? 0) + 1
  })
  return counts
}
