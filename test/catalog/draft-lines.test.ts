import { beforeAll, expect, test } from 'vitest'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import type { DraftView } from '#src/catalog/drafts/draft-view.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app } = shop
beforeAll(async () => void (await scanSome(shop)))

const draft = () => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: 'Floral wrap%' } })
/** Its card as it hangs, had its post been read so. */
const drawn = async (more: (view: DraftView) => Partial<DraftView> = () => ({})): Promise<Record<string, string>> => {
  const [view] = (await draftSubject.load(app.em.fork(), [(await draft()).id])) as DraftView[]
  const { title, facts } = cardOf(draftSubject, { ...view!, ...more(view!) }, app)
  return { title, ...Object.fromEntries(facts?.map(({ label, value }) => [label, value]) ?? []) }
}
const readAs = (reading: Partial<ProductDraft['reading']>) =>
  drawn((view) => ({ reading: { ...view.reading, ...reading } }))
const runsOutIn = async (hours: number) => {
  const expiresAt = new Date(app.now.getTime() + hours * 3_600_000)
  return (await drawn(() => ({ expiresAt }))).Expires
}

test('001-240: the card of a find names each thing that was read, and the words it rests on', async () => {
  const evidence = { name: 'Floral wrap', price: 'Ksh 2,500', was: 'was 3,000', variants: 'S to L' }
  expect(await readAs({ evidence, notUnderstood: ['what 45 is'], isSoldOut: true })).toMatchObject({
    ...{ Category: 'Fashion & Apparel', Tags: (await draft()).extractedData.tags.join(', ') },
    'Read from': '"Ksh 2,500" · "was 3,000" · "Floral wrap" · "S to L"',
    ...{ 'Did not understand': 'what 45 is', 'Sold out': 'the caption says so' },
  })
})

test('001-240: what two things rest on is told once', async () => {
  const evidence = { name: 'wrap KES 2,500', price: 'wrap KES 2,500' }
  expect(await readAs({ evidence })).toMatchObject({ 'Read from': '"wrap KES 2,500"' })
})

test('001-240: it says how surely it was read, to a whole per cent', async () => {
  const sure = (confidence: number) =>
    drawn(({ extractedData }) => ({ extractedData: { ...extractedData, confidence } }))
  expect((await sure(0.634)).title).toMatch(/ · 63\u00a0%$/)
})

test.each([
  [168, 'in 7 days'],
  [48, 'in 2 days'],
  [47, 'in 47 hours'],
  [1.2, 'in 1 hour'],
  [0.2, 'in 1 hour'],
  [0, 'now'],
])('001-240: it expires %d hours from now: %s', async (hours, said) => {
  expect(await runsOutIn(hours)).toBe(said)
})

test('001-009: it names the product whose picture it has, with its price', async () => {
  const similar = { id: crypto.randomUUID(), name: 'Wrap dress', price: 240_000n, currency: 'KES' }
  expect(await drawn(() => ({ similar }))).toMatchObject({ 'Same picture as': 'Wrap dress, KES 2,400' })
})

test('001-243, 001-221: what a person wrote of it, and why it was rejected', async () => {
  await pressOn(app, draftSubject, await draft(), 'Edit', { description: 'Worn once.' })
  expect(await drawn()).toMatchObject({ Description: 'Worn once.' })
  await pressOn(app, draftSubject, await draft(), 'Reject', { reason: 'Other', note: 'Torn at the hem' })
  const { Reason, ...others } = await drawn()
  expect([Reason, Object.keys(others)]).toEqual([
    expect.stringContaining('Torn at the hem'),
    expect.not.arrayContaining(['Expires']),
  ])
})
