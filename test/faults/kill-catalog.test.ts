import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startScan } from '#src/catalog/scan/start-scan.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop } from '#test/catalog/shop.ts'
import { expireLeases } from './business.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const KILLS = times(3, 200)
const A_LIFE = 6
const folder = await mkdtemp(join(tmpdir(), 'deskhand-kills-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const shop = await openShop({ environment: { DATA_DIR: folder } })
const { app, meta, model, storeId, seller } = shop
app.now = new Date()
const key = await (await openApi(app)).keyOf('Zuri', 'seller', storeId, seller.id)
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [account] = await rows<{ id: string }>(
  `update instagram_accounts set expires_at = now() + interval '50 days', last_validated_at = now()
   returning ig_user_id as id`,
)
const settings = {
  ...{ DATABASE_URL: app.databaseUrl, DATA_DIR: folder, LOG_LEVEL: 'silent', DESKHAND_ROLES: 'web,jobs' },
  ...{ META_APP_ID: '1234567890', META_APP_SECRET: 'meta-secret', META_VERIFY_TOKEN: 'verify' },
  ...{ META_GRAPH_URL: meta.url, META_OAUTH_URL: meta.url, GEMINI_API_KEY: 'key', GEMINI_BASE_URL: `${model.url}/v1` },
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
}

/** Posts nobody has seen, each of a thing of its own, and a scan that looks at all there are. */
async function publish(life: number): Promise<void> {
  for (let at = 0; at < A_LIFE; at += 1) {
    const serial = life * A_LIFE + at
    const colour = ((serial * 2_654_435) % 0xffffff).toString(16).padStart(6, '0')
    const caption = `Kiondo number ${serial}, KES ${500 + serial}. #kiondo`
    await meta.act.post({ accountId: account?.id ?? '', caption, picture: `bag #${colour} Other` })
  }
  const running = await rows(
    "select 1 from instagram_sync_history where state = 'running' and sync_type = 'bulk_import'",
  )
  if (running.length > 0) return
  const options = { limit: 1_000, includeVideos: false, includeCarousels: true, since: null }
  await startScan(app, storeId, options, { personId: seller.id, name: seller.name, via: 'slack' })
}

const approved = new Set<string>()

/** Approves what waits, again and again, until the process is gone; what it said was approved counts. */
async function approveAll(url: string, life: AbortSignal): Promise<void> {
  while (!life.aborted) {
    const waiting = await rows<{ id: string }>(
      `select id from product_drafts where state = 'pending' and extracted_data ->> 'price' is not null
       order by number limit 3`,
    )
    const draftIds = waiting.map(({ id }) => id)
    try {
      if (draftIds.length > 0) for (const id of await approve(url, draftIds)) approved.add(id)
    } catch (error) {
      // It is gone, in the middle of it or before: nothing was said.
      if (!life.aborted) throw error
    }
    await setTimeout(15)
  }
}

async function approve(url: string, draftIds: string[]): Promise<string[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ draftIds })
  const answer = await fetch(`${url}/api/products/drafts/batch-approve`, { method: 'POST', headers, body })
  const { errors } = (await answer.json()) as { errors: { draftId: string }[] }
  return draftIds.filter((id) => errors.every(({ draftId }) => draftId !== id))
}

/** How much is done of everything, and whether all of it is. */
async function look() {
  const [seen] = await rows<{ done: number; left: number }>(
    `select (select coalesce(sum(total_media), 0)::int from instagram_sync_history)
         + (select count(*)::int from instagram_posts where read_at is not null)
         + (select count(*)::int from products) as done,
       (select count(*)::int from instagram_sync_history where state = 'running')
         + (select count(*)::int from product_drafts
            where state = 'pending' and extracted_data ->> 'price' is not null) as left`,
  )
  return seen ?? { done: 0, left: 0 }
}

/** So much more a process does before it is killed: some are killed while they begin, none is too slow to get anywhere. */
const DOES = [0, 1, 9, 20, 40]

async function live(life: number): Promise<void> {
  const { done } = await look()
  const enough = DOES[life % DOES.length] ?? 0
  for (;;) {
    const now = await look()
    if (now.left === 0 || now.done >= done + enough) break
    await setTimeout(10)
  }
  await setTimeout((life * 367) % 150)
}

test(`${KILLS} processes killed while they scan, read and approve: no post is lost, none becomes two products`, {
  timeout: KILLS * 40_000,
}, async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    await publish(kill)
    const process = await startProcess(settings)
    const life = new AbortController()
    const approving = approveAll(process.url, life.signal)
    await live(kill)
    // The last one has approved something.
    while (kill === KILLS - 1 && approved.size === 0) await setTimeout(5)
    life.abort()
    await process.kill()
    await approving
    await expireLeases(app)
    // What Instagram and the models allow is not what is tried here.
    await rows('delete from calls')
  }
  app.now = new Date()
  await shop.workOn()
  // What was posted behind the back of a scan in hand is found by the next look; here by one more scan.
  await publish(KILLS)
  await shop.workOn()

  expect(await rows('select caption, why from instagram_posts where read_at is null or outcome is null')).toEqual([])
  expect(await rows("select errors from instagram_sync_history where state <> 'success'")).toEqual([])
  const [found] = await rows<{ posts: number; drafts: number; scanned: number }>(
    `select (select count(*)::int from instagram_posts where caption like 'Kiondo number%') as posts,
       (select count(*)::int from product_drafts where ig_caption like 'Kiondo number%') as drafts,
       (select sum(drafts_created)::int from instagram_sync_history)
         - (select count(*)::int from product_drafts) as scanned`,
  )
  const posted = (KILLS + 1) * A_LIFE
  expect(found).toEqual({ posts: posted, drafts: posted, scanned: 0 })
  expect(await rows('select 1 from instagram_sync_history where total_processed <> total_media')).toEqual([])
  // Each approved draft has its product, each product its draft, and whoever was told so was told the truth.
  const products = await rows<{ id: string }>(
    `select d.id from products p join product_drafts d on d.product_id = p.id and d.state = 'approved'
       and d.ig_media_id = p.source_external_id`,
  )
  const [counted] = await rows<{ products: number; approved: number; moves: number }>(
    `select (select count(*)::int from products) as products,
       (select count(*)::int from product_drafts where state = 'approved') as approved,
       (select count(*)::int from moves where kind = 'draft' and verb = 'approve') as moves`,
  )
  const { length } = products
  expect(counted).toEqual({ products: length, approved: length, moves: length })
  expect(length).toBeGreaterThan(0)
  const own = new Set(products.map(({ id }) => id))
  expect([...approved].filter((id) => !own.has(id))).toEqual([])
})
