import { expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { uuid } from '#entities/uuid.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { catalogPipeline } from '#src/catalog/pipeline.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { letIn, openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, storeId } = shop
const other = uuid()
await sql(app.em.fork(), 'insert into stores (id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [
  ...[other, 'Tausi Fabrics', 'Africa/Nairobi', 'KES', app.now],
])
await letIn(app, 'Otis', other)
const { id: scanId, find } = await scanSome(shop)
const api = await openApi(app)
const zuri = await api.keyOf('Zuri', 'seller', storeId)
const otis = await api.keyOf('Otis', 'seller', other)
const draft = find('denim jacket')
await pressOn(app, draftSubject, find('wrap dress'), 'Approve')
const product = await app.em.fork().findOneOrFail(Product, { storeId })
const refOf = { draft: `DR-${draft.number}`, product: `PR-${product.number}` }

const states = () =>
  sql(
    app.em.fork(),
    `select 'd' as what, id, state, seller_edits::text as rest from product_drafts
     union all select 'p', id, state, price::text from products
     union all select 's', id, state, '' from instagram_sync_history
     union all select 'a', id, state, access_token from instagram_accounts order by 1, 2`,
  )

test.each([
  ['GET', `/instagram/scan/${scanId}`],
  ['PATCH', `/products/drafts/${draft.id}`, { name: 'Stolen' }],
  ['POST', `/products/drafts/${draft.id}/approve`],
  ['POST', `/products/drafts/${draft.id}/reject`, { reason: 'Other' }],
  ['GET', `/drafts/${refOf.draft}`],
  ['POST', `/drafts/${refOf.draft}/approve`],
  ['PATCH', `/drafts/${refOf.draft}`, { name: 'Stolen' }],
  ['GET', `/products/${refOf.product}`],
  ['POST', `/products/${refOf.product}/hide`],
  ['PATCH', `/products/${refOf.product}`, { price: '1' }],
])('001-226: %s %s is for another shop as if there were nothing', async (method, path, body?: object) => {
  const before = await states()
  const answer = await api.call(otis, method, path, body)
  expect([403, 404]).toContain(answer.status)
  expect(JSON.stringify(answer.body)).not.toMatch(/jacket|dress|Zuri/i)
  expect(await states()).toEqual(before)
})

test('001-226, 001-339: the address of another shop\u2019s post adds nothing, shows nothing and reopens nothing', async () => {
  await pressOn(app, draftSubject, find('Chunky loafers'), 'Reject', { reason: 'Other' })
  const before = await states()
  const otis = visitorOf('Otis')
  for (const { igPermalink } of [draft, find('Chunky loafers')]) {
    const adding = runCommand(app, `product add ${igPermalink}`, otis)
    await expect(adding).rejects.toThrow('That is no post of your account.')
  }
  expect(await states()).toEqual(before)
})

test('001-226: lists, history and the connection show a seller their own shop alone', async () => {
  const own = await api.call(zuri, 'GET', '/products/drafts')
  expect(own.body.pagination.total).toBeGreaterThan(5)
  expect((await api.call(otis, 'GET', '/products/drafts')).body).toMatchObject({ drafts: [], pagination: { total: 0 } })
  expect((await api.call(otis, 'GET', '/drafts')).body.drafts).toEqual([])
  expect((await api.call(otis, 'GET', '/products')).body.products).toEqual([])
  expect((await api.call(otis, 'GET', '/instagram/sync-history')).body.history).toEqual([])
  expect((await api.call(otis, 'GET', '/instagram/connection')).body).toEqual({ connected: false, connection: null })
  const batch = await api.call(otis, 'POST', '/products/drafts/batch-approve', { draftIds: [draft.id] })
  expect([batch.status, JSON.stringify(batch.body)]).not.toContain('jacket')
  expect((await app.em.fork().findOneOrFail(ProductDraft, draft.id)).state).toBe('pending')
})

test('001-226: what is counted for a seller is of their own shop alone', async () => {
  const say = async (words: string, who: string) => (await runCommand(app, words, visitorOf(who))).text
  expect(await say('drafts', 'Otis')).toBe('No draft waits. Write scan to look through your posts.')
  await sql(
    app.em.fork(),
    `insert into products (id, state, store_id, name, slug, description, price, currency, created_at, updated_at)
     values (gen_random_uuid(), 'active', $1, 'Kitenge', 'kitenge', '', 90000, 'KES', $2, $2)`,
    [other, app.now],
  )
  expect(await say('products', 'Zuri')).toMatch(/^1 product, 1 in the shop:/)
  await sql(app.em.fork(), 'delete from products where store_id = $1', [other])
})

test('001-226: a key of a seller who has no shop yet shows nothing of any', async () => {
  const nobody = await api.keyOf('Nobody', 'seller')
  for (const [path, list] of [
    ['/products/drafts', 'drafts'],
    ['/drafts', 'drafts'],
    ['/products', 'products'],
  ] as const) {
    expect((await api.call(nobody, 'GET', path)).body[list]).toEqual([])
  }
  expect((await api.call(nobody, 'GET', '/instagram/sync-history')).status).toBe(403)
})

test.each([
  ['get', '/instagram/connection?store=Zuri'],
  ['get', '/instagram/auth/url?store=Zuri'],
  ['delete', '/instagram/connection?store=Zuri'],
  ['get', '/instagram/sync-history?store=Zuri'],
])("001-226: %s %s names another's shop and is refused", async (method, path) => {
  expect((await api.call(otis, method.toUpperCase(), path)).status).toBe(403)
})

test("001-226: a scan of another's shop is refused", async () => {
  expect((await api.call(otis, 'POST', '/instagram/scan', { store: 'Zuri' })).status).toBe(403)
})

/** Everything a command answers: words, cards, a form; or why not. */
const hear = (words: string, who: string) =>
  runCommand(app, words, visitorOf(who)).then(
    (reply) => JSON.stringify(reply),
    (error: Error) => error.message,
  )

test.each(['connect Zuri', 'instagram Zuri', 'disconnect Zuri', 'scan Zuri', 'cancel Zuri', 'stats Zuri'])(
  '001-226: %s is refused to the seller of another shop',
  async (words) => {
    await expect(runCommand(app, words, visitorOf('Otis'))).rejects.toThrow('That shop is not yours.')
  },
)

test.each(['drafts', 'products', 'drafts jacket', 'products dress', 'find jacket', 'find dress'])(
  '001-226: %s shows the seller of another shop nothing of what its own seller sees',
  async (words) => {
    expect(await hear(words, 'Zuri')).toMatch(/Blue denim|wrap dress/i)
    expect(await hear(words, 'Otis')).not.toMatch(/Blue denim|wrap dress/i)
  },
)

test.each([
  `show ${refOf.draft}`,
  `show ${refOf.product}`,
  `why ${refOf.draft}`,
  `edit ${refOf.product}`,
  `edit ${refOf.draft}`,
])(
  '001-226: %s by its ref is refused or unknown to the seller of another shop, and known to its own',
  async (words) => {
    expect(await hear(words, 'Zuri')).toMatch(/Blue denim|wrap dress/i)
    expect(await hear(words, 'Otis')).not.toMatch(/Blue denim|wrap dress/i)
  },
)

test('001-226: what is typed of another shop’s record does nothing', async () => {
  const before = await states()
  for (const words of [`approve ${refOf.draft}`, `reject ${refOf.draft}`, `hide ${refOf.product}`])
    await hear(words, 'Otis')
  expect(await states()).toEqual(before)
})

test('001-226: no button of another shop works, wherever it was copied from', async () => {
  const sync = await app.em.fork().findOneOrFail(InstagramSync, { id: scanId })
  const account = await app.em.fork().findOneOrFail(InstagramAccount, { storeId })
  const before = await states()
  for (const [subject, row, label] of [
    [draftSubject, draft, 'Approve'],
    [productSubject, product, 'Hide'],
    [accountSubject, account, 'Disconnect'],
    [syncSubject, sync, 'Later'],
  ] as const) {
    await expect(pressOn(app, subject, row, label, {}, 'Otis')).rejects.toThrow()
  }
  expect(await states()).toEqual(before)
})

test('001-226: a picture on a page is shown to its own shop alone', async () => {
  const ref = draftSubject.card((await draftSubject.load(app.em.fork(), [draft.id]))[0]!, app).picture?.ref ?? ''
  const rest = ref.replace(/^catalog:/, '')
  const member = { id: uuid(), name: 'x', role: 'seller' as const, zone: 'UTC' }
  const show = (store: string) => catalogPipeline.picture?.(app, rest, { ...member, storeId: store } as never)
  expect((await show(storeId))?.type).toBe('image/jpeg')
  expect(await show(other)).toBeNull()
})
