import { beforeAll, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { leaveOutOtherPrices } from '#src/catalog/reading/told/other-prices.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId)
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
beforeAll(async () => void (await scanSome(shop, 2)))

const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}
const caption = (price: string, name = 'Denim dungarees') => `${name}, thrift grade A. ${price}! Sizes M and L. #denim`
let media = ''
const pictures = ['dress #1f3a93', 'shoe #8d5524', 'bag #c0392b'].map((drawn) => `${drawn} Fashion & Apparel`)
const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const press = async (label: string, answers = {}) => pressOn(app, productSubject, await product(), label, answers)
const edit = async (text: string) => {
  await meta.act.editPost(media, text)
  await poll()
}
const sell = async (price: string, typed?: string) => {
  const post = { accountId: mine?.ig ?? '', caption: caption(price), picture: pictures.shift() ?? '' }
  media = (await meta.act.post(post)).id
  await poll()
  const draft = await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media })
  if (typed) await pressOn(app, draftSubject, draft, 'Edit & approve', { price: typed })
  else await pressOn(app, draftSubject, draft, 'Approve')
}

/** What buyers read of it, in the feed, by API and on its card: its price, and its description. */
const read = async () => {
  const { number, id, conflict } = await product()
  const [view] = await productSubject.load(app.em.fork(), [id])
  const { body } = await api.call(key, 'GET', `/products/PR-${number}`)
  const feed = await (await fetch(`${api.url}/feed/zuri-closet.xml`)).text()
  const item = feed.split('<item>').find((one) => one.includes(id))
  const field = (name: string) => new RegExp(`<g:${name}>([^<]*)<`).exec(item ?? '')?.[1]
  expect([field('description'), body.product.description]).toEqual(Array(2).fill(body.product.description))
  const fact = productSubject.card(view!, app).facts?.find(({ label }) => label === 'Description')?.value
  if (!conflict) expect(fact).toBe(body.product.description)
  return [field('price'), body.product.description]
}

describe('a buyer reads one price of a thing', () => {
  beforeAll(() => sell('Now 2200'))

  test('and the words of its post, where both say the same', async () => {
    expect(await read()).toEqual(['2200.00 KES', 'Denim dungarees, thrift grade A. Now 2200! Sizes M and L.'])
  })

  test('001-313: also where the seller set another one by hand', async () => {
    await press('Edit', { price: '2100' })
    expect(await read()).toEqual(['2100.00 KES', 'Denim dungarees, thrift grade A. Sizes M and L.'])
  })

  test('001-318: also while both are asked about, and after Keep', async () => {
    await edit(caption('Now 2000'))
    expect(await read()).toEqual(['2100.00 KES', 'Denim dungarees, thrift grade A. Sizes M and L.'])
    expect(await press('Keep 2,100')).toBe('Kept: 2,100.')
    expect(await read()).toEqual(['2100.00 KES', 'Denim dungarees, thrift grade A. Sizes M and L.'])
  })

  test('001-318: after Take the post is right again', async () => {
    await edit(caption('Now 1900'))
    await press('Take 1,900')
    expect(await read()).toEqual(['1900.00 KES', 'Denim dungarees, thrift grade A. Now 1900! Sizes M and L.'])
  })

  test('and what the seller wrote stays as it was written', async () => {
    await press('Edit', { price: '1800', description: 'Was 1900, worn twice.' })
    expect(await read()).toEqual(['1800.00 KES', 'Was 1900, worn twice.'])
  })

  test('001-036: also where the price was set before it was approved', async () => {
    await sell('KES 2,400', '2600')
    expect(await read()).toEqual(['2600.00 KES', 'Denim dungarees, thrift grade A. Sizes M and L.'])
  })
})

test.each([
  ['Suede loafers. Was 3,200 now KES 2,900. Tan.', 'Suede loafers. Tan.'],
  ['Suede loafers KES 2,900', 'Suede loafers'],
  ['Blue mug 700 made by hand in Nairobi, dishwasher safe', 'Blue mug made by hand in Nairobi, dishwasher safe'],
  ['Blue mug only KES 700 each, dishwasher safe', 'Blue mug, dishwasher safe'],
  ['Blue mugs: 2 for KES 1,200 in Nairobi', 'Blue mugs in Nairobi'],
  ['Blue mug (was KES 900, now 700) in Nairobi', 'Blue mug in Nairobi'],
  ['Blue mug.  Tan,  worn once. KES 2,900. Soft.', 'Blue mug.  Tan,  worn once. Soft.'],
  ['Suede loafers.\nKES 2,900\nDelivery KES 200 in Nairobi.', 'Suede loafers.\nDelivery KES 200 in Nairobi.'],
  ['Suede loafers! Now KES 2,900\nTan.', 'Suede loafers!\nTan.'],
  ['KES 2,900 each! 2 for KES 5,000! 👟 Tan. Call 0712 345 678', '👟 Tan. Call 0712 345 678'],
  ['Suede loafers. KES 3,000. Tan.', 'Suede loafers. KES 3,000. Tan.'],
])('%j at 3,000 is told as %j', (said, told) => {
  expect(leaveOutOtherPrices(said, 'KES', 3_000)).toBe(told)
})

describe('001-061: the title for search engines goes with the name', () => {
  const titles = async () => [(await product()).name, (await product()).metaTitle]
  beforeAll(() => sell('KES 1,500'))

  test('when a seller gives another, when the post does, and when a seller takes that', async () => {
    expect(await titles()).toEqual(['Denim dungarees', 'Denim dungarees'])
    await edit(caption('KES 1,500', 'Denim dungaree dress'))
    expect(await titles()).toEqual(['Denim dungaree dress', 'Denim dungaree dress'])
    await press('Edit', { name: 'Blue dungarees' })
    expect(await titles()).toEqual(['Blue dungarees', 'Blue dungarees'])
    await edit(caption('KES 1,500', 'Denim salopettes'))
    await press('Take Denim salopettes')
    expect(await titles()).toEqual(['Denim salopettes', 'Denim salopettes'])
  })

  test('but one that was made by hand stays', async () => {
    await run("update products set meta_title = 'Dungarees in Nairobi' where source_external_id = $1", [media])
    await press('Edit', { name: 'Blue dungarees' })
    expect(await titles()).toEqual(['Blue dungarees', 'Dungarees in Nairobi'])
  })
})
