import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { expect, onTestFinished, test, vi } from 'vitest'
import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { Alert } from '#entities/operations/alert.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { isSure, sureSql } from '#src/catalog/extract/is-sure.ts'
import { fetchPicture } from '#src/catalog/pictures/fetch.ts'
import { preparePicture } from '#src/catalog/pictures/prepare.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { EXTRACT, POLL } from '#src/catalog/steps.ts'
import { sql } from '#src/database/sql.ts'
import { callModel } from '#src/limits/call-model.ts'
import { openShop, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, model, seller, storeId } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const calls = async () =>
  Object.fromEntries(
    (await run<{ budget: string; n: number }>('select budget, count(*)::int as n from calls group by 1')).map(
      ({ budget, n }) => [budget.replace(/instagram:\d+/, 'instagram'), n],
    ),
  )
const fill = (budget: string, count: number) =>
  run('insert into calls (id, budget, at) select gen_random_uuid(), $1, $2 from generate_series(1, $3)', [
    ...[budget, app.now, count],
  ])

test('001-248, 001-250, 001-295, 001-353, 001-355: sixty posts and their albums cost three calls of Instagram', async () => {
  await scanSome(shop, 60)
  expect((await calls())['instagram/rest']).toBe(3)
  expect(await run("select 1 from instagram_posts where media_type = 'CAROUSEL_ALBUM' and slides <> '[]'")).not.toEqual(
    [],
  )
})

test('001-249: what was listed is known for an hour, but for the newest page: a second scan costs one call', async () => {
  const again = async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 60 }, by)
    await shop.work()
    const sync = await app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(sync).toMatchObject({ state: 'success', totalMedia: 60, productsSkipped: 60 })
    return sync.apiCallsUsed
  }
  app.now = new Date(app.now.getTime() + 59 * 60_000)
  expect(await again()).toBe(1)
  app.now = new Date(app.now.getTime() + 60_000)
  expect(await again()).toBe(3)
  const [account] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
  const { id } = await meta.act.post({ accountId: account?.ig ?? '', caption: 'Good morning!' })
  const { id: scan } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 61 }, by)
  await shop.work()
  expect(await app.em.fork().findOneOrFail(InstagramSync, { id: scan })).toMatchObject({
    totalMedia: 61,
    apiCallsUsed: 3,
  })
  await meta.act.deletePost(id)
})

test('001-254: pictures are looked at out of a budget, one call each', async () => {
  const [row] = await run<{ n: number }>("select count(*)::int as n from product_drafts where pictures <> '[]'")
  expect(row?.n).toBeGreaterThan(10)
  expect((await calls())['model:gemini/minute']).toBeGreaterThanOrEqual(row?.n ?? 0)
})

test('001-206: tokens and cost stand on each draft', async () => {
  const drafts = await app.em.fork().find(ProductDraft, { pictures: { $ne: [] } })
  expect(drafts.length).toBeGreaterThan(10)
  for (const { tokensUsed, costMicros } of drafts) {
    expect([tokensUsed, costMicros]).toEqual([324, Math.ceil((324 * 300) / 1000)])
  }
})

test('001-190, 001-200: the picture itself goes to the model, which names one of the nine categories', async () => {
  expect(model.view().calls).toBeGreaterThan(30)
  const found = await run<{ c: string }>("select distinct extracted_data ->> 'category' as c from product_drafts")
  expect(found.map(({ c }) => c)).toEqual(expect.arrayContaining(['Fashion & Apparel', 'Home & Living']))
})

test('001-269: what is read with little confidence is not among the sure ones, and leads with Edit', async () => {
  const low = await app.em.fork().find(ProductDraft, {})
  const doubtful = low.filter(({ extractedData }) => extractedData.confidence < 0.7 && extractedData.price !== null)
  expect(doubtful.length).toBeGreaterThan(3)
  for (const draft of doubtful) {
    expect(isSure(draft)).toBe(false)
    const [view] = await draftSubject.load(app.em.fork(), [draft.id])
    expect(draftSubject.offers(view!)[0]?.verb).toBe('publish')
  }
})

test('001-269: a draft read as a range holds the lowest price, so nobody approves it unseen before a person says which', async () => {
  const [sure] = (await app.em.fork().find(ProductDraft, {})).filter(isSure)
  const isAmongSure = async () => {
    const rows = await run(`select 1 from product_drafts t where t.id = $1 and ${sureSql}`, [sure?.id])
    return [isSure(await app.em.fork().findOneOrFail(ProductDraft, { id: sure?.id ?? '' })), rows.length === 1]
  }
  expect(await isAmongSure()).toEqual([true, true])
  await run(`update product_drafts set reading = reading || '{"high": "9900"}' where id = $1`, [sure?.id])
  expect(await isAmongSure()).toEqual([false, false])
  await run(`update product_drafts set seller_edits = '{"price": "9900"}' where id = $1`, [sure?.id])
  expect(await isAmongSure()).toEqual([true, true])
  const { reading, sellerEdits } = sure as ProductDraft
  await app.em.fork().nativeUpdate(ProductDraft, { id: sure?.id ?? '' }, { reading, sellerEdits })
})

test('001-246, 001-336: an hour has 200 calls an account, of which the polls have a part no scan can spend', async () => {
  await shop.afresh()
  const [account] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
  await fill(`instagram:${account?.ig}/rest`, 140)
  await startScan(app, storeId, { ...usualOptions(app.now), limit: 15 }, by)
  await listScans(app)
  expect((await app.em.fork().findOneOrFail(InstagramSync, { state: 'running' })).totalMedia).toBe(0)
  await run(
    `insert into instagram_posts (id, ig_media_id, account_id, store_id, shortcode, permalink, caption, media_type,
       posted_at, seen_at, read_at)
     select gen_random_uuid(), 'x', id, store_id, 'x', '', '', 'IMAGE', $1, $1, $1 from instagram_accounts`,
    [app.now],
  )
  await run('update instagram_accounts set polled_at = null')
  expect(await pollAccounts(app)).toBe(1)
  expect((await calls())['instagram/polls']).toBe(1)
  await run("update instagram_sync_history set state = 'cancelled'")
})

test('001-336: an account is looked at every 90 seconds, all day, and each look rings the next', async () => {
  await shop.afresh()
  await scanSome(shop, 5)
  const [account] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
  await run('update instagram_accounts set polled_at = null')
  let looks = 0
  for (let second = 0; second < 2 * 3_600; second += 90) {
    app.bells.length = 0
    looks += await pollAccounts(app)
    expect(app.bells).toContainEqual({ step: POLL, at: new Date(app.now.getTime() + 90_000) })
    app.now = new Date(app.now.getTime() + 90_000)
  }
  expect(looks).toBe(80)
  expect(await run('select 1 from calls where budget = $1', [`instagram:${account?.ig}/polls`])).toHaveLength(41)
})

test("001-251, 001-263: Instagram's own word to wait is heeded, and the scan goes on after it", async () => {
  await shop.afresh()
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 15 }, by)
  await meta.act.failNext(4)
  await listScans(app)
  const { resumesAt } = await app.em.fork().findOneOrFail(InstagramSync, { id })
  expect(resumesAt?.getTime()).toBe(app.now.getTime() + 15 * 60_000)
  expect(await app.em.fork().count(Alert, { state: 'open', key: { $like: 'instagram-limit:%' } })).toBe(1)
  await shop.workOn()
  expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ state: 'success' })
})

test('001-251, 001-263: so is an answer that says only that it is too much, whatever its code', async () => {
  await shop.afresh()
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 15 }, by)
  meta.fault = { kind: 'error', status: 429 }
  await listScans(app)
  meta.fault = null
  const { resumesAt } = await app.em.fork().findOneOrFail(InstagramSync, { id })
  expect(resumesAt?.getTime()).toBe(app.now.getTime() + 15 * 60_000)
  await shop.workOn()
})

test('001-254: pictures are looked at a thousand times a minute at most, and the rest is read with the next', async () => {
  await shop.afresh()
  await fill('model:gemini/minute', 998)
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await listScans(app)
  const read = await extractPosts(app)
  expect(read).toBe(await app.em.fork().count(InstagramPost, { readAt: { $ne: null } }))
  expect(read).toBeLessThan(5)
  const seen = async () => (await calls())['model:gemini/minute']
  expect(await seen()).toBe(1_000)
  const scan = () => app.em.fork().findOneOrFail(InstagramSync, { id })
  expect(await scan()).toMatchObject({ state: 'running', productsFailed: 0 })
  expect(app.bells).toContainEqual({ step: EXTRACT, at: new Date(app.now.getTime() + 60_000) })
  app.now = new Date(app.now.getTime() + 60_000)
  await shop.work()
  expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 5 })
  for (const { extractedData } of await app.em.fork().find(ProductDraft, {})) {
    expect(extractedData.category).not.toBeNull()
  }
})

test('001-189: the model is a setting, and another one that answers is told to who watches the logs', async () => {
  expect(app.pictureModel?.model).toBe(app.settings.GEMINI_MODEL)
  const told: unknown[] = []
  const warn = vi.spyOn(app.log, 'warn').mockImplementation((about) => void told.push(about))
  const hear = async (model: string) => {
    await shop.afresh()
    app.pictureModel = {
      ...{ vendor: 'gemini', model: 'gemini-3-flash' },
      categorise: async () => ({ category: 'Other', confidence: 0.9, model, tokens: 1 }),
    }
    await scanSome(shop, 1)
    return told.splice(0)
  }
  expect(await hear('gemini-3-flash-002')).toEqual([])
  expect(await hear('gemini-2-pro')).toEqual([
    { operation: 'catalog.extract', asked: 'gemini-3-flash', model: 'gemini-2-pro' },
  ])
  warn.mockRestore()
})

test('001-178: an album whose parent has no picture shows its slides, and a post that has none is a draft all the same', async () => {
  await shop.afresh()
  await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await listScans(app)
  await run("update instagram_posts set media_url = null where media_type = 'CAROUSEL_ALBUM'")
  await run("update instagram_posts set media_url = null, slides = '[]' where caption like 'Chunky%'")
  await shop.work()
  const drafts = await app.em.fork().find(ProductDraft, {})
  const find = (name: string) => drafts.find(({ extractedData }) => extractedData.name.startsWith(name))
  const album = find('Leather')
  expect(album?.pictures.length).toBeGreaterThan(1)
  expect(album?.igMediaUrl).toBe(album?.imageUrls[0])
  expect(find('Chunky')).toMatchObject({ pictures: [], imageUrls: [], extractedData: { price: '2800.00' } })
  expect(find('Chunky')?.igMediaUrl).toBe(find('Chunky')?.igPermalink)
})

test('001-252: a model has 500 calls a minute and 10,000 a day, whoever asks', async () => {
  await shop.afresh()
  const ask = () => callModel(app, 'openai', async () => 'said')
  expect(await ask()).toBe('said')
  await fill('model:openai/minute', 499)
  await expect(ask()).rejects.toThrow(/no more calls of model:openai\/minute/)
  await run('delete from calls')
  await fill('model:openai/day', 10_000)
  await expect(ask()).rejects.toThrow('it does not answer now')
})

test.each(['http://169.254.169.254/latest', 'file:///etc/passwd', 'https://cdninstagram.com.evil.example/a.jpg'])(
  '001-200: a picture at %s is not fetched',
  async (address) => {
    await expect(fetchPicture(address, meta.url)).rejects.toThrow('not on a host of Instagram')
  },
)

test('001-200: what is no picture is refused, by its bytes and not its name', async () => {
  await expect(preparePicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toThrow()
  await expect(preparePicture(Buffer.from('GIF89a'))).rejects.toThrow()
  await expect(preparePicture(Buffer.alloc(0))).rejects.toThrow('That is not a picture I can keep.')
})

test('001-200: where a picture sends us on elsewhere nobody goes', async () => {
  const server = createServer((_, response) => response.writeHead(302, { location: `${meta.url}/a.jpg` }).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(fetchPicture(`${url}/a.jpg`, url)).rejects.toThrow('no answer from Instagram')
})

test('001-200: half a picture is none, and one without an end is not fetched to its end', async () => {
  const whole = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer()
  expect((await preparePicture(whole)).width).toBe(800)
  await expect(preparePicture(whole.subarray(0, whole.length / 2))).rejects.toThrow('That picture cannot be opened.')
  let sent = 0
  const server = createServer((_, response) => {
    const more = () => {
      if (response.destroyed) return
      sent += 65_536
      response.write(Buffer.alloc(65_536), () => setImmediate(more))
    }
    more()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(fetchPicture(`${url}/a.jpg`, url)).rejects.toThrow('the picture is too large')
  expect(sent).toBeLessThan(40_000_000)
})
