import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import type { Deskhand } from '#src/main.ts'
import { send } from './acks.ts'
import { type Figure, type Ground, percentile, startProduct } from './ground.ts'

const CHANGES = 10_000
const PRODUCTS = 100_000
const ASKED = 40

/** Changes of posts as Meta tells them, at 1,000 a second; and a page of a shop with 100,000 products. */
export async function benchCatalog(ground: Ground): Promise<Figure[]> {
  const desk = await startProduct(await ground.createDatabase('bench_catalog'), 'web')
  try {
    return [...(await tell(desk)), ...(await browse(desk))]
  } finally {
    await desk.stop()
  }
}

async function tell({ app, url }: Deskhand): Promise<Figure[]> {
  const port = Number(new URL(url).port)
  await send({ port, count: 500, first: 9_000_000, of: 'media' })
  const { latencies, failed } = await send({ port, count: CHANGES, first: 1, of: 'media', perSecond: 1_000 })
  const began = performance.now()
  while ((await takeNotices(app)) > 0);
  const seconds = (performance.now() - began) / 1000
  const [row] = await sql<{ n: number }>(
    app.em.fork(),
    `select count(distinct ig_media_id)::int as n from instagram_webhook_events where processing_status = 'pending'`,
  )
  return [
    { what: 'changes of posts at 1000/s, p50', promised: '', measured: percentile(latencies, 0.5), unit: 'ms' },
    { what: 'changes of posts at 1000/s, p99', promised: '<= 50', measured: percentile(latencies, 0.99), unit: 'ms' },
    { what: '  not acknowledged', promised: '0', measured: failed, unit: '' },
    { what: `  a row each, of ${CHANGES + 500}`, promised: String(CHANGES + 500), measured: row?.n ?? 0, unit: '' },
    { what: '  until all are written down', promised: '<= 60', measured: Math.round(seconds * 10) / 10, unit: 's' },
  ]
}

async function browse({ app, url }: Deskhand): Promise<Figure[]> {
  await sql(
    app.em.fork(),
    `insert into products (id, state, store_id, name, slug, description, price, currency, created_at, updated_at)
     select gen_random_uuid(), case when n % 3 = 0 then 'sold' else 'active' end, s.id,
       'Thing ' || n, 'thing-' || n, '', n,
       'KES',
       now(), now() from stores s, generate_series(1, $1::int) n`,
    [PRODUCTS],
  )
  await sql(app.em.fork(), 'analyze products')
  const key = await inTransaction(app, (tx) => createKey(tx, { name: 'bench', role: 'admin' }))
  const figures: Figure[] = []
  for (const query of ['limit=25', 'limit=25&state=active', 'limit=25&page=40', 'limit=25&q=thing%20777']) {
    const times: number[] = []
    for (let count = 0; count < ASKED; count += 1) {
      const from = performance.now()
      const answer = await fetch(`${url}/api/products?${query}`, { headers: { authorization: `Bearer ${key}` } })
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(text)
      if (count > 4) times.push(performance.now() - from)
      await setTimeout(5)
    }
    const what = `/products?${query} of ${PRODUCTS}, p95`
    figures.push({ what, promised: '< 100', measured: percentile(times, 0.95), unit: 'ms' })
  }
  return figures
}
