import { beforeEach, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { expireDrafts } from '#src/catalog/drafts/expire.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, seller, storeId } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const draftCalled = (name: string) => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: `${name}%` } })
const scanCard = async (id: string) => {
  const [view] = await syncSubject.load(app.em.fork(), [id])
  return { ...syncSubject.card(view!, app), offers: syncSubject.offers(view!).map(({ label, verb }) => label ?? verb) }
}

beforeEach(() => shop.afresh())
beforeEach(async () => void (await scanSome(shop)))

test('001-091, 001-144, 001-300, 001-310: it rings 48 and 6 hours before it runs out after seven days', async () => {
  const draft = await draftCalled('Floral wrap')
  const began = app.now.getTime()
  const after = async (hours: number) => {
    app.now = new Date(began + hours * 3_600_000)
    await expireDrafts(app)
    const { state, reminded } = await draftCalled('Floral wrap')
    return [state, reminded]
  }
  expect(draft.expiresAt.getTime() - draft.createdAt.getTime()).toBe(7 * 86_400_000)
  expect(await after(119)).toEqual(['pending', 0])
  expect(await after(120)).toEqual(['pending', 1])
  expect(await after(161)).toEqual(['pending', 1])
  expect(await after(162)).toEqual(['pending', 2])
  expect(await after(169)).toEqual(['expired', 2])
  // The looks of every 90 seconds leave it so; a person who scans asks for it again.
  await pollAccounts(app)
  await shop.work()
  expect(await after(170)).toEqual(['expired', 2])
  await scanSome(shop)
  const again = await draftCalled('Floral wrap')
  expect(again).toMatchObject({ state: 'pending', reminded: 0 })
  expect(again.expiresAt.getTime() - app.now.getTime()).toBe(7 * 86_400_000)
})

test('001-310: a scan that was put off waits for somebody again when its finds run out soon', async () => {
  const scan = () => app.em.fork().findOneOrFail(InstagramSync, { storeId })
  await pressOn(app, syncSubject, await scan(), 'Later')
  expect(await scan()).toMatchObject({ undecided: false })
  app.now = new Date(app.now.getTime() + 121 * 3_600_000)
  await expireDrafts(app)
  expect(await scan()).toMatchObject({ undecided: true })
  expect((await scanCard((await scan()).id)).offers).toContain('seen')
})

test('001-310: those that hang on the card of their scan ring by that, once for all; the others by their own', async () => {
  const scan = () => app.em.fork().findOneOrFail(InstagramSync, { storeId })
  const { id } = await scan()
  const rung = async () => {
    await expireDrafts(app)
    return run<{ subject: string; ring: number }>(
      `select subject, sum(ring)::int as ring from card_posts
       where subject in ('draft', 'scan') group by 1 order by 1`,
    )
  }
  const [before] = await rung()
  app.now = new Date(app.now.getTime() + 121 * 3_600_000)
  expect(await rung()).toEqual([{ subject: 'scan', ring: (before?.ring ?? 0) + 1 }])
  expect((await scanCard(id)).footer).toMatch(/They run out in 47 hours\.$/)
  expect(await rung()).toEqual([{ subject: 'scan', ring: (before?.ring ?? 0) + 1 }])
  await pressOn(app, syncSubject, await scan(), 'Review one by one')
  const opened = await rung()
  app.now = new Date(app.now.getTime() + 42 * 3_600_000)
  expect(await rung()).toEqual(
    opened.map(({ subject, ring }) => ({ subject, ring: ring + (subject === 'scan' ? 1 : 3) })),
  )
})

test('001-310: what was put aside does not make its scan ring', async () => {
  const [draft] = await app.em.fork().find(ProductDraft, { state: 'pending' })
  await pressOn(app, draftSubject, draft!, 'Dismiss')
  await run(`update product_drafts set expires_at = $2 where id = $1`, [
    draft?.id,
    new Date(app.now.getTime() + 47 * 3_600_000),
  ])
  const rung = () => run(`select sum(ring)::int as ring from card_posts where subject = 'scan'`)
  const before = await rung()
  await expireDrafts(app)
  expect(await app.em.fork().findOneOrFail(ProductDraft, { id: draft?.id ?? '' })).toMatchObject({ reminded: 1 })
  expect(await rung()).toEqual(before)
})

test('a scan whose finds are all decided waits for nobody, however they were decided', async () => {
  const scan = () => app.em.fork().findOneOrFail(InstagramSync, { storeId })
  const pending = () => app.em.fork().find(ProductDraft, { state: 'pending', dismissedAt: null })
  // What has no price cannot be approved, and is what is left.
  const isPriced = ({ extractedData }: ProductDraft) => extractedData.price !== null
  const [one, two, ...rest] = (await pending()).toSorted((a, b) => Number(isPriced(b)) - Number(isPriced(a)))
  await pressOn(app, draftSubject, one!, 'Dismiss')
  await pressOn(app, draftSubject, two!, 'Reject', { reason: 'Other', note: '' })
  expect(await scan()).toMatchObject({ undecided: true })
  const form = Object.fromEntries(rest.map(({ id }) => [`draft:${id}`, 'yes']))
  await reviewPage.take?.(app, { ...seller, storeId }, form)
  const left = await pending()
  expect(await scan()).toMatchObject({ undecided: true })
  for (const draft of left) await pressOn(app, draftSubject, draft, 'Reject', { reason: 'Other', note: '' })
  expect(left.length).toBeGreaterThan(0)
  expect(await scan()).toMatchObject({ undecided: false })
})
