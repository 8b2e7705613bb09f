import { beforeEach, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const approveAbove = (share: number) => sql(app.em.fork(), 'update stores set approves_above = $1', [share])

beforeEach(() => shop.afresh())

/** A post that the next look finds. */
async function post(caption: string, picture: string): Promise<ProductDraft> {
  const { igUserId } = await app.em.fork().findOneOrFail(InstagramAccount, { storeId })
  const { id } = await meta.act.post({ accountId: igUserId, caption, picture })
  app.now = new Date(app.now.getTime() + 120_000)
  await pollAccounts(app)
  await shop.workOn()
  return app.em.fork().findOneOrFail(ProductDraft, { igMediaId: id })
}

test('001-309: what is read less surely than the shop asks for waits for a person', async () => {
  await approveAbove(0.95)
  const { drafts } = await scanSome(shop)
  const shares = drafts.map(({ extractedData }) => extractedData.confidence)
  // Surely enough for a press, not for none.
  expect(Math.max(...shares)).toBeGreaterThan(0.9)
  expect(drafts.filter(({ state }) => state !== 'pending')).toEqual([])
})

test('001-309: the same picture again waits for a person however surely it is read', async () => {
  await approveAbove(0.9)
  await scanSome(shop, 1)
  const first = await post('Wool scarf KES 1,400. #scarf', 'bag #8a4b2a Fashion & Apparel')
  expect(first).toMatchObject({ state: 'approved', isAutomatic: true })
  const again = await post('Wool scarf KES 1,600. #scarf', 'bag #8a4b2a Fashion & Apparel')
  expect(again.extractedData.confidence).toBeGreaterThan(0.9)
  expect(again).toMatchObject({ state: 'pending', similarTo: first.productId })
})

test('001-309, 001-340: of one that is asked about a card rings, and who hides it is asked about all again', async () => {
  await approveAbove(0.9)
  await sql(app.em.fork(), 'alter sequence product_drafts_number restart with 5000 increment by 10')
  await scanSome(shop, 5)
  const [product] = await app.em.fork().find(Product, { unchecked: true })
  if (!product) throw new Error('nobody was asked')
  const rung = await sql(app.em.fork(), 'select distinct ring from card_posts where subject_id = $1', [product.id])
  expect(rung).toEqual([{ ring: 1 }])
  const told = await pressOn(app, productSubject, product, 'Hide')
  expect(told).toMatch(/^Hidden: .+ · KES [\d,]+\. You are asked about every product again; write auto approve/)
  const [store] = await sql(app.em.fork(), 'select approves_above as above from stores')
  expect(store).toEqual({ above: null })
})
