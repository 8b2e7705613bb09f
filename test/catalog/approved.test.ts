import { beforeEach, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { tellPlainly } from '#test/plain.ts'
import { openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, storeId, seller } = shop
const zuri = visitorOf('Zuri')
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const draftCalled = (name: string) => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: `${name}%` } })

beforeEach(() => shop.afresh())
beforeEach(async () => void (await scanSome(shop)))

test('001-238, 001-239, 001-298: drafts lists those that wait, by confidence, and narrows them', async () => {
  expect((await runCommand(app, 'drafts', zuri)).text).toMatch(/^12 drafts wait, the surest first:\nDR-/)
  const sharesOf = async (words: string) =>
    [...(await runCommand(app, words, zuri)).text.matchAll(/^DR-.* · (\d+)\u00a0%$/gm)].map(([, share]) =>
      Number(share),
    )
  const [all, high, low] = [await sharesOf('drafts'), await sharesOf('drafts high'), await sharesOf('drafts low')]
  expect(all).toEqual(all.toSorted((a, b) => b - a))
  expect(high).toEqual(all.filter((share) => share > 80))
  expect(low).toEqual(all.filter((share) => share <= 80))
  expect(Math.min(high.length, low.length)).toBeGreaterThan(1)
  expect((await runCommand(app, 'drafts low', zuri)).text).toContain('Handmade beaded')
  expect((await runCommand(app, 'drafts expiring', zuri)).text).toContain('None of them')
  app.now = new Date(app.now.getTime() + 130 * 3_600_000)
  expect((await runCommand(app, 'drafts expiring', zuri)).text).toContain('12 drafts wait')
})

test('001-033, 001-070: names that fold to the same address get one of their own', async () => {
  for (const name of ['Kofia ☀️', 'Kofia 🌙', '帽子', '帽', '☀️☀️', '🌙']) {
    await runCommand(app, `product add ${name} KES 300`, zuri)
  }
  for (const draft of await app.em.fork().find(ProductDraft, { igMediaId: { $like: 'manual:%' } })) {
    const answers = {
      name: draft.igCaption!.replace(' KES 300', ''),
      price: '300',
      description: '',
      category: '',
      tags: '',
    }
    await pressOn(app, draftSubject, draft, 'Edit & approve', answers)
  }
  const slugs = (await app.em.fork().find(Product, {})).map(({ slug }) => slug)
  expect(slugs).toEqual(expect.arrayContaining(['kofia', 'kofia-2', '帽子', '帽']))
  expect(slugs.join()).not.toMatch(/\ufe0f/)
  expect(slugs).toHaveLength(6)
  expect(new Set(slugs).size).toBe(6)
})

test('001-220: approved on both platforms and by API at once it is one product', async () => {
  const draft = await draftCalled('Floral wrap')
  const api = await openApi(app)
  const key = await api.keyOf('Zuri', 'seller', storeId)
  const byProgram = api.call(key, 'POST', `/products/drafts/${draft.id}/approve`)
  const [one, two, program] = await Promise.all([
    ...[1, 2].map(() => pressOn(app, draftSubject, draft, 'Approve').then(Boolean, () => false)),
    byProgram.then(({ status }) => status),
  ])
  expect([one, two].filter(Boolean).length).toBeLessThanOrEqual(1)
  expect(program).toBe(200)
  expect(await app.em.fork().count(Product, {})).toBe(1)
})

test('001-106: the scan counts what is sold of its finds, however it was approved', async () => {
  const imported = async () => {
    const syncs = await app.em.fork().find(InstagramSync, {})
    return syncs.map(({ productsImported }) => productsImported)
  }
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  expect(await imported()).toEqual([1])
  const { id } = await draftCalled('Leather tote')
  await reviewPage.take?.(app, { ...seller, storeId }, { [`draft:${id}`]: 'yes' })
  expect(await imported()).toEqual([2])
  const product = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [product.id])
  await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')
  await pressOn(app, draftSubject, await draftCalled('Ankara'), 'Reject', { reason: 'Other', note: '' })
  expect(await imported()).toEqual([2])
})

test('001-007, 001-010: the store knows when it was last read, and forgets nothing else it knew', async () => {
  await run(`update stores set social_source = '{"lastSyncAt":"never","shelf":"third"}'`)
  const { id } = await scanSome(shop)
  const [store] = await run<{ source: Record<string, string> }>('select social_source as source from stores')
  const lastSyncAt = app.now.toISOString()
  expect(store?.source).toEqual({ platform: 'instagram', lastSyncId: id, lastSyncAt, shelf: 'third' })
})

test('a product is found, edited, hidden, shown and sold by command', async () => {
  await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
  const { text } = await runCommand(app, 'products dress', zuri)
  const ref = /PR-\d+/.exec(text)?.[0]
  expect(text).toContain(`${ref} Floral wrap dress · KES 2,500`)
  const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  for (const [label, state, said] of [
    ['Hide', 'hidden', 'Hidden'],
    ['Show', 'active', 'In the shop'],
    ['Sold', 'sold', 'Sold'],
    ['Restock', 'active', 'Back in stock'],
  ] as const) {
    const told = await pressOn(app, productSubject, await product(), label)
    expect([told, (await product()).state]).toEqual([`${said}: Floral wrap dress · KES 2,500.`, state])
  }
  const told = (await tellPlainly(app, 'product')).join('\n')
  expect(told).toMatch(/ hid it\.[\s\S]* showed it\.[\s\S]* marked it sold\.[\s\S]* restocked it\./)
  expect((await tellPlainly(app, 'scan')).join('\n')).toContain('Every post was read.')
  await tellPlainly(app, 'igconnection')
})
