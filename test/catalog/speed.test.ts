import { describe, expect, test, vi } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { findSimilar, SIMILAR } from '#src/catalog/drafts/find-similar.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { findProducts, listSql } from '#src/catalog/products/find-products.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { cpuMs, expectSpentMs } from '#test/cpu.ts'
import { countQueries } from '#test/queries.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, seller, storeId } = shop
const { pictureModel } = app
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const start = (limit: number) => startScan(app, storeId, { ...usualOptions(app.now), limit }, by)

describe('a scan', () => {
  test('001-250, 001-322: a page of 25 posts is kept with as many queries as a page of five', async () => {
    const pages: number[] = []
    for (const limit of [1, 5, 25]) {
      await shop.afresh()
      const { id } = await start(limit)
      pages.push(await countQueries(() => listScans(app)))
      expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ totalMedia: limit })
    }
    expect(new Set(pages).size).toBe(1)
  })

  test('001-322: twenty-five posts are read and kept with as many queries as five', async () => {
    app.pictureModel = null
    const batches: number[] = []
    for (const limit of [5, 25]) {
      await shop.afresh()
      const { id } = await start(limit)
      await listScans(app)
      // On a slow machine the first of them would be saved before the last is read.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      batches.push(await countQueries(() => extractPosts(app)).finally(() => vi.useRealTimers()))
      expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ totalProcessed: limit })
    }
    expect(batches[1]).toBe(batches[0])
  })

  test('001-253, 001-322: posts that wait for their minute are given back with as many queries, however many they are', async () => {
    app.pictureModel = pictureModel
    const allowed = 2
    const batches: number[] = []
    for (const limit of [5, 25]) {
      await shop.afresh()
      await start(limit)
      await listScans(app)
      await run(
        `insert into calls (id, budget, at)
         select gen_random_uuid(), 'model:products', $1 from generate_series(1, 100 - $2::int)`,
        [app.now, allowed],
      )
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      batches.push(await countQueries(() => extractPosts(app)).finally(() => vi.useRealTimers()))
      expect(await run('select 1 from instagram_posts where read_at is not null')).toHaveLength(allowed)
      expect(await run('select 1 from instagram_posts where lease_token is not null or attempts > 0')).toEqual([])
    }
    expect(batches[1]).toBe(batches[0])
  })

  test('001-253, 001-322, 001-328: its own work is at most 20 ms a post, besides what its vendors do here in its place', async () => {
    app.pictureModel = null
    const spentOnAPost = async () => {
      await shop.afresh()
      await start(25)
      const all = await cpuMs(() => shop.work())
      const posts = await run<{ urls: string[] }>(`select image_urls as urls from product_drafts`)
      const drawn = await cpuMs(async () => {
        for (const url of posts.flatMap(({ urls }) => urls)) await (await fetch(url)).arrayBuffer()
      })
      return (all - drawn) / 25
    }
    await expectSpentMs(20, spentOnAPost)
  })
})

test('001-165, 001-322: a thousand changes are kept with as many queries as one', async () => {
  const tell = async (count: number, from: number) => {
    const changes = Array.from({ length: count }, (_, at) => ({ field: 'media', value: { media_id: `${from + at}` } }))
    await app.inlet(
      'instagram',
      `told ${from}`,
      JSON.stringify({ object: 'instagram', entry: [{ id: '1', time: from, changes }] }),
    )
    return countQueries(() => takeNotices(app))
  }
  await tell(1, 1)
  expect(await tell(1_000, 1_000)).toBe(await tell(1, 9_000))
  expect(await run('select 1 from instagram_webhook_events')).toHaveLength(1_002)
})

describe('a hundred thousand products', () => {
  const admin = { id: seller.id, name: 'Ann', role: 'admin' as const, zone: 'UTC', storeId: null }

  test.each(['active', null])(
    '001-257, 001-258, 001-322: a page of those that are %s is read by an index',
    async (state) => {
      const [known] = await run<{ n: number }>('select count(*)::int as n from products')
      if (known?.n !== 100_000) await fill()
      for (const [store, page] of [
        [storeId, 1],
        [storeId, 50],
        [null, 1],
      ] as const) {
        const plan = await run<{ 'QUERY PLAN': string }>(`explain ${listSql({ page, limit: 25 })}`, [
          store,
          state,
          null,
        ])
        const text = plan.map((row) => row['QUERY PLAN']).join('\n')
        expect(text).toMatch(/Index (?:Only )?Scan/)
        expect(text).not.toMatch(/Seq Scan|Sort/)
      }
      const { ids, total } = await findProducts(app.em.fork(), admin, {}, { page: 1, limit: 25 })
      expect([ids.length, total]).toEqual([25, 100_000])
    },
  )

  test('001-255: a picture that is shown already is found by an index', async () => {
    const looks = '0123456789abcdef'
    await run(
      `insert into product_pictures (hash, width, height, bytes, looks, created_at)
       select 'h' || n, 1, 1, 1, $1 || lpad(to_hex(n % 4096), 3, '0'), $2 from generate_series(1, 50000) n
       on conflict do nothing`,
      [looks, app.now],
    )
    await run(`update products set pictures = jsonb_build_array('h' || (price % 50000)) where price % 2 = 0`)
    await run('analyze products, product_pictures')
    const shown = [{ id: storeId, storeId, looks: `${looks}00a` }]
    const plan = await run<{ 'QUERY PLAN': string }>(`explain ${SIMILAR}`, [JSON.stringify(shown)])
    // Of the pictures all are looked through where many are asked for at once; of the products none is.
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on products\b/)
    expect((await findSimilar(app.em.fork(), shown)).size).toBe(1)
    expect((await findSimilar(app.em.fork(), [{ ...shown[0]!, storeId: other }])).size).toBe(0)
  })

  const other = '00000000-0000-4000-8000-000000000000'

  async function fill(): Promise<void> {
    await run('delete from products')
    await run(
      `insert into products (id, state, store_id, name, slug, description, price, currency, created_at, updated_at)
       select gen_random_uuid(), case when n % 3 = 0 then 'sold' else 'active' end, $1,
         'Thing ' || n, 'thing-' || n, '', n, 'KES', $2, $2
       from generate_series(1, 100000) n`,
      [storeId, app.now],
    )
    await run('analyze products')
  }
})
