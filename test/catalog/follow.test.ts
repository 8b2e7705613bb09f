import { beforeAll, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { forReader } from '#src/cards/for-reader.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta } = shop
const api = await openApi(app)
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
const ig = mine?.ig ?? ''
beforeAll(async () => void (await scanSome(shop)))

const publish = (caption: string) =>
  meta.act.post({ accountId: ig, caption, picture: 'shoe #8d5524 Fashion & Apparel' })
const draftOf = (media: string) => app.em.fork().findOne(ProductDraft, { igMediaId: media })
const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}

describe('a post that is edited', () => {
  const caption = (price: string) => `Blue denim jacket, thrift grade A. Now ${price}!! Sizes M and L. #denim`
  let media = ''
  const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
  const form = (price: string) => ({ name: 'Blue denim jacket', price, description: '', category: '', tags: '' })

  test('while it waits the draft follows: 001-171, 001-312, 001-350', async () => {
    const draft = await app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: 'Blue denim%' } })
    media = draft.igMediaId
    await meta.act.editPost(media, caption('2100'))
    await poll()
    expect(await draftOf(media)).toMatchObject({ state: 'pending', extractedData: { price: '2100.00' } })
    await pressOn(app, draftSubject, (await draftOf(media))!, 'Approve')
    expect(await product()).toMatchObject({ state: 'active', price: 210_000n })
  })

  test('001-312, 001-315: where only Instagram changed the shop follows', async () => {
    await meta.act.editPost(media, caption('2000'))
    await poll()
    expect(await product()).toMatchObject({ price: 200_000n, conflict: null })
    expect(await run("select 1 from moves where kind = 'product' and verb = 'follow'")).toHaveLength(1)
  })

  test('001-313: a correction by hand survives an unrelated edit of the post', async () => {
    await pressOn(app, productSubject, await product(), 'Edit', form('2500'))
    await meta.act.editPost(media, `${caption('2000')} Free delivery today.`)
    await poll()
    expect(await product()).toMatchObject({ price: 250_000n, conflict: null })
  })

  test('001-314, 001-316, 001-317, 001-320: both changed: a card shows both side by side, and the shop stays as it is', async () => {
    const rung = async () =>
      (await run<{ n: number }>('select sum(ring)::int as n from card_posts where subject_id = $1', [row.id]))[0]?.n
    const row = await product()
    const before = await rung()
    await meta.act.editPost(media, caption('1900'))
    await poll()
    expect(await product()).toMatchObject({ price: 250_000n, moves: row.moves + 1 })
    expect(await rung()).toBe((before ?? 0) + 1)
    const view = (await productSubject.load(app.em.fork(), [row.id]))[0]!
    const card = productSubject.card(view, app)
    expect(card.title).toContain('Shop 2,500 · Instagram 1,900')
    expect(card.facts).toEqual([{ label: 'Price', value: 'Shop 2,500 · Instagram 1,900' }])
    // It is to be decided, with the words as they now stand there.
    expect([card.tone, card.quote]).toEqual(['todo', caption('1900')])
    expect(card.footer).toBe('You changed it, and the post was edited too. Which one is right?')
    expect(productSubject.offers(view).map(({ label, verb }) => label ?? verb)).toEqual([
      'Keep 2,500',
      'Take 1,900',
      'edit',
    ])
  })

  test('001-316: the post is edited once more before anybody decided: the same card rings again', async () => {
    const rung = () => run<{ n: number }>('select sum(ring)::int as n from card_posts where subject = $1', ['product'])
    const [before] = await rung()
    await meta.act.editPost(media, caption('1890'))
    await poll()
    expect(await product()).toMatchObject({ price: 250_000n, conflict: { fields: { price: ['250000', '189000'] } } })
    expect((await rung())[0]?.n).toBe((before?.n ?? 0) + 1)
  })

  test('001-318: Keep keeps, and it is not asked again for the same edit', async () => {
    expect(await pressOn(app, productSubject, await product(), 'Keep 2,500')).toBe('Kept: 2,500.')
    await poll()
    expect(await product()).toMatchObject({ price: 250_000n, conflict: null })
  })

  test('001-318: Take takes', async () => {
    await meta.act.editPost(media, caption('1800'))
    await poll()
    await pressOn(app, productSubject, await product(), 'Take 1,800')
    expect(await product()).toMatchObject({ price: 180_000n, conflict: null })
  })

  test('001-318: Edit settles it too', async () => {
    await pressOn(app, productSubject, await product(), 'Edit', form('1850'))
    await meta.act.editPost(media, caption('1700'))
    await poll()
    await pressOn(app, productSubject, await product(), 'Edit', form('1750'))
    expect(await product()).toMatchObject({ price: 175_000n, conflict: null })
  })

  test('a post that was deleted flags its product, and hides it only when told', async () => {
    await meta.act.deletePost(media)
    await poll()
    const row = await product()
    expect([row.state, row.goneAt !== null]).toEqual(['active', true])
    await pressOn(app, productSubject, row, 'Hide')
    expect(await product()).toMatchObject({ state: 'hidden', goneAt: null })
  })
})

describe('what Instagram changed alone is told', () => {
  let media = ''
  const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
  const cardNow = async () => {
    const [view] = await productSubject.load(app.em.fork(), [(await product()).id])
    return { ...productSubject.card(view!, app), buttons: productSubject.offers(view!).map(({ verb }) => verb) }
  }
  const rings = async () =>
    (await run<{ ring: number }>('select ring from card_posts where subject_id = $1', [(await product()).id])).map(
      ({ ring }) => ring,
    )
  const edit = async (caption: string) => {
    await meta.act.editPost(media, caption)
    await poll()
  }
  beforeAll(async () => {
    media = (await publish('Suede loafers KES 3,200. Tan.')).id
    await poll()
    await pressOn(app, draftSubject, (await draftOf(media))!, 'Approve')
  })

  test('001-315: a new price: its card comes with both, and rings for each', async () => {
    expect(await rings()).toEqual([])
    await edit('Suede loafers, was 3,200 now KES 2,900. Tan.')
    expect(await product()).toMatchObject({ price: 290_000n, compareAtPrice: 320_000n })
    expect((await cardNow()).title).toMatch(/^PR-\d+ Suede loafers · KES 2,900 \(before: KES 3,200\)$/)
    expect((await cardNow()).footer).toMatch(/^Its post was edited, and the shop followed, /)
    const first = await rings()
    expect(first).toEqual([1])
    await edit('Suede loafers KES 2,800. Tan.')
    expect(await rings()).toEqual([2])
    expect(await product()).toMatchObject({ price: 280_000n, compareAtPrice: null })
  })

  test('each reader has it by their own clock, whatever the zone of the shop', async () => {
    const { id, updatedAt } = await product()
    const [view] = await productSubject.load(app.em.fork(), [id])
    const at = (zone: string) => {
      const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
      return [productSubject.card(view!, forReader(app, { zone })).footer, time.format(updatedAt)] as const
    }
    for (const zone of ['America/New_York', 'Asia/Tokyo']) {
      const [footer, clock] = at(zone)
      expect(footer).toContain(`, ${clock}.`)
    }
  })

  test('it waits for nobody, and whoever touches it has seen it', async () => {
    const row = await product()
    expect(productSubject.kind.waits(row)).toBe(false)
    await pressOn(app, productSubject, row, 'Edit', { name: 'Suede loafers', price: '2800', description: 'Soft' })
    expect((await cardNow()).title).toMatch(/ Suede loafers · KES 2,800$/)
  })

  test('other words of the caption ring nobody', async () => {
    const before = await rings()
    await edit('Suede loafers KES 2,800. Tan. Free delivery in Nairobi.')
    expect(await rings()).toEqual(before)
    expect((await cardNow()).title).toMatch(/ Suede loafers · KES 2,800$/)
  })

  test('nor do they where a person is asked about it for another reason', async () => {
    await run('update products set unchecked = true where source_external_id = $1', [media])
    const before = await rings()
    await edit('Suede loafers KES 2,800. Tan. Free delivery in Mombasa.')
    expect(await rings()).toEqual(before)
    await run('update products set unchecked = false where source_external_id = $1', [media])
  })

  test('a caption that says sold out takes it out of stock, and back when it says so no more', async () => {
    const feed = async () => (await fetch(`${api.url}/feed/zuri-closet.csv`)).text()
    const line = async () => (await feed()).split('\n').find((row) => row.includes('Suede loafers'))
    expect(await line()).toContain('in_stock')
    await edit('SOLD OUT! Suede loafers KES 2,800. Tan.')
    expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 0 })
    expect((await cardNow()).title).toMatch(/ Suede loafers · KES 2,800 · sold out$/)
    expect((await cardNow()).buttons).toEqual(['restock', 'edit', 'hide'])
    expect(await line()).toContain('out_of_stock')
    await edit('Suede loafers KES 2,800. Tan. Ten pairs left.')
    expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1 })
    expect((await cardNow()).title).toMatch(/ Suede loafers · KES 2,800 \(before: sold out\)$/)
    expect(await line()).toContain('in_stock')
  })

  test('what a person marked sold stays sold, whatever its post says', async () => {
    await edit('SOLD OUT! Suede loafers KES 2,800. Tan.')
    await pressOn(app, productSubject, await product(), 'Restock')
    await edit('SOLD OUT! Suede loafers KES 2,800. Tan. Thank you!')
    expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1 })
    await pressOn(app, productSubject, await product(), 'Sold')
    await edit('Suede loafers KES 2,800. Tan.')
    expect(await product()).toMatchObject({ state: 'sold', inventoryQuantity: 0 })
  })
})

test('a draft whose post is deleted says so, and not that nobody decided', async () => {
  const { id } = await publish('Woven clutch KES 1,250. Natural.')
  await poll()
  await meta.act.deletePost(id)
  await poll()
  const draft = await draftOf(id)
  expect(draft?.state).toBe('expired')
  const [view] = await draftSubject.load(app.em.fork(), [draft?.id ?? ''])
  const { footer, facts } = draftSubject.card(view!, app)
  expect(footer).toBe('Its post was deleted on Instagram.')
  // Why it is over is told once, and as no rejection.
  expect(facts.map(({ label }) => label)).not.toContain('Reason')
})
