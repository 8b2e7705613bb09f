import { beforeAll, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { leaveOutGone } from '#src/catalog/reading/told/gone-words.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId)
const [mine] = await sql<{ ig: string }>(app.em.fork(), 'select ig_user_id as ig from instagram_accounts')
let media = ''

const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}
const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const press = async (label: string, answers = {}) => pressOn(app, productSubject, await product(), label, answers)
const edit = async (caption: string) => {
  await meta.act.editPost(media, caption)
  await poll()
}

/** What buyers read of it in the feed, by API and on its card, which say the same: whether it is left, and its words. */
const read = async () => {
  const { number, id } = await product()
  const [view] = await productSubject.load(app.em.fork(), [id])
  const { body } = await api.call(key, 'GET', `/products/PR-${number}`)
  const feed = await (await fetch(`${api.url}/feed/zuri-closet.xml`)).text()
  const item = feed.split('<item>').find((one) => one.includes(id))
  const field = (name: string) => new RegExp(`<g:${name}>([^<]*)<`).exec(item ?? '')?.[1]
  const fact = productSubject.card(view!, app).facts?.find(({ label }) => label === 'Description')?.value
  const told = body.product.description
  expect([fact, ...(item ? [field('description')] : [])]).toEqual(Array(item ? 2 : 1).fill(told))
  return [field('availability'), told]
}

describe('a buyer who reads that some are left does not read that it is sold out', () => {
  const offer = 'Suede loafers KES 2,800. Tan.'
  beforeAll(async () => {
    await scanSome(shop, 2)
    const picture = 'shoe #8d5524 Fashion & Apparel'
    media = (await meta.act.post({ accountId: mine?.ig ?? '', caption: offer, picture })).id
    await poll()
    const draft = await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media })
    await pressOn(app, draftSubject, draft, 'Approve')
  })

  test('while it is sold out, the words of its post say so', async () => {
    await edit(`SOLD OUT! ${offer}`)
    expect(await read()).toEqual(['out_of_stock', `SOLD OUT! ${offer}`])
  })

  test('001-313: after Restock the sentence is gone, and at another price that of the price is too', async () => {
    await press('Restock')
    expect(await read()).toEqual(['in_stock', offer])
    await press('Edit', { price: '2600' })
    expect(await read()).toEqual(['in_stock', 'Tan.'])
    await press('Edit', { price: '2800' })
  })

  test('sold, it is said again: it is not in the feed, and true', async () => {
    await press('Sold')
    expect(await read()).toEqual([undefined, `SOLD OUT! ${offer}`])
    await press('Restock')
    expect(await read()).toEqual(['in_stock', offer])
  })

  test('what the seller wrote stays as it was written', async () => {
    await press('Edit', { description: 'Nearly sold out. The black ones are sold out!' })
    expect(await read()).toEqual(['in_stock', 'Nearly sold out. The black ones are sold out!'])
  })
})

test.each([
  ['Suede loafers. SOLD OUT!! Tan.', 'Suede loafers. Tan.'],
  ['Suede loafers KES 2,900 😭 Sold out\nTan, size 40', 'Suede loafers KES 2,900 😭\nTan, size 40'],
  ['Suede loafers KES 2,900\nSold out 😭\nTan, size 40', 'Suede loafers KES 2,900\nTan, size 40'],
  ['ＳＯＬＤ\u200b ＯＵＴ! Suede loafers. Zimeisha.', 'Suede loafers.'],
  ['Belt KES 900 SOLD OUT', 'Belt KES 900'],
  ['SOLD OUT: belt KES 900', 'belt KES 900'],
  ['Belt (SOLD) KES 900', 'Belt KES 900'],
  ['Belt KES 900, they are all sold out 😭', 'Belt KES 900 😭'],
  ['Belt SOLD OUT\nScarf imeisha', 'Belt\nScarf'],
  ['Ksh 2,200 · SOLD · Jacket', 'Ksh 2,200 · Jacket'],
  ['SOLD OUT!', ''],
  ['Sold out again and again! Suede loafers.', 'Suede loafers.'],
  ['SOLD OUT! SOLD OUT! Suede loafers.', 'Suede loafers.'],
  ['SOLD OUT! They are back in stock. Tan.', 'They are back in stock. Tan.'],
  ['Sold out on Monday, now back in stock. Tan.', 'Sold out on Monday, now back in stock. Tan.'],
  ['Suede loafers. Size 40 is sold out. Tan sold.', 'Suede loafers. Size 40 is sold out. Tan sold.'],
  ['Almost 😅 sold out! We have sold these since 2011.', 'Almost 😅 sold out! We have sold these since 2011.'],
])('of a thing that is there, %j is told as %j', (said, told) => {
  expect(leaveOutGone(said)).toBe(told)
})
