import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { draftShown } from '#src/catalog/shown.ts'
import { drawList } from '#src/http/dashboard/lists.ts'
import { openApi, openShop, scanSome } from './shop.ts'

const shop = await openShop()
const { app, storeId, seller } = shop

beforeEach(() => shop.afresh())

describe('the review page', () => {
  const member = { ...seller, storeId }
  const visit = (query = {}) => ({ member, csrf: 'c', call: { query } }) as never

  test('001-236, 001-303, 001-304: the sure ones are ticked, all can be, and one press approves the ticked', async () => {
    await scanSome(shop)
    const page = String(await reviewPage.draw(app, visit()))
    const boxes = [...page.matchAll(/name="draft:([0-9a-f-]{36})" value="yes" (checked)?/g)]
    const ticked = boxes.filter(([, , checked]) => checked)
    expect([boxes.length, page.includes('/product-pictures/')]).toEqual([12, true])
    expect(ticked.length).toBeGreaterThan(3)
    const all = String(await reviewPage.draw(app, visit({ all: '1' })))
    expect([...all.matchAll(/ checked/g)].length).toBeGreaterThan(ticked.length)
    const form = Object.fromEntries(ticked.map(([, id]) => [`draft:${id}`, 'yes']))
    expect(await reviewPage.take?.(app, member, form)).toBe(`${ticked.length} products are approved.`)
    expect(await app.em.fork().count(Product, { state: 'active' })).toBe(ticked.length)
    await expect(reviewPage.take?.(app, member, form)).rejects.toThrow('They are decided already.')
  })

  test('001-239: the grid and the list are narrowed to the sure ones, those in doubt, those that run out', async () => {
    const { drafts } = await scanSome(shop)
    const sure = drafts.filter(({ extractedData }) => extractedData.confidence > 0.8)
    const listed = async (show: string) => {
      const { body } = await drawList(app, { subject: draftSubject, shown: draftShown }, member, { show })
      const grid = String(await reviewPage.draw(app, visit({ show })))
      const refs = (page: string) => [...new Set(page.match(/DR-\d+/g))].toSorted()
      expect(refs(grid)).toEqual(refs(String(body)))
      return { refs: refs(grid), grid, list: String(body) }
    }
    const high = await listed('high')
    expect(high.refs).toEqual(sure.map(({ number }) => `DR-${number}`).toSorted())
    expect(high.list).toContain('<option value="high" selected>Above 80 %</option>')
    expect(high.grid).toContain('<strong>Above 80 %</strong><a href="/review?show=low">80 % or less</a>')
    expect((await listed('low')).refs).toHaveLength(drafts.length - sure.length)
    expect((await listed('expiring')).grid).toContain('None of them.')
    const expiresAt = new Date(app.now.getTime() + 5 * 3_600_000)
    await app.em.fork().nativeUpdate(ProductDraft, { id: drafts[0]!.id }, { expiresAt })
    const decided = { state: 'rejected' as const, expiresAt }
    await app.em.fork().nativeUpdate(ProductDraft, { id: drafts[1]!.id }, decided)
    expect((await listed('expiring')).refs).toEqual([`DR-${drafts[0]!.number}`])
  })

  test('001-236: of the ticked one that lost its price meanwhile holds up no other', async () => {
    const { drafts } = await scanSome(shop)
    const [first, second] = drafts.filter(({ extractedData: { price } }) => price !== null)
    const extractedData = { ...first!.extractedData, price: null }
    await app.em.fork().nativeUpdate(ProductDraft, { id: first!.id }, { extractedData })
    const form = Object.fromEntries([first, second].map((draft) => [`draft:${draft!.id}`, 'yes']))
    expect(await reviewPage.take?.(app, member, form)).toBe('1 product is approved.')
    expect(await app.em.fork().findOneOrFail(ProductDraft, { id: first!.id })).toMatchObject({ state: 'pending' })
  })

  test("001-226: another shop's drafts are neither shown nor approved", async () => {
    const { drafts } = await scanSome(shop)
    const other = { ...member, storeId: '00000000-0000-4000-8000-000000000000' }
    expect(
      String(await reviewPage.draw(app, { member: other, csrf: 'c', call: { query: {} } } as never)),
    ).not.toContain('checkbox')
    await expect(reviewPage.take?.(app, other, { [`draft:${drafts[0]!.id}`]: 'yes' })).rejects.toThrow()
    expect(await app.em.fork().count(Product, {})).toBe(0)
  })
})

describe('the API', () => {
  test('001-214, 001-215, 001-216, 001-217, 001-218, 001-219, 001-220, 001-221, 001-222, 001-297, 001-298, 001-299, 001-301: a scan, its drafts, an edit, approvals and a rejection', async () => {
    const api = await openApi(app)
    const key = await api.keyOf('Zuri', 'seller', storeId)
    const call = (method: string, path: string, body?: object) => api.call(key, method, path, body)
    const started = await call('POST', '/instagram/scan', { limit: 15, includeVideos: false })
    expect([started.status, started.body]).toEqual([
      202,
      { scanId: expect.any(String), status: 'processing', estimatedTime: 27 },
    ])
    await shop.work()
    const { body: scan } = await call('GET', `/instagram/scan/${started.body.scanId}`)
    expect(scan).toMatchObject({
      status: 'completed',
      progress: { totalMedia: 15, processed: 15, draftsCreated: 12, failed: 0 },
    })
    expect(Object.keys(scan.drafts[0]).toSorted()).toEqual([
      'createdAt',
      'extractedData',
      'id',
      'igMediaId',
      'imageUrls',
    ])
    const { body: list } = await call('GET', '/products/drafts?page=2&limit=5&status=pending')
    expect(list.pagination).toEqual({ total: 12, page: 2, limit: 5, pages: 3 })
    const [one, two, three] = list.drafts.filter((draft: any) => draft.extractedData.price)
    for (const name of ['id', 'igMediaUrl', 'extractedData', 'imageUrls', 'approvalStatus', 'expiresAt', 'createdAt']) {
      expect(one).toHaveProperty(name)
    }
    const edited = await call('PATCH', `/products/drafts/${one.id}`, { name: 'By program', price: 990, tags: ['new'] })
    expect(edited.body).toMatchObject({
      ...{ success: true, draft: { extractedData: { name: 'By program', price: '990.00', tags: ['new'] } } },
    })
    const approve = () => call('POST', `/products/drafts/${one.id}/approve`)
    const { body: sold } = await approve()
    expect(sold).toEqual({
      success: true,
      product: { id: expect.any(String), name: 'By program', status: 'active', slug: 'by-program' },
    })
    expect((await approve()).body).toEqual(sold)
    expect((await call('PATCH', `/products/drafts/${one.id}`, { name: 'Late' })).status).toBe(409)
    const rejected = await call('POST', `/products/drafts/${two.id}/reject`, { reason: 'Not a product' })
    expect(rejected.body).toEqual({ success: true, message: 'Draft rejected' })
    expect((await call('POST', `/products/drafts/${two.id}/reject`)).body).toEqual(rejected.body)
    for (const state of ['expired', 'approved'] as const) {
      await app.em.fork().nativeUpdate(ProductDraft, { id: three.id }, { state })
      expect((await call('POST', `/products/drafts/${three.id}/reject`)).status).toBe(409)
    }
    await app.em.fork().nativeUpdate(ProductDraft, { id: three.id }, { state: 'pending' })
    const ids = [three.id, two.id, '00000000-0000-4000-8000-000000000000']
    const { body: batch } = await call('POST', '/products/drafts/batch-approve', { draftIds: ids })
    expect(batch.results).toEqual({ approved: 1, failed: 2 })
    expect(batch.errors.map(({ draftId }: { draftId: string }) => draftId)).toEqual(ids.slice(1))
  })

  test('001-226: none of it without a key', async () => {
    const api = await openApi(app)
    for (const [method, path] of [
      ['POST', '/instagram/scan'],
      ['GET', '/instagram/scan/x'],
      ['GET', '/products/drafts'],
      ['PATCH', '/products/drafts/x'],
      ['POST', '/products/drafts/x/approve'],
      ['POST', '/products/drafts/x/reject'],
      ['POST', '/products/drafts/batch-approve'],
    ] as const) {
      expect((await api.call('dh_nobody', method, path)).status).toBe(401)
    }
  })
})
