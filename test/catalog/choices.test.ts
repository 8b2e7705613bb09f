import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { checkChoices, readChoices, writeChoices } from '#src/catalog/choices/choices.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { offerOf } from '#src/catalog/products/offer-of.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { leaveNewest, openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, seller, storeId } = shop
const api = await openApi(app)
const [mine] = await sql<{ ig: string }>(app.em.fork(), 'select ig_user_id as ig from instagram_accounts')
const size = (...values: string[]) => values.map((value) => ({ option: 'size', value }))
const colour = (...values: string[]) => values.map((value) => ({ option: 'colour', value }))
const manyLines = (count: number) =>
  Array.from({ length: count }, (_, n) => `${'o'.repeat(37)}${n}: ${'v'.repeat(30)}`).join('\n')
const CAPTION = 'Linen shirt KES 1,500. Sizes M, L. Colours: white, navy'
const READ = [...size('M', 'L'), ...colour('white', 'navy')]
let media = ''
const draft = () => app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media })
const product = () => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const poll = async () => {
  app.now = new Date(app.now.getTime() + 120_000)
  await pollAccounts(app)
  await shop.workOn()
}
const factOf = async (subject: AnySubject, { id }: { id: string }) => {
  const [view] = await subject.load(app.em.fork(), [id])
  const card = view && cardOf(subject, view, app)
  return card?.facts?.find(({ label }) => label === 'Choices')?.value
}
const redraws = async ({ id }: { id: string }) =>
  (await sql<{ wanted: number }>(app.em.fork(), 'select wanted from card_posts where subject_id = $1', [id])).map(
    ({ wanted }) => wanted,
  )

beforeEach(async () => {
  await shop.afresh()
  await leaveNewest(shop, mine?.ig ?? '', 1)
  await scanSome(shop, 1)
  media = (await meta.act.post({ accountId: mine?.ig ?? '', caption: CAPTION, picture: 'shirt #334455 Other' })).id
  await poll()
})

describe('sizes and colours are set right by hand', () => {
  test('001-054, 001-089, 001-242: of a draft: one is added, one removed, one renamed; its product has them', async () => {
    expect((await draft()).extractedData.variants).toMatchObject(READ)
    const [view] = await draftSubject.load(app.em.fork(), [(await draft()).id])
    const field = draftSubject.ask?.(view!, 'edit', app)?.fields.find(({ name }) => name === 'variants')
    expect(field).toMatchObject({ kind: 'long', optional: true, value: 'Size: M, L\nColour: white, navy' })
    const before = await redraws(await draft())
    await pressOn(app, draftSubject, await draft(), 'Edit', { variants: 'Size: S, M\nColours: white, navy blue' })
    expect(await draft()).toMatchObject({
      sellerEdits: { variants: [...size('S', 'M'), ...colour('white', 'navy blue')] },
    })
    expect(await redraws(await draft())).not.toEqual(before)
    expect(await factOf(draftSubject, await draft())).toBe('size S, M · colour white, navy blue')
    const page = String(await reviewPage.draw(app, { member: seller, csrf: 'c', call: { query: {} } } as never))
    expect(page).toContain('size S, M · colour white, navy blue')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    expect(await product()).toMatchObject({
      hasVariants: true,
      variants: [...size('S', 'M'), ...colour('white', 'navy blue')],
    })
    expect(await factOf(productSubject, await product())).toBe('size S, M · colour white, navy blue')
    expect(await offerOf(app.em.fork(), media)).toMatchObject({ colours: ['white', 'navy blue'] })
  })

  test('001-089: left as they were is no edit; a dash leaves none', async () => {
    await pressOn(app, draftSubject, await draft(), 'Edit', { variants: 'Size: M, L\n\n Colour:  white, navy ' })
    expect((await draft()).sellerEdits).toBeNull()
    await pressOn(app, draftSubject, await draft(), 'Edit', { variants: '' })
    expect((await draft()).sellerEdits).toEqual({ variants: [] })
    expect(await factOf(draftSubject, await draft())).toBeUndefined()
    await pressOn(app, draftSubject, await draft(), 'Approve')
    expect(await product()).toMatchObject({ hasVariants: false, variants: [] })
  })

  test('001-242: of a product, and its history says what they were set to', async () => {
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await pressOn(app, productSubject, await product(), 'Edit', { variants: 'Size: XL' })
    expect(await product()).toMatchObject({ hasVariants: true, variants: size('XL') })
    expect(productSubject.tells?.fields?.variants?.write?.(size('XL', 'M'), {} as never)).toBe('size XL, M')
    await pressOn(app, productSubject, await product(), 'Edit', { variants: '' })
    expect(await product()).toMatchObject({ hasVariants: false, variants: [] })
  })

  test('001-219: by the API, of a draft and of a product; another shop reaches neither', async () => {
    const key = await api.keyOf('till', 'seller', storeId, seller.id)
    const path = `/products/drafts/${(await draft()).id}`
    const answer = await api.call(key, 'PATCH', path, {
      variants: [...size('S'), { option: 'Colors', value: ' sky  blue ' }],
    })
    expect(answer).toMatchObject({
      status: 200,
      body: { draft: { extractedData: { variants: [...size('S'), ...colour('sky blue')] } } },
    })
    expect(await api.call(key, 'PATCH', path, { variants: [{ option: 'size', value: ' ' }] })).toMatchObject({
      status: 400,
    })
    expect((await api.call(key, 'PATCH', path, { variants: READ })).body.draft.sellerEdits).toBeNull()
    const one = [{ option: 'size', value: 'M, L' }, ...colour('white', 'navy')]
    expect((await api.call(key, 'PATCH', path, { variants: one })).body.draft.sellerEdits).toEqual({ variants: one })
    await api.call(key, 'PATCH', path, { variants: READ })
    await pressOn(app, draftSubject, await draft(), 'Approve')
    const ref = `/products/PR-${(await product()).number}`
    expect(await api.call(key, 'PATCH', ref, { variants: 'Size: 38; Size: 39' })).toMatchObject({
      body: { product: { variants: size('38', '39') } },
    })
    await api.call(key, 'PATCH', ref, { category: 'fashion & apparel' })
    for (const wrong of [{ category: 'Hovercraft' }, { name: 'n'.repeat(121) }, { name: ' ' }])
      expect((await api.call(key, 'PATCH', ref, wrong)).status).toBe(400)
    expect(await product()).toMatchObject({ name: 'Linen shirt', categories: ['Fashion & Apparel'] })
    await api.call(key, 'PATCH', ref, { variants: '' })
    expect((await product()).variants).toEqual([])
    const other = await api.keyOf('other', 'seller', '00000000-0000-7000-8000-0000000000aa')
    expect((await api.call(other, 'PATCH', path, { variants: [] })).status).toBe(404)
    expect((await api.call(other, 'PATCH', ref, { variants: '' })).status).toBe(403)
  })
})

describe('a later edit of the post', () => {
  const edit = async (caption: string) => {
    await meta.act.editPost(media, caption)
    await poll()
  }

  test('001-313: leaves what a person set right of a draft', async () => {
    await pressOn(app, draftSubject, await draft(), 'Edit', { variants: 'Size: S' })
    await edit('Linen shirt KES 1,400. Sizes M, L, XL. Colours: white, navy')
    expect(await draft()).toMatchObject({ extractedData: { price: '1400.00' }, sellerEdits: { variants: size('S') } })
    expect(await factOf(draftSubject, await draft())).toBe('size S')
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await edit('Linen shirt KES 1,400. Sizes L, XL. Colours: white, navy')
    expect((await product()).variants).toEqual(size('S'))
  })

  test('001-313, 001-315: of a product it leaves what was set by hand, and brings what nobody touched', async () => {
    await pressOn(app, draftSubject, await draft(), 'Approve')
    await edit('Linen shirt KES 1,500. Sizes M, L, XL. Colours: white, navy')
    expect((await product()).variants).toMatchObject([...size('M', 'L', 'XL'), ...colour('white', 'navy')])
    await edit('Linen shirt KES 1,500. Lovely.')
    expect(await product()).toMatchObject({ hasVariants: false, variants: [] })
    await pressOn(app, productSubject, await product(), 'Edit', { variants: 'Size: 42' })
    await edit('Linen shirt KES 1,500. Sizes M, L.')
    expect((await product()).variants).toEqual(size('42'))
    await pressOn(app, productSubject, await product(), 'Edit', { variants: 'Size: M, L' })
    await edit('Linen shirt KES 1,500. Sizes M, L. Soft.')
    await edit('Linen shirt KES 1,500. Sizes L, XL. Soft.')
    expect((await product()).variants).toMatchObject(size('L', 'XL'))
  })
})

describe('what a person writes', () => {
  test.each([
    ['Sizes: S; colors: red', [...size('S'), ...colour('red')]],
    ['Saizi： 38, 39,\nRangi: nyeusi', [...size('38', '39'), ...colour('nyeusi')]],
    ['Tailles: M, m, M\nCouleurs: noir, noir', [...size('M'), ...colour('noir')]],
    ['size: EU 38\nsize: EU 39', size('EU 38', 'EU 39')],
    ['Flavors: mint', [{ option: 'flavour', value: 'mint' }]],
    [
      'Scents: oud\nPrints: zebra',
      [
        { option: 'scent', value: 'oud' },
        { option: 'print', value: 'zebra' },
      ],
    ],
    ['Scale: 1:12, 1:18', ['1:12', '1:18'].map((value) => ({ option: 'scale', value }))],
    ['Size: 👩‍👩‍👧, 🟥\n🎨: 🟦', [...size('👩‍👩‍👧', '🟥'), { option: '🎨', value: '🟦' }]],
    ['Kipande: 2 kwa 1', [{ option: 'kipande', value: '2 kwa 1' }]],
  ])('%j is read', (typed, choices) => expect(readChoices(typed, [])).toEqual(choices))

  test.each([
    ['S, M, L', "Say what 'S, M, L' is first, such as Size: S, M, L."],
    ['Size: S\nred', "Say what 'red' is first"],
    ['Size: , ', "'Size: ,' names none. Leave that line out if there are none."],
    [': S', 'Each needs its name and what there is, such as Size: S, M, L.'],
    [`Size: ${'x'.repeat(41)}`, 'is too long: at most 40 characters.'],
    [`${'y'.repeat(41)}: S`, 'is too long: at most 40 characters.'],
    ['Size: S, M, Colour: red', "Put 'Colour: red' on a line of its own."],
    ['Size: S, M Rangi: red', "Put 'M Rangi: red' on a line of its own."],
    ['Size: \u200b', 'Each needs its name and what there is, such as Size: S, M, L.'],
    ['\u2066: S', 'Each needs its name and what there is, such as Size: S, M, L.'],
    [manyLines(40), 'That is too much for one product. Use shorter names.'],
    [`Size: ${Array.from({ length: 61 }, (_, n) => n).join(', ')}`, 'That is 61 sizes and colours: at most 60 fit.'],
  ])('%j is refused, and its field says why', async (typed, words) => {
    await expect(pressOn(app, draftSubject, await draft(), 'Edit', { variants: typed })).rejects.toMatchObject({
      message: expect.stringContaining(words),
      fields: { variants: expect.stringContaining(words) },
    })
    expect((await draft()).sellerEdits).toBeNull()
  })

  test('what a model named with commas and colons stays as it is unless it is changed', () => {
    const odd = [{ option: 'bed: kind', value: '5x6, with pillows' }]
    expect(readChoices(writeChoices(odd), odd)).toBe(odd)
    expect(checkChoices(odd)).toEqual(odd)
    expect(readChoices(`Size: M\n${writeChoices(odd)}`, odd)).toEqual([...size('M'), ...odd])
    const bed = ['5x6, with pillows', '4x6 (2, 3); slim'].map((value) => ({ option: 'bed', value }))
    expect(readChoices(`${writeChoices(bed)}\nSize: M`, bed)).toEqual([...bed, ...size('M')])
    expect(readChoices('Bed: 3x6, 5x6, with pillows , 5x6', bed)).toEqual(
      ['3x6', '5x6, with pillows', '5x6'].map((value) => ({ option: 'bed', value })),
    )
  })
})
