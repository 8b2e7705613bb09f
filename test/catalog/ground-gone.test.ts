import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const NOTHING = 'Good morning Nairobi! What are you wearing today?'
let media = ''
let account = ''

const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const draft = () => app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media, part: 0 })

async function look(): Promise<void> {
  app.now = new Date(app.now.getTime() + 120_000)
  await pollAccounts(app)
  await shop.workOn()
}

async function publish(caption: string): Promise<void> {
  media = (await meta.act.post({ accountId: account, caption, picture: 'bag #334455 Other' })).id
  await look()
}

async function edit(caption: string): Promise<void> {
  await meta.act.editPost(media, caption)
  await look()
}

async function cardOn(subject: AnySubject, { id }: { id: string }) {
  const [view] = await subject.load(app.em.fork(), [id])
  const { title, footer, facts, buttons } = cardOf(subject, view!, app)
  return { title, footer, facts, labels: buttons?.flat().map(({ label }) => label) }
}

const cardNow = async () => cardOn(productSubject, await product())
const rings = async ({ id }: { id: string }) => {
  const rows = await run<{ ring: number }>('select ring from card_posts where subject_id = $1', [id])
  return rows.map(({ ring }) => ring)
}

/** The shop says 2,500, Instagram 1,900: a person is asked. */
async function makeConflict(): Promise<void> {
  await publish('Suede loafers, was 3,200 now KES 2,900. Tan. #shoes')
  await pressOn(app, draftSubject, await draft(), 'Approve')
  await pressOn(app, productSubject, await product(), 'Edit', { price: '2500' })
  await edit('Suede loafers KES 1,900. Tan. #shoes')
  expect((await product()).conflict).toMatchObject({ fields: { price: ['250000', '190000'] } })
}

beforeEach(async () => {
  await shop.afresh()
  await run(`update instagram_accounts set state = 'active', polled_at = null`)
  account = (await app.em.fork().findOneOrFail(InstagramAccount, { storeId })).igUserId
  await scanSome(shop, 5)
})

describe('what a person is to settle, and its ground goes', () => {
  test('001-316: a post that offers nothing any more ends the question and says so; the same words ask again', async () => {
    await makeConflict()
    const before = await rings(await product())
    await edit(NOTHING)
    expect(await product()).toMatchObject({ price: 250_000n, conflict: null })
    expect(productSubject.kind.waits(await product())).toBe(false)
    const { title, footer, labels } = await cardNow()
    expect(title).toMatch(/ Suede loafers · KES 2,500$/)
    expect(footer).toBe('Its post was edited again and offers it no longer. The shop keeps what it says.')
    expect(labels).toEqual(['Edit', 'Sold', 'Hide'])
    expect(await rings(await product())).toEqual(before)
    await edit('Suede loafers KES 1,900. Tan. #shoes')
    expect((await cardNow()).labels).toEqual(['Keep 2,500', 'Take 1,900', 'Edit'])
  })

  test('001-316: a post that is deleted asks about that first; left, nothing of it is asked any more', async () => {
    await makeConflict()
    await meta.act.deletePost(media)
    await look()
    const { title, footer, facts, labels } = await cardNow()
    expect(title).toMatch(/ Suede loafers: its post was deleted on Instagram$/)
    expect(facts?.map(({ label }) => label)).toContain('Now')
    expect(facts?.map(({ label }) => label)).not.toContain('Price')
    expect([footer, labels]).toEqual(['It is still in the shop. Hide it, or leave it.', ['Hide', 'Leave it']])
    await pressOn(app, productSubject, await product(), 'Leave it')
    expect(await product()).toMatchObject({ conflict: null, goneAt: null, price: 250_000n })
  })

  test('001-316: hidden because its post is gone, it waits for nobody', async () => {
    await makeConflict()
    await meta.act.deletePost(media)
    await look()
    await pressOn(app, productSubject, await product(), 'Hide')
    expect(await product()).toMatchObject({ state: 'hidden', conflict: null, goneAt: null })
  })

  test('001-316: of one that is hidden already nothing is left to settle when its post is deleted', async () => {
    await publish('Suede loafers KES 2,900. Tan.')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await pressOn(app, productSubject, await product(), 'Edit', { price: '2500' })
    await pressOn(app, productSubject, await product(), 'Hide')
    await edit('Suede loafers KES 1,900. Tan.')
    expect((await product()).conflict).not.toBeNull()
    await meta.act.deletePost(media)
    await look()
    expect(await product()).toMatchObject({ state: 'hidden', conflict: null, goneAt: null })
  })

  test('001-318: Leave it, where another shop is cheaper and the post is gone, leaves one of them', async () => {
    await publish('Suede loafers KES 2,900. Tan.')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await run(
      'update products set is_undercut = true, rival_price = 200000, rival_url = $2 where source_external_id = $1',
      [...[media, 'https://shop.example/loafers']],
    )
    await meta.act.deletePost(media)
    await look()
    await pressOn(app, productSubject, await product(), 'Leave it')
    expect(await product()).toMatchObject({ goneAt: null, isUndercut: true })
    expect((await cardNow()).labels).toEqual(['Match 2,000', 'Edit', 'Leave it'])
  })
})

describe('a draft whose post offers nothing any more', () => {
  const doubt = 'the post as it is now: it no longer reads as a product'
  const doubtOf = async (row: ProductDraft) =>
    (await cardOn(draftSubject, row)).facts?.find(({ label }) => label === 'Did not understand')?.value

  test('001-312: says so, is in no batch, and is as before when the post is', async () => {
    await publish('Suede loafers KES 2,900. Tan.')
    await edit(NOTHING)
    expect(await draft()).toMatchObject({ state: 'pending', igCaption: NOTHING, extractedData: { confidence: 0 } })
    expect(await doubtOf(await draft())).toBe(doubt)
    await edit('Suede loafers KES 2,900. Tan.')
    expect(await doubtOf(await draft())).toBeUndefined()
    expect((await draft()).extractedData.confidence).toBeGreaterThan(0.5)
  })

  test('001-312: so does each that waits of a parted post, and what is sold of it asks nothing any more', async () => {
    const listed = (tote: string) => `Swipe for all:\n1. Tote - KES ${tote}\n2. Belt - KES 250\n3. Scarf - KES 350`
    await publish(listed('150'))
    await pressOn(app, draftSubject, await draft(), 'Part into 3')
    const parts = () =>
      app.em.fork().find(ProductDraft, { igMediaId: media, part: { $gt: 0 } }, { orderBy: { part: 'asc' } })
    await pressOn(app, draftSubject, (await parts())[0]!, 'Approve')
    await pressOn(app, productSubject, await product(), 'Edit', { price: '180' })
    await edit(listed('120'))
    expect((await product()).conflict).not.toBeNull()
    await edit(NOTHING)
    expect(await product()).toMatchObject({ price: 18_000n, conflict: null })
    const doubts = async () => Promise.all((await parts()).slice(1).map(doubtOf))
    expect(await doubts()).toEqual([doubt, doubt])
    await edit(listed('150'))
    expect(await doubts()).toEqual([undefined, undefined])
  })
})

describe('what of a product follows an edit of its post', () => {
  test('001-315: its tags, until a person set them', async () => {
    await publish('Denim jacket KES 900. #thrift #denim')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await edit('Denim jacket KES 900. #denim #new')
    expect((await product()).tags).toEqual(['denim', 'new'])
    await pressOn(app, productSubject, await product(), 'Edit', { tags: 'denim, blue' })
    await edit('Denim jacket KES 900. #denim #sale')
    expect((await product()).tags).toEqual(['denim', 'blue'])
  })

  test('001-315: the price before, also where the price is the same', async () => {
    await publish('Suede loafers, was 3,200 now KES 2,900. Tan.')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await edit('Suede loafers, was 3,500 now KES 2,900. Tan.')
    expect(await product()).toMatchObject({ price: 290_000n, compareAtPrice: 350_000n })
    await edit('Suede loafers KES 2,900. Tan.')
    expect(await product()).toMatchObject({ price: 290_000n, compareAtPrice: null })
  })

  test('001-318: what is taken comes with the price before it', async () => {
    await makeConflict()
    expect((await product()).compareAtPrice).toBe(320_000n)
    await pressOn(app, productSubject, await product(), 'Take 1,900')
    expect(await product()).toMatchObject({ price: 190_000n, compareAtPrice: null })
  })

  test('001-318: what is kept keeps its own', async () => {
    await makeConflict()
    await pressOn(app, productSubject, await product(), 'Keep 2,500')
    expect(await product()).toMatchObject({ price: 250_000n, compareAtPrice: 320_000n })
  })
})
