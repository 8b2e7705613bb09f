import { beforeEach, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { sql } from '#src/database/sql.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const draftCalled = (name: string) => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: `${name}%` } })
const labels = async ({ id }: { id: string }) =>
  draftSubject
    .offers((await draftSubject.load(app.em.fork(), [id]))[0]!)
    .map(({ label, verb }) => label ?? draftSubject.verbs[verb]?.label)

beforeEach(() => shop.afresh())
beforeEach(async () => void (await scanSome(shop)))

test('001-009: the same picture again offers Restock, New price and New product', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const product = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [product.id])
  expect(await labels(await draftCalled('Chunky'))).toEqual(
    expect.arrayContaining(['Restock', 'New price', 'New product']),
  )
  const [view] = await draftSubject.load(app.em.fork(), [(await draftCalled('Chunky')).id])
  const { footer, buttons } = cardOf(draftSubject, view!, app)
  expect(footer).toBe('Is Floral wrap dress back in stock, at a new price, or is it another product?')
  expect(buttons.filter(({ style }) => style === 'primary').map(({ label }) => label)).toEqual(['Restock'])
  expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')).toBe(
    'Floral wrap dress costs KES 2,800 now.',
  )
  expect((await app.em.fork().findOneOrFail(Product, { id: product.id })).price).toBe(280_000n)
  expect(await draftCalled('Chunky')).toMatchObject({ state: 'approved', productId: product.id })
})

test('Restock puts one more on the shelf, and what was sold is back in the shop', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  const { id } = await product()
  await run("update product_drafts set similar_to = $1 where ig_caption ~ '^(Chunky|Kitenge)'", [id])
  expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'Restock')).toBe(
    'Floral wrap dress is back in stock.',
  )
  expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 2, price: 250_000n })
  expect(await draftCalled('Chunky')).toMatchObject({ state: 'approved', approvedAt: app.now, productId: id })
  await pressOn(app, productSubject, await product(), 'Sold')
  await pressOn(app, draftSubject, await draftCalled('Kitenge'), 'Restock')
  expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1 })
  expect(await app.em.fork().count(Product, {})).toBe(1)
})

test('New price of what was sold brings it back at that price', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  await pressOn(app, productSubject, await product(), 'Sold')
  await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [(await product()).id])
  expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')).toBe(
    'Floral wrap dress costs KES 2,800 now, and is back in stock.',
  )
  expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1, price: 280_000n })
})

test('New price of what its caption had marked sold out brings it back too', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  await run("update products set inventory_quantity = 0 where name = 'Floral wrap dress'")
  await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [(await product()).id])
  expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')).toBe(
    'Floral wrap dress costs KES 2,800 now, and is back in stock.',
  )
  expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1, price: 280_000n })
})

test('New product makes one of its own beside it, under another address', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const first = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [first.id])
  expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New product')).toMatch(
    /^PR-\d+ Chunky loafers is in the shop\.$/,
  )
  expect(await app.em.fork().findOneOrFail(Product, { name: 'Chunky loafers' })).toMatchObject({
    ...{ state: 'active', price: 280_000n, slug: 'chunky-loafers' },
  })
  expect(await app.em.fork().findOneOrFail(Product, { id: first.id })).toMatchObject({
    inventoryQuantity: first.inventoryQuantity,
    price: 250_000n,
  })
})
