import { beforeEach, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { addManually } from '#src/catalog/by-hand/add-manually.ts'
import { handOver } from '#src/catalog/connect/hand-over.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { expireDrafts } from '#src/catalog/drafts/expire.ts'
import { catalogPeople } from '#src/catalog/erase.ts'
import { offerOf } from '#src/catalog/products/offer-of.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const NAMES = ['Tote', 'Belt', 'Sneakers', 'Skirt', 'Earrings', 'Scarf', 'Chain', 'Head wrap', 'Shirt', 'Mat']
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const drafts = (where: object) => app.em.fork().find(ProductDraft, where, { orderBy: { number: 'asc' } })
const products = () => app.em.fork().find(Product, {}, { orderBy: { number: 'asc' } })

beforeEach(async () => {
  await shop.afresh()
  await sql(app.em.fork(), `update instagram_accounts set state = 'active', polled_at = null`)
})

async function look(): Promise<void> {
  app.now = new Date(app.now.getTime() + 120_000)
  await pollAccounts(app)
  await shop.workOn()
}

const listed = (names: string[]) =>
  `Swipe for all:\n${names.map((name, at) => `${at + 1}. ${name} - KES ${at + 1}50`).join('\n')}`

/** A post of these, found after the shop was looked at. */
async function post(caption: string): Promise<ProductDraft> {
  await scanSome(shop, 5)
  const { id } = await meta.act.post({ accountId: (await account()).igUserId, caption, picture: 'bag #334455 Other' })
  await look()
  return app.em.fork().findOneOrFail(ProductDraft, { igMediaId: id })
}

async function draw({ id }: ProductDraft) {
  const [view] = await draftSubject.load(app.em.fork(), [id])
  return cardOf(draftSubject, view!, app)
}

test('a post of ten products names all ten, offers no price for it, and one button parts it', async () => {
  const draft = await post(listed(NAMES))
  const { title, facts, footer, buttons } = await draw(draft)
  expect(title).toBe(`DR-${draft.number} Tote and 9 more · 30\u00a0%`)
  expect(facts?.map(({ label }) => label)).not.toContain('Did not understand')
  const value = NAMES.map((name, at) => `${name} KES ${at + 1}50`.replace(/(\d)(\d{3})$/, '$1,$2')).join(' · ')
  expect(facts).toContainEqual({ label: 'Several products', value })
  expect(footer).toBe('Part it, and each product gets a card of its own.')
  expect(buttons.map(({ label }) => label)).toEqual(['Part into 10', 'Sell as one', 'Reject', 'Dismiss'])
})

test('parted, each has a card with its own price and the words it stands in; the post itself waits no longer', async () => {
  const draft = await post(listed(NAMES))
  const said = await pressOn(app, draftSubject, draft, 'Part into 10')
  const parts = await drafts({ igMediaId: draft.igMediaId, part: { $gt: 0 } })
  expect(said).toContain(`Each has its own card: ${parts.map(({ number }) => `DR-${number}`).join(', ')}.`)
  expect(parts.map(({ extractedData: { name, price } }) => [name, price])).toEqual(
    NAMES.map((name, at) => [name, `${at + 1}50.00`]),
  )
  const hung = await sql<{ id: string }>(
    app.em.fork(),
    `select distinct subject_id as id from card_posts where subject = 'draft' and subject_id = any($1::uuid[])`,
    [parts.map(({ id }) => id)],
  )
  expect(hung).toHaveLength(10)
  const [, belt] = parts
  const card = await draw(belt!)
  expect(card.title).toBe(`DR-${belt?.number} Belt · KES 250 · 50\u00a0%`)
  expect(card.quote).toContain('Swipe for all')
  expect(card.facts).toContainEqual({ label: 'Read from', value: '"Belt - KES 250"' })
  const parent = await draw(draft)
  expect(parent).toMatchObject({ tone: 'done', buttons: [] })
  expect(parent.footer).toMatch(/^Parted by Zuri, .* · Each of its products has a card of its own\.$/)
})

test('what was parted becomes products at their own prices, and no sale takes the price of one for all', async () => {
  const draft = await post(listed(['Tote', 'Belt', 'Scarf']))
  await pressOn(app, draftSubject, draft, 'Part into 3')
  for (const part of await drafts({ igMediaId: draft.igMediaId, part: { $gt: 0 } }))
    await pressOn(app, draftSubject, part, 'Approve')
  expect((await products()).map(({ name, price }) => [name, price])).toEqual([
    ['Tote', 15_000n],
    ['Belt', 25_000n],
    ['Scarf', 35_000n],
  ])
  expect(await offerOf(app.em.fork(), draft.igMediaId)).toBeNull()
})

test('001-310: parts whose post was archived wait again when a look shows it, those that ran out when a person asks', async () => {
  const draft = await post(listed(['Tote', 'Belt']))
  await pressOn(app, draftSubject, draft, 'Part into 2')
  const parts = () => drafts({ igMediaId: draft.igMediaId, part: { $gt: 0 } })
  const states = async () => (await parts()).map(({ state }) => state)
  await meta.act.archivePost(draft.igMediaId)
  await look()
  expect(await states()).toEqual(['expired', 'expired'])
  await meta.act.showPost(draft.igMediaId)
  await look()
  expect(await states()).toEqual(['pending', 'pending'])
  app.now = new Date(app.now.getTime() + 8 * 86_400_000)
  await expireDrafts(app)
  const [tote] = await parts()
  const { footer, buttons } = await draw(tote!)
  expect(footer).toBe('Nobody decided in 7 days. Open again, and it waits once more.')
  expect(buttons.map(({ label }) => label)).toEqual(['Open again'])
  await pressOn(app, draftSubject, tote!, 'Open again')
  expect(await states()).toEqual(['pending', 'expired'])
  await look()
  expect(await states()).toEqual(['pending', 'expired'])
  await scanSome(shop, 5)
  const [, belt] = await parts()
  expect(belt).toMatchObject({ state: 'pending', reminded: 0, expiresAt: new Date(app.now.getTime() + 7 * 86_400_000) })
})

test('a picture is that of one product only where none is missing; what is surer is so by two digits', async () => {
  const draft = await post(listed(['Tote', 'Belt']))
  const parts = async (kept: number, shown: number) => {
    const { id } = draft
    const pictures = ['a'.repeat(64), 'b'.repeat(64)].slice(0, kept)
    const imageUrls = ['https://one', 'https://two', 'https://three'].slice(0, shown)
    const extractedData = { ...draft.extractedData, confidence: 0.1 }
    await sql(app.em.fork(), 'delete from product_drafts where ig_media_id = $1 and part > 0', [draft.igMediaId])
    await app.em.fork().nativeUpdate(ProductDraft, { id }, { state: 'pending', pictures, imageUrls, extractedData })
    await pressOn(app, draftSubject, draft, 'Part into 2')
    return drafts({ igMediaId: draft.igMediaId, part: { $gt: 0 } })
  }
  const missing = await parts(2, 3)
  expect(missing.map(({ pictures }) => pictures.length)).toEqual([2, 2])
  expect(missing.map(({ extractedData }) => extractedData.confidence)).toEqual([0.3, 0.3])
  expect((await parts(2, 2)).map(({ pictures }) => pictures[0]?.[0])).toEqual(['a', 'b'])
})

test('parts go where their post goes: an account that is handed over takes its drafts from the shop before', async () => {
  const draft = await post(listed(['Tote', 'Belt', 'Scarf']))
  await pressOn(app, draftSubject, draft, 'Part into 3')
  const [first] = await drafts({ igMediaId: draft.igMediaId, part: 1 })
  await pressOn(app, draftSubject, first!, 'Approve')
  await inTransaction(app, async (tx) => handOver(tx, await account()))
  expect(await drafts({ igMediaId: draft.igMediaId })).toEqual([])
  expect((await products()).map(({ sourceExternalId }) => sourceExternalId)).toEqual([null])
})

test('a list typed by hand is parted too; one of eleven asks for each in words', async () => {
  const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
  const { draft } = await addManually(app, storeId, listed(['Tote', 'Belt']), by)
  await pressOn(app, draftSubject, draft!, 'Part into 2')
  expect(await drafts({ state: 'pending' })).toHaveLength(2)
  const { draft: long } = await addManually(app, storeId, listed([...NAMES, 'Clutch']), by)
  const card = await draw(long!)
  expect(card.buttons.map(({ label }) => label)).toEqual(['Type a price', 'Edit', 'Reject', 'Dismiss'])
  expect(card.footer).toMatch(/^Too many for cards\. Send each as: product add/)
})

test('what was typed says what its card says, also of eleven', async () => {
  const add = async (names: string[]) => (await runCommand(app, `product add ${listed(names)}`, visitorOf('Zuri'))).text
  expect(await add(['Tote', 'Belt'])).toMatch(/ It is several products\. Part it, and each product gets a card/)
  expect(await add([...NAMES, 'Clutch'])).toMatch(/ It is several products\. Too many for cards\. Send each as: /)
})

test('programs tell the parts of a post from it and from each other, and so their products', async () => {
  const draft = await post(listed(['Tote', 'Belt']))
  await pressOn(app, draftSubject, draft, 'Part into 2')
  const [, belt] = await drafts({ igMediaId: draft.igMediaId, part: { $gt: 0 } })
  await pressOn(app, draftSubject, belt!, 'Approve')
  const key = await api.keyOf('a program', 'seller', storeId)
  const { body } = await api.call(key, 'GET', '/drafts')
  const own = body.drafts.filter((one: { igMediaId: string }) => one.igMediaId === draft.igMediaId)
  expect(own.map(({ part }: { part: number }) => part).sort()).toEqual([0, 1, 2])
  expect((await api.call(key, 'GET', '/products')).body.products).toMatchObject([{ name: 'Belt', part: 2 }])
})

test('001-345: who is forgotten is forgotten in the parts too; what the shop sells stays, without their words', async () => {
  const draft = await post(listed(['Tote', 'Belt', 'Scarf']))
  await pressOn(app, draftSubject, draft, 'Part into 3')
  const [first] = await drafts({ igMediaId: draft.igMediaId, part: 1 })
  await pressOn(app, draftSubject, first!, 'Approve')
  const before = await account()
  const { id } = before
  await inTransaction(app, (tx) => catalogPeople.erase(tx, { igconnection: [id] }, app))
  const left = await drafts({ igMediaId: draft.igMediaId })
  expect(left.map(({ state, igCaption }) => [state, igCaption])).toEqual([['approved', null]])
  expect((await products()).map(({ name, sourceCaption }) => [name, sourceCaption])).toEqual([['Tote', null]])
  // Connected once more, the post brings no second draft of what is sold.
  const { state, accessToken, username } = before
  await app.em.fork().nativeUpdate(InstagramAccount, { id }, { state, accessToken, username, polledAt: null })
  await scanSome(shop, 5)
  const read = 'select outcome from instagram_posts where ig_media_id = $1'
  expect(await sql(app.em.fork(), read, [draft.igMediaId])).toEqual([{ outcome: 'skipped' }])
  expect(await drafts({ igMediaId: draft.igMediaId })).toHaveLength(1)
})
