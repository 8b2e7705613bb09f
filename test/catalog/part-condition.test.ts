import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { addManually } from '#src/catalog/by-hand/add-manually.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { isSure, sureSql } from '#src/catalog/extract/is-sure.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { conditionNow, saysNew } from '#src/catalog/products/condition.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, pressOn } from './shop.ts'

const read = (caption: string) =>
  readCaption({ caption, storeCurrency: 'KES' }).products.map(({ condition }) => condition)

describe('of several products each has its own condition', () => {
  test.each([
    ['in its own words', 'Thrift jacket KES 900\nSneakers KES 2,500\nBelt KES 300', ['used', 'new', 'new']],
    ['after its price', 'Jacket KES 900 (second hand)\nSneakers KES 2,500', ['used', 'new']],
    ['in the line below', 'Jacket KES 900\nThrift grade A\nSneakers KES 2,500', ['used', 'new']],
    ['above all', 'MITUMBA BALE\nJacket KES 900\nSneakers KES 2,500', ['used', 'used']],
    ['above all but one', 'Thrift drop!\nJacket KES 900\nSneakers, brand new KES 2,500', ['used', 'new']],
    [
      'under headings',
      'THRIFT:\nJacket KES 900\nDress KES 800\nBRAND NEW:\nSneakers KES 2,500',
      ['used', 'used', 'new'],
    ],
    ['under headings apart', 'Jacket KES 900\n\nThrift corner\nSneakers KES 2,500', ['new', 'used']],
    ['below all', 'Jacket KES 900\nSneakers KES 2,500\nAll thrift, grade A', ['used', 'used']],
    ['below all but one', 'Jacket KES 900\nNEW sneakers KES 2,500\nAll thrift', ['unclear', 'new']],
    ['by a tag', 'Jacket KES 900\nSneakers KES 2,500 #thrift', ['used', 'used']],
    ['by a tag, and one is new', 'Jacket KES 900\nBrand new sneakers KES 2,500\n#thrift', ['unclear', 'new']],
    ['both above', 'Thrift and brand new pieces\nJacket KES 900\nSneakers KES 2,500', ['unclear', 'unclear']],
    [
      'above and otherwise below',
      'Thrift drop\nJacket KES 900\nSneakers KES 2,500\nBrand new!',
      ['unclear', 'unclear'],
    ],
    ['of the first of a line', 'Thrift jacket 900, sneakers 2500, belt 300', ['used', 'unclear', 'unclear']],
    ['of one that denies it', 'Jacket (not thrift) KES 900\nThrift sneakers KES 2,500', ['new', 'used']],
    ['of nothing', 'New arrivals\nJacket KES 900\nSneakers KES 2,500', ['new', 'new']],
    ['of what is like new', 'Thrift drop\nJacket (like new) KES 900\nSneakers KES 2,500', ['used', 'used']],
  ])('said %s', (_, caption, conditions) => expect(read(caption)).toEqual(conditions))

  test.each(['brandnew', 'BNWT', 'unused', 'unworn', 'mpya kabisa', 'Robe neuve', 'neuf', 'new with tags'])(
    '%s is new',
    (words) => expect(saysNew(words)).toBe(true),
  )

  test.each([
    ...['like brand new', 'as new', 'almost new', 'nearly new', 'looks new', 'kama mpya kabisa', 'comme neuf'],
    ...['new in', 'new arrival', 'New stock', 'new drop', 'new collection', 'new bale', 'new week', 'new price'],
    ...['brand new arrivals', 'brand new stock', 'not new'],
  ])('%s does not say that it is new', (words) => expect(saysNew(words)).toBe(false))
})

describe('a mixed post in the shop', async () => {
  const shop = await openShop({ connected: false })
  const { app, seller, storeId } = shop
  const api = await openApi(app)
  const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
  const MIXED = 'Jacket KES 900\nBrand new sneakers KES 2,500\nThrift belt KES 300\n#thrift'
  const parts = () => app.em.fork().find(ProductDraft, { part: { $gt: 0 } }, { orderBy: { part: 'asc' } })
  const products = () => app.em.fork().find(Product, {}, { orderBy: { number: 'asc' } })
  const facts = async (subject: AnySubject, { id }: { id: string }) => {
    const [view] = await subject.load(app.em.fork(), [id])
    const card = cardOf(subject, view!, app)
    const about = card.facts?.filter(({ label }) => ['Condition', 'Not sure of'].includes(label))
    return about?.map(({ label, value }) => `${label}: ${value}`)
  }
  const OPEN = 'Not sure of: whether it is new or second-hand: its post names both'

  beforeEach(async () => {
    await shop.afresh()
    const { draft } = await addManually(app, storeId, MIXED, by)
    await pressOn(app, draftSubject, draft!, 'Part into 3')
  })

  test('each part says what it is on its card, and where that is open, that it is', async () => {
    const drawn = await Promise.all((await parts()).map((part) => facts(draftSubject, part)))
    expect(drawn).toEqual([[OPEN], [], ['Condition: second-hand']])
    for (const part of await parts()) await pressOn(app, draftSubject, part, 'Approve')
    expect((await products()).map(conditionNow)).toEqual(['unclear', 'new', 'used'])
    const sold = await Promise.all((await products()).map((product) => facts(productSubject, product)))
    expect(sold).toEqual([[OPEN], [], ['Condition: second-hand']])
    const feed = await (await fetch(`${api.url}/feed/zuri-closet.xml`)).text()
    const told = [...feed.matchAll(/<g:condition>(\w+)/g)].map(([, condition]) => condition)
    expect(told.toReversed()).toEqual(['used', 'new', 'used'])
  })

  test('a person says which: of the part, of the product, by the API; then nothing is open', async () => {
    const [jacket] = await parts()
    await pressOn(app, draftSubject, jacket!, 'Edit', { condition: 'used' })
    expect(await facts(draftSubject, jacket!)).toEqual(['Condition: second-hand'])
    await expect(pressOn(app, draftSubject, (await parts())[0]!, 'Edit', { condition: 'old' })).rejects.toMatchObject({
      message: 'It is new or second-hand.',
      fields: { condition: 'New or Second-hand.' },
    })
    const key = await api.keyOf('till', 'seller', storeId, seller.id)
    const answer = await api.call(key, 'PATCH', `/products/drafts/${jacket?.id}`, { condition: 'new' })
    expect(answer.body.draft).toMatchObject({ condition: 'new', sellerEdits: { condition: 'new' } })
    await pressOn(app, draftSubject, (await parts())[0]!, 'Approve')
    const [sold] = await products()
    expect(sold).toMatchObject({ condition: 'new', synced: { condition: 'unclear' } })
    await pressOn(app, productSubject, sold!, 'Edit', { condition: 'Second-hand' })
    expect((await api.call(key, 'GET', `/products/PR-${sold?.number}`)).body.product.condition).toBe('used')
  })

  test('what is open is not sure, and so approved by no batch, until a person has said it', async () => {
    const [jacket] = await parts()
    const extractedData = { ...jacket!.extractedData, confidence: 0.95 }
    await app.em.fork().nativeUpdate(ProductDraft, { id: jacket!.id }, { extractedData })
    const sure = async () => {
      const [draft] = await parts()
      const rows = await sql(app.em.fork(), `select 1 from product_drafts t where t.id = $1 and ${sureSql}`, [
        draft!.id,
      ])
      return [isSure(draft!), rows.length === 1]
    }
    expect(await sure()).toEqual([false, false])
    await pressOn(app, draftSubject, (await parts())[0]!, 'Edit', { condition: 'new' })
    expect(await sure()).toEqual([true, true])
  })
})
