import { beforeAll, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const call = (method: string, path: string, body?: object) => api.call(key, method, path, body)
let scanId = ''
let drafts: ProductDraft[] = []
beforeAll(async () => {
  const scan = await scanSome(shop)
  scanId = scan.id
  drafts = scan.drafts.filter(({ extractedData }) => extractedData.price !== null)
})

type Listed = { id: string; rejectionReason: string | null; extractedData: { confidence: number } }
const listed = async (query: string): Promise<Listed[]> =>
  (await call('GET', `/products/drafts?limit=50&${query}`)).body.drafts

test('001-217: by status, the surest first, with the reason of a no', async () => {
  const [one, two] = drafts
  await call('POST', `/products/drafts/${one?.id}/approve`)
  await call('POST', `/products/drafts/${two?.id}/reject`, { reason: 'Duplicate' })
  expect((await listed('status=approved')).map(({ id }) => id)).toEqual([one?.id])
  expect(await listed('status=rejected')).toMatchObject([{ id: two?.id, rejectionReason: 'Duplicate' }])
  const sure = (await listed('status=pending')).map(({ extractedData }) => extractedData.confidence)
  expect(sure.length).toBeGreaterThan(5)
  expect(new Set(sure).size).toBeGreaterThan(1)
  expect(sure).toEqual(sure.toSorted((a, b) => b - a))
})

test('001-220, 001-236: what is approved by API is approved by its caller, and where finds are looked at one by one the next opens', async () => {
  const sync = await app.em.fork().findOneOrFail(InstagramSync, { id: scanId })
  await pressOn(app, syncSubject, sync, 'Review one by one')
  const open = () =>
    sql<{ id: string; priced: boolean }>(
      app.em.fork(),
      `select distinct d.number, d.id, d.extracted_data ->> 'price' is not null as priced
       from card_posts c join product_drafts d on d.id = c.subject_id where c.subject = 'draft' order by d.number`,
    )
  const before = await open()
  // Not one of those that the tests below decide.
  const ours = drafts.slice(0, 4).map((draft) => draft.id)
  const id = before.find((one) => one.priced && !ours.includes(one.id))?.id ?? ''
  await call('POST', `/products/drafts/${id}/approve`)
  const [view] = await draftSubject.load(app.em.fork(), [id])
  expect(draftSubject.card(view!, app).footer).toMatch(/^Approved by Zuri, /)
  expect(await open()).toHaveLength(before.length + 1)
})

test('001-222: an id sent twice is approved once, and counted once', async () => {
  const id = drafts[2]?.id
  const { body } = await call('POST', '/products/drafts/batch-approve', { draftIds: [id, id] })
  expect(body).toMatchObject({ results: { approved: 1, failed: 0 }, errors: [] })
  expect(body.products).toHaveLength(1)
})

test('001-219: what is set back to what was read is no edit', async () => {
  const [, , , four] = drafts
  const edit = async (name: string) => (await call('PATCH', `/products/drafts/${four?.id}`, { name })).body.draft
  expect((await edit('By program')).sellerEdits).toEqual({ name: 'By program' })
  expect((await edit(four?.extractedData.name ?? '')).sellerEdits).toBeNull()
  expect(await app.em.fork().findOneOrFail(ProductDraft, { id: four?.id ?? '' })).toMatchObject({ sellerEdits: null })
})

test('001-215, 001-216: a scan tells how far it is, what failed, and how sure each find is', async () => {
  const set = { state: 'running', totalMedia: 15, totalProcessed: 4, draftsCreated: 3, productsFailed: 2 } as const
  await app.em.fork().nativeUpdate(InstagramSync, { id: scanId }, set)
  const { body } = await call('GET', `/instagram/scan/${scanId}`)
  expect(body.status).toBe('processing')
  expect(body.progress).toEqual({ totalMedia: 15, processed: 4, draftsCreated: 3, failed: 2 })
  const found = new Map(body.drafts.map((one: Listed) => [one.id, one.extractedData.confidence]))
  for (const { id, extractedData } of drafts) expect(found.get(id)).toBe(extractedData.confidence)
  await app.em.fork().nativeUpdate(InstagramSync, { id: scanId }, { state: 'success' })
})

test('001-215: a scan tells of its own finds alone: the next one, which finds nothing new, of none', async () => {
  const { body } = await call('POST', '/instagram/scan', { limit: 5 })
  await shop.work()
  const next = await call('GET', `/instagram/scan/${body.scanId}`)
  expect(next.body).toMatchObject({ status: 'completed', progress: { totalMedia: 5, draftsCreated: 0 }, drafts: [] })
})

test('001-212: a connection that ended is not told as one, and how it ended is', async () => {
  const ask = async () => (await call('GET', '/instagram/connection')).body
  expect(await ask()).toMatchObject({ connected: true, connection: { igUsername: 'zuricloset', status: 'active' } })
  await app.em.fork().nativeUpdate(InstagramAccount, { storeId }, { state: 'expired' })
  expect(await ask()).toMatchObject({ connected: false, connection: { status: 'expired' } })
  await app.em.fork().nativeUpdate(InstagramAccount, { storeId }, { state: 'active' })
})

test('001-214: a scan of which nothing is said reads a hundred posts of six months; of all when that is said', async () => {
  const optionsOf = async (body: object) => {
    const { scanId: id } = (await call('POST', '/instagram/scan', body)).body
    const { options } = await app.em.fork().findOneOrFail(InstagramSync, { id })
    await app.em.fork().nativeUpdate(InstagramSync, { id }, { state: 'cancelled' })
    return options
  }
  const since = new Date(app.now.getTime() - 183 * 86_400_000).toISOString()
  expect(await optionsOf({})).toEqual({ limit: 100, includeVideos: false, includeCarousels: true, since })
  expect((await optionsOf({ since: null })).since).toBeNull()
})
