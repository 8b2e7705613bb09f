import { beforeEach, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { leaveNewest, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
let media = ''
const { igUserId: account } = await app.em.fork().findOneOrFail(InstagramAccount, { storeId })

const parts = () =>
  app.em.fork().find(ProductDraft, { igMediaId: media, part: { $gt: 0 } }, { orderBy: { part: 'asc' } })
const states = async () => (await parts()).map(({ extractedData, state }) => [extractedData.name, state])
const productCalled = (name: string) => app.em.fork().findOneOrFail(Product, { name })
const partCalled = async (name: string) => (await parts()).find(({ extractedData }) => extractedData.name === name)!

async function cardOn(subject: AnySubject, id: string) {
  const [view] = await subject.load(app.em.fork(), [id])
  return cardOf(subject, view!, app)
}

const rings = async (id: string) => {
  const rows = await run<{ ring: number }>('select ring from card_posts where subject_id = $1', [id])
  return rows.map(({ ring }) => ring)
}

async function look(): Promise<void> {
  app.now = new Date(app.now.getTime() + 120_000)
  await pollAccounts(app)
  await shop.workOn()
}

const listed = (...lines: string[]) => `Swipe for all:\n${lines.map((line, at) => `${at + 1}. ${line}`).join('\n')}`

async function edit(...lines: string[]): Promise<void> {
  await meta.act.editPost(media, listed(...lines))
  await look()
}

/** A post of three products, parted; the first one is sold. */
beforeEach(async () => {
  await shop.afresh()
  await leaveNewest(shop, account, 5)
  await run(`update instagram_accounts set state = 'active', polled_at = null`)
  await scanSome(shop, 5)
  const caption = listed('Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350')
  media = (await meta.act.post({ accountId: account, caption, picture: 'bag #334455 Other' })).id
  await look()
  const draft = await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media })
  const said = await pressOn(app, draftSubject, draft, 'Part into 3')
  expect(said).toMatch(/^Each has its own card: DR-\d+, DR-\d+, DR-\d+\. When you edit the post later, they follow\.$/)
  await pressOn(app, draftSubject, await partCalled('Tote'), 'Approve')
})

test('001-312, 001-315: an edited price reaches the part that waits, and the product of the part that is sold', async () => {
  await edit('Tote - KES 190', 'Belt - KES 220', 'Scarf - KES 350')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'pending'],
    ['Scarf', 'pending'],
  ])
  const belt = await cardOn(draftSubject, (await partCalled('Belt')).id)
  expect(belt.title).toMatch(/ Belt · KES 220 · /)
  expect(belt.facts).toContainEqual({ label: 'Read from', value: '"Belt - KES 220"' })
  expect(belt.quote).toContain('KES 190')
  const tote = await productCalled('Tote')
  expect((await cardOn(productSubject, tote.id)).title).toMatch(/ Tote · KES 190 \(before: KES 150\)$/)
  expect(await run('select outcome from instagram_posts where ig_media_id = $1', [media])).toEqual([
    { outcome: 'updated' },
  ])
})

test('001-314: a part whose price the shop changed too is asked about, side by side', async () => {
  await pressOn(app, productSubject, await productCalled('Tote'), 'Edit', {
    name: 'Tote',
    price: '170',
    description: '',
  })
  await edit('Tote - KES 190', 'Belt - KES 250', 'Scarf - KES 350')
  const { title, buttons } = await cardOn(productSubject, (await productCalled('Tote')).id)
  expect(title).toMatch(/ Tote: Shop 170 · Instagram 190$/)
  expect(buttons.map(({ label }) => label)).toEqual(['Keep 170', 'Take 190', 'Edit'])
})

test('what a person typed into a part stays typed; one that was rejected stays so', async () => {
  const answers = { name: 'Leather belt', price: '999', description: '', tags: '' }
  await pressOn(app, draftSubject, await partCalled('Belt'), 'Edit', answers)
  await pressOn(app, draftSubject, await partCalled('Scarf'), 'Reject', { reason: 'Other' })
  await edit('Tote - KES 150', 'Belt - KES 220', 'Scarf - KES 300')
  expect((await cardOn(draftSubject, (await partCalled('Belt')).id)).title).toMatch(/ Leather belt · KES 999 · /)
  expect(await partCalled('Scarf')).toMatchObject({ state: 'rejected', extractedData: { price: '350.00' } })
})

test('one the post names no longer: its draft runs out and says why, its product is asked about, once', async () => {
  await edit('Scarf - KES 350', 'Mat - KES 1,200')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'expired'],
    ['Scarf', 'pending'],
    ['Mat', 'pending'],
  ])
  expect((await cardOn(draftSubject, (await partCalled('Belt')).id)).footer).toBe('Its post names it no longer.')
  const { id } = await productCalled('Tote')
  const card = await cardOn(productSubject, id)
  expect(card.title).toMatch(/ Tote: its post names it no longer$/)
  expect(card.buttons.map(({ label }) => label)).toEqual(['Hide', 'Leave it'])
  expect(await rings(id)).toEqual([1])
  // The next looks show the same post: nothing waits again, and nobody is asked twice.
  await look()
  expect((await partCalled('Belt')).state).toBe('expired')
  await pressOn(app, productSubject, await productCalled('Tote'), 'Leave it')
  await edit('Scarf - KES 360', 'Mat - KES 1,200')
  expect((await productCalled('Tote')).goneAt).toBeNull()
})

test('one that is named again is as before; a caption of one product only names that one', async () => {
  await edit('Scarf - KES 350', 'Mat - KES 1,200')
  await edit('Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350')
  expect((await partCalled('Belt')).state).toBe('pending')
  const { id } = await productCalled('Tote')
  expect((await cardOn(productSubject, id)).title).toMatch(/ Tote · KES 150$/)
  await meta.act.editPost(media, 'Silk scarf KES 350, the last one')
  await look()
  expect((await cardOn(productSubject, id)).title).toMatch(/ Tote: its post names it no longer$/)
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'expired'],
    ['Silk scarf', 'pending'],
    ['Mat', 'expired'],
  ])
})

test('a product the caption names anew is one more part, with a card of its own', async () => {
  await edit('Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350', 'Clutch - KES 450')
  const clutch = await partCalled('Clutch')
  expect(clutch).toMatchObject({ part: 4, state: 'pending', extractedData: { price: '450.00' } })
  expect(await rings(clutch.id)).toEqual([1])
})

test('in another order they are the same; a name of which most words stay is that part', async () => {
  await edit('Shawl - KES 350', 'Belt - KES 250', 'Tote - KES 150')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'pending'],
    ['Scarf', 'expired'],
    ['Shawl', 'pending'],
  ])
  await edit('Silk shawl - KES 350', 'Belt - KES 250', 'Tote - KES 150')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'pending'],
    ['Scarf', 'expired'],
    ['Silk shawl', 'pending'],
  ])
})

test('two of one name: each keeps its own price in another order, and one that is taken out takes no other along', async () => {
  const two = async (...lines: string[]) => {
    await edit(...lines)
    return (await parts()).slice(3).map(({ extractedData, state }) => [extractedData.price, state])
  }
  const [tote, belt, scarf] = ['Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350']
  expect(await two(tote, belt, scarf, 'Dress - KES 1,500', 'Dress - KES 2,000')).toEqual([
    ['1500.00', 'pending'],
    ['2000.00', 'pending'],
  ])
  expect((await two('Dress - KES 2,000', tote, belt, scarf, 'Dress - KES 1,500')).map(([price]) => price)).toEqual([
    '1500.00',
    '2000.00',
  ])
  expect((await two(tote, belt, scarf, 'Dress - KES 1,400', 'Dress - KES 1,900')).map(([price]) => price)).toEqual([
    '1400.00',
    '1900.00',
  ])
  expect(await two(tote, belt, scarf, 'Dress - KES 1,900')).toEqual([
    ['1400.00', 'expired'],
    ['1900.00', 'pending'],
  ])
})

test('of two of one name that are sold, a new price for one left is of neither: both are asked about', async () => {
  const [tote, belt, scarf] = ['Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350']
  await edit(tote, belt, scarf, 'Dress - KES 1,500', 'Dress - KES 2,000')
  const dresses = () => app.em.fork().find(Product, { name: 'Dress' }, { orderBy: { number: 'asc' } })
  for (const { number } of (await parts()).slice(3))
    await pressOn(app, draftSubject, await app.em.fork().findOneOrFail(ProductDraft, { number }), 'Approve')
  await edit(tote, belt, scarf, 'Dress - KES 1,600', 'Dress - KES 2,100')
  expect((await dresses()).map(({ price }) => price)).toEqual([160_000n, 210_000n])
  await edit(tote, belt, scarf, 'Dress - KES 2,100')
  expect((await dresses()).map(({ goneAt }) => goneAt !== null)).toEqual([true, false])
  await edit(tote, belt, scarf, 'Dress - KES 900', 'Mat - KES 10')
  expect((await dresses()).map(({ price, goneAt }) => [price, goneAt !== null])).toEqual([
    [160_000n, true],
    [210_000n, true],
  ])
})

test('another thing at the place and price of one that is sold is a new part; of one that waits it is that part', async () => {
  await edit('Mug - KES 150', 'Obi - KES 250', 'Scarf - KES 350')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Obi', 'pending'],
    ['Scarf', 'pending'],
    ['Mug', 'pending'],
  ])
  const { id } = await productCalled('Tote')
  expect((await cardOn(productSubject, id)).title).toMatch(/ Tote: its post names it no longer$/)
})

test('a sold part is known by what its product is called since', async () => {
  await edit('Jute carry tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350')
  await edit('Belt - KES 250', 'Scarf - KES 350', 'Jute carry bag - KES 150')
  expect((await productCalled('Jute carry bag')).goneAt).toBeNull()
})

test('001-315: sold out is followed by the one it is said of, and by the shop', async () => {
  await edit('Tote - KES 150 SOLD OUT', 'Belt - SOLD OUT KES 250', 'Scarf - KES 350')
  expect((await states()).map(([name]) => name)).toEqual(['Tote', 'Belt', 'Scarf'])
  const tote = async () => cardOn(productSubject, (await productCalled('Tote')).id)
  expect((await tote()).title).toMatch(/ Tote · KES 150 · sold out$/)
  const gone = { label: 'Sold out', value: 'the caption says so' }
  expect((await cardOn(draftSubject, (await partCalled('Belt')).id)).facts).toContainEqual(gone)
  expect((await cardOn(draftSubject, (await partCalled('Scarf')).id)).facts).not.toContainEqual(gone)
  await edit('Tote - KES 150', 'Belt - KES 250', 'Scarf - KES 350')
  expect((await tote()).title).toMatch(/ Tote · KES 150 \(before: sold out\)$/)
})

test('a caption that names one only is read as a whole: its old price, sizes, and that it is sold out', async () => {
  const caption = 'Scarf, was KES 400, now KES 350. Sizes S, M. SOLD OUT'
  await meta.act.editPost(media, caption)
  await look()
  const { extractedData, reading } = await partCalled('Scarf')
  expect(extractedData.description).toBe(caption)
  expect(extractedData.variants.map(({ value }) => value)).toEqual(['S', 'M'])
  expect(extractedData.confidence).toBeLessThanOrEqual(1)
  expect(reading).toMatchObject({ was: '400.00', isSoldOut: true })
})

test('a list of other things only: those before run out or are asked about, and each new one is a part', async () => {
  await edit('Mug - KES 1,150', 'Plate - KES 2,250')
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Belt', 'expired'],
    ['Scarf', 'expired'],
    ['Mug', 'pending'],
    ['Plate', 'pending'],
  ])
  const { id } = await productCalled('Tote')
  expect((await cardOn(productSubject, id)).title).toMatch(/ Tote: its post names it no longer$/)
})

test('a list that grew too long for cards: its own card says so, and rings', async () => {
  const whole = await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media, part: 0 })
  await run('delete from card_posts where subject_id = $1', [whole.id])
  const more = ['Mug', 'Plate', 'Bowl', 'Vase', 'Tray', 'Lamp', 'Stool', 'Rug'].map(
    (name, at) => `${name} - KES 2,${at}50`,
  )
  await edit('Tote - KES 150', 'Belt - KES 220', 'Scarf - KES 350', ...more)
  expect(await states()).toHaveLength(3)
  expect((await cardOn(draftSubject, (await partCalled('Belt')).id)).title).toContain('KES 220')
  expect(await rings(whole.id)).toHaveLength(1)
  const { footer } = await cardOn(draftSubject, whole.id)
  expect(footer).toMatch(/Its post lists too many for new cards\. Send each that has none as: product add /)
})

test('what is hidden is asked about no more: neither when its post names it no longer, nor when that is deleted', async () => {
  await pressOn(app, productSubject, await productCalled('Tote'), 'Hide')
  await edit('Belt - KES 250', 'Scarf - KES 350')
  expect((await productCalled('Tote')).goneAt).toBeNull()
  await meta.act.deletePost(media)
  await look()
  expect((await productCalled('Tote')).goneAt).toBeNull()
})

test('one its post named no longer, and that was left: when the post is deleted too, that is what is asked', async () => {
  await edit('Belt - KES 250', 'Scarf - KES 350')
  await pressOn(app, productSubject, await productCalled('Tote'), 'Leave it')
  await meta.act.deletePost(media)
  await look()
  const { id } = await productCalled('Tote')
  expect((await cardOn(productSubject, id)).title).toMatch(/ Tote: its post was deleted on Instagram$/)
})

test('a caption that offers nothing any more changes no part; a deleted post takes them all along', async () => {
  await meta.act.editPost(media, 'Good morning Nairobi! What are you wearing today?')
  await look()
  expect((await states()).map(([, state]) => state)).toEqual(['approved', 'pending', 'pending'])
  await meta.act.deletePost(media)
  await look()
  expect((await states()).map(([, state]) => state)).toEqual(['approved', 'expired', 'expired'])
  const { title } = await cardOn(productSubject, (await productCalled('Tote')).id)
  expect(title).toMatch(/ Tote: its post was deleted on Instagram$/)
})

test('001-339: its address typed again names the parts, opens those that are over, and makes anew what was forgotten', async () => {
  const { shortcode } = meta.view(account).posts.find(({ id }) => id === media) ?? {}
  const add = async () =>
    (await runCommand(app, `product add https://instagram.com/p/${shortcode}/`, visitorOf('Zuri'))).text
  await pressOn(app, draftSubject, await partCalled('Scarf'), 'Reject', { reason: 'Other' })
  await run(`delete from product_drafts where ig_media_id = $1 and part = 2`, [media])
  // Twice at once: the second finds what the first has made.
  const [said] = await Promise.all([add(), add()])
  expect(await states()).toEqual([
    ['Tote', 'approved'],
    ['Scarf', 'pending'],
    ['Belt', 'pending'],
  ])
  const refs = (await parts()).map(({ number }) => `DR-${number}`).join(', ')
  expect(said).toMatch(/^DR-\d+ Tote and 2 more · 30\u00a0%\. /)
  expect(said).toContain(`Each of its products has a card of its own: ${refs}.`)
})

test('001-315: alone on a line below its product, SOLD OUT takes that one out of stock and no other', async () => {
  await pressOn(app, draftSubject, await partCalled('Belt'), 'Approve')
  const stock = async () =>
    Promise.all(['Tote', 'Belt'].map(async (name) => (await productCalled(name)).inventoryQuantity))
  await edit('Tote - KES 150\nSOLD OUT', 'Belt - KES 250', 'Scarf - KES 350')
  expect(await stock()).toEqual([0, 1])
  await edit('Tote - KES 150', 'Belt - KES 250\nSize M\nsold!', 'Scarf - KES 350')
  expect(await stock()).toEqual([1, 0])
})

test('001-315: whether a part is second-hand follows its post until a person has said so', async () => {
  const condition = async () => (await productCalled('Tote')).condition
  expect(await condition()).toBe('new')
  await edit('Tote - KES 150 (thrift)', 'Belt - KES 250', 'Scarf - KES 350')
  expect(await condition()).toBe('used')
  await pressOn(app, productSubject, await productCalled('Tote'), 'Edit', { condition: 'new' })
  await edit('Tote - KES 150 (thrifted)', 'Belt - KES 250', 'Scarf - KES 350')
  expect(await condition()).toBe('new')
})
