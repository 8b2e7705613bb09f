import { beforeEach, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { addManually } from '#src/catalog/by-hand/add-manually.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { CATEGORIES } from '#src/catalog/extract/categories.ts'
import { showPicture } from '#src/catalog/pictures/card-picture.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, seller, storeId } = shop
const zuri = visitorOf('Zuri')
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const draftCalled = (name: string) => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: `${name}%` } })
const cardOf = async ({ id }: { id: string }) =>
  draftSubject.card((await draftSubject.load(app.em.fork(), [id]))[0]!, app)
const labels = async ({ id }: { id: string }) =>
  draftSubject
    .offers((await draftSubject.load(app.em.fork(), [id]))[0]!)
    .filter(({ quiet }) => !quiet)
    .map(({ label, verb }) => label ?? draftSubject.verbs[verb]?.label)

beforeEach(() => shop.afresh())
beforeEach(async () => void (await scanSome(shop)))

test('a price that is a range says at which of its ends it would be sold', async () => {
  const { draft } = await addManually(app, storeId, 'Linen kimonos KES 800 to 1,400 depending on length', by)
  expect((await cardOf(draft!)).footer).toBe('Approve, and it is in the shop at KES 800, the lowest.')
  await pressOn(app, draftSubject, draft!, 'Edit', { price: '950' })
  expect((await cardOf(draft!)).footer).toMatch(/Approve, and it is in the shop\.$/)
})

test('001-237, 001-240, 001-241, 001-306: its card has picture, name, price, confidence, words, expiry and buttons', async () => {
  const draft = await draftCalled('Floral wrap')
  const card = await cardOf(draft)
  expect(card.title).toMatch(/^DR-\d+ Floral wrap dress · KES 2,500 · 9\d\u00a0%$/)
  expect(card.picture?.alt).toBe('Floral wrap dress')
  expect(card.facts).toContainEqual({ label: 'Expires', value: 'in 7 days' })
  expect(card.facts.find(({ label }) => label === 'Read from')?.value).toContain('"Ksh 2,500')
  expect(card.links).toEqual([{ label: 'View post', url: draft.igPermalink }])
  expect(await labels(draft)).toEqual(['Approve', 'Edit', 'Reject', 'Dismiss'])
})

test('001-240, 001-083: an album shows its pictures as one grid', async () => {
  const draft = await draftCalled('Leather tote')
  expect(draft.imageUrls.length).toBeGreaterThan(1)
  const { picture } = await cardOf(draft)
  const shown = await showPicture(app, picture!.ref.replace('catalog:', ''), null)
  const sharp = (await import('sharp')).default
  expect(await sharp(Buffer.from(shown!.bytes)).metadata()).toMatchObject({ format: 'jpeg', width: 1080 })
})

test('001-142, 001-148, 001-220, 001-307, 001-349: Approve makes a product that is in the shop', async () => {
  const draft = await draftCalled('Floral wrap')
  expect(await pressOn(app, draftSubject, draft, 'Approve')).toMatch(/PR-\d+ Floral wrap dress is in the shop\./)
  const after = await draftCalled('Floral wrap')
  const product = await app.em.fork().findOneOrFail(Product, { id: after.productId })
  expect(after).toMatchObject({ state: 'approved', approvedAt: app.now })
  expect(product).toMatchObject({
    ...{ state: 'active', price: 250_000n, currency: 'KES', slug: 'floral-wrap-dress', sourceType: 'instagram' },
    ...{ sourceExternalId: draft.igMediaId, sourceExternalUrl: draft.igPermalink, sourceCaption: draft.igCaption },
    ...{ sourceImportedAt: app.now, hasVariants: true, pictures: draft.pictures, images: draft.imageUrls },
  })
})

test('001-349: a shop that wants to look first gets it unpublished', async () => {
  await run('update stores set publishes_at_once = false')
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  expect(await app.em.fork().count(Product, { state: 'draft' })).toBe(1)
  await run('update stores set publishes_at_once = true')
})

test('001-143, 001-221: Reject keeps the reason, and a new scan leaves it out', async () => {
  const draft = await draftCalled('Floral wrap')
  await pressOn(app, draftSubject, draft, 'Reject', { reason: 'Duplicate', note: '' })
  expect(await draftCalled('Floral wrap')).toMatchObject({
    ...{ state: 'rejected', rejectedAt: app.now, rejectionReason: 'Duplicate' },
  })
  await scanSome(shop)
  expect((await draftCalled('Floral wrap')).state).toBe('rejected')
})

test('001-350, 001-339: a rejected one comes back when its post is added by address', async () => {
  const draft = await draftCalled('Floral wrap')
  await pressOn(app, draftSubject, draft, 'Reject', { reason: 'Other', note: '' })
  const { text } = await runCommand(app, `product add ${draft.igPermalink}`, zuri)
  expect(text).toContain('Floral wrap dress · KES 2,500')
  expect((await draftCalled('Floral wrap')).state).toBe('pending')
})

test('001-339: a product is added by hand in words', async () => {
  const { text } = await runCommand(app, 'product add Canvas apron KES 1,200 black', zuri)
  expect(text).toContain('Canvas apron · KES 1,200')
  await pressOn(app, draftSubject, await draftCalled('Canvas apron'), 'Approve')
  expect(await app.em.fork().findOneOrFail(Product, { name: 'Canvas apron' })).toMatchObject({ sourceType: 'manual' })
})

test('001-242, 001-243, 001-089, 001-219: Edit has every field; what was read is kept beside what was changed', async () => {
  const draft = await draftCalled('Floral wrap')
  const [view] = await draftSubject.load(app.em.fork(), [draft.id])
  const form = draftSubject.ask?.(view!, 'edit', app) as unknown as { submit: string; fields: any[] }
  expect([form.submit, form.fields.map(({ name }) => name)]).toEqual([
    ...['Save draft', ['name', 'price', 'description', 'category', 'tags', 'variants']],
  ])
  expect(form.fields[3].choices.map(({ value }: { value: string }) => value)).toEqual(CATEGORIES)
  const unchanged = { name: 'Floral wrap dress', price: '2500', description: draft.extractedData.description }
  await pressOn(app, draftSubject, draft, 'Edit', unchanged)
  // Looked at and left as it was: the reading was right.
  expect((await draftCalled('Floral wrap')).sellerEdits).toBeNull()
  const answers = {
    name: 'Wrap dress',
    price: '2400',
    description: 'Light',
    category: 'Other',
    tags: 'dress, floral',
  }
  expect(await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Edit', answers)).toBe(
    'Saved. It still waits for Approve.',
  )
  const after = await draftCalled('Floral wrap')
  expect(after).toMatchObject({
    state: 'pending',
    extractedData: { name: 'Floral wrap dress', price: '2500.00' },
    sellerEdits: { name: 'Wrap dress', price: '2400.00', category: 'Other', tags: ['dress', 'floral'] },
  })
  await pressOn(app, draftSubject, after, 'Approve')
  expect(await app.em.fork().findOneOrFail(Product, { name: 'Wrap dress' })).toMatchObject({ price: 240_000n })
})

test('001-243: Save and approve does both', async () => {
  const answers = { name: 'Loafers', price: '2700', description: '', category: '', tags: '' }
  const draft = await draftCalled('Chunky')
  const [view] = await draftSubject.load(app.em.fork(), [draft.id])
  expect(draftSubject.ask?.(view!, 'publish', app)).toMatchObject({
    submit: 'Save and approve',
    fields: ['name', 'price', 'description', 'category', 'tags', 'variants'].map((name) => ({ name })),
  })
  await pressOn(app, draftSubject, draft, 'Edit & approve', answers)
  expect(await app.em.fork().findOneOrFail(Product, { name: 'Loafers' })).toMatchObject({ price: 270_000n })
})

test.each([
  ['name', { name: ' ' }, 'Name the product.'],
  ['price', { price: 'cheap' }, 'Write the price in KES, such as 2500.'],
  ['category', { category: 'Boats' }, 'There is no such category.'],
])('001-242: a wrong %s is refused with what is wrong', async (_, wrong, words) => {
  const answers = { name: 'Dress', price: '1', description: '', category: '', tags: '', ...wrong }
  await expect(pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Edit', answers)).rejects.toThrow(words)
})

test('001-036: without a price it is not approved; usual prices are offered, or it is typed', async () => {
  const draft = await draftCalled('Handmade beaded')
  expect(draft.extractedData.price).toBeNull()
  const offered = await labels(draft)
  expect(offered.filter((label) => label?.startsWith('KES'))).toHaveLength(3)
  expect(offered).toContain('Type a price')
  for (const price of ['0', 'free', '-5']) {
    await expect(pressOn(app, draftSubject, draft, 'Type a price', { price })).rejects.toThrow('Write the price in KES')
  }
  await pressOn(app, draftSubject, draft, 'Type a price', { price: '1,800' })
  expect(await app.em.fork().count(Product, { price: 180_000n })).toBe(1)
})

test('001-036: at a price of nothing it is not approved, neither here nor on the grid', async () => {
  const draft = await draftCalled('Floral wrap')
  const extractedData = { ...draft.extractedData, price: '0.00' }
  await app.em.fork().nativeUpdate(ProductDraft, { id: draft.id }, { extractedData })
  await expect(pressOn(app, draftSubject, draft, 'Approve')).rejects.toThrow('A price of nothing cannot be right.')
  const page = String(await reviewPage.draw(app, { member: seller, csrf: 'c', call: { query: {} } } as never))
  expect(page).toMatch(new RegExp(`name="draft:${draft.id}" value="yes" disabled`))
  expect(await app.em.fork().count(Product, {})).toBe(0)
})

test('001-244: Dismiss puts it aside, where drafts still finds it', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Dismiss')
  expect(await draftCalled('Floral wrap')).toMatchObject({ state: 'pending', dismissedAt: app.now })
  expect((await runCommand(app, 'drafts wrap', zuri)).text).toContain('Floral wrap dress')
})
