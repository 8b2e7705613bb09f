import { describe, expect, test } from 'vitest'
import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { flagGone } from '#src/catalog/scan/flag-gone.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { openShop, pressOn } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }

/** A fresh look at all there is. */
async function scan(): Promise<void> {
  app.now = new Date(app.now.getTime() + 2 * 3_600_000)
  await startScan(app, storeId, { ...usualOptions(app.now), includeVideos: true, since: null }, by)
  await shop.work()
}
async function poll(): Promise<void> {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}
const gone = async () =>
  (await app.em.fork().find(InstagramPost, { goneAt: { $ne: null } })).map(({ igMediaId }) => igMediaId)
const posts = () => app.em.fork().find(InstagramPost, { id: { $ne: null } }, { orderBy: { postedAt: 'desc' } })
const productOf = (media: string) => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
async function cardOf(media: string) {
  const [view] = await productSubject.load(app.em.fork(), [(await productOf(media)).id])
  if (!view) throw new Error('no such product')
  return { ...productSubject.card(view, app), buttons: productSubject.offers(view).map(({ verb }) => verb) }
}
/** A draft among these posts, sold. */
async function sellOne(from: InstagramPost[]): Promise<string> {
  const media = from.map(({ igMediaId }) => igMediaId)
  const drafts = await app.em.fork().find(ProductDraft, { igMediaId: { $in: media }, state: 'pending' })
  const draft = drafts.find(({ extractedData }) => extractedData.price !== null)
  if (!draft) throw new Error('none of them can be sold')
  await pressOn(app, draftSubject, draft, 'Approve')
  return draft.igMediaId
}
/** What Instagram does when a post is archived, and shown again. */
const hide = (media: string) => meta.act.archivePost(media)
const show = (media: string) => meta.act.showPost(media)

describe('posts that are deleted, wherever they stand', async () => {
  await scan()
  const all = await posts()
  const newest = all.slice(0, 20)
  const older = all.slice(25)

  test('a look at the newest page says nothing of those it does not reach', async () => {
    expect(older.length).toBeGreaterThan(20)
    await poll()
    expect(await gone()).toEqual([])
  })

  test('001-266: a page of which one post could not be read, or an empty one in between, takes none away', async () => {
    const [account] = await app.em.fork().find(InstagramAccount, { storeId })
    const shown = { items: [], broken: [], next: null }
    const look = (page: object) =>
      inTransaction(app, (tx) => flagGone(tx, account!, { ...shown, ...page } as Parameters<typeof flagGone>[2]))
    await look({ broken: ['1'] })
    await look({ next: 'cursor' })
    expect(await gone()).toEqual([])
  })

  test('001-312: one far down is found by the next scan, and by its card', async () => {
    const media = await sellOne(older)
    await hide(media)
    await poll()
    expect(await gone()).toEqual([])
    await scan()
    expect(await gone()).toEqual([media])
    const { title, links } = await cardOf(media)
    expect(title).toContain('its post was deleted on Instagram')
    // There is nothing to view any more.
    expect(links).toBeUndefined()
  })

  test('one that is shown again says so no longer, and asks nobody anything', async () => {
    const [media = ''] = await gone()
    await show(media)
    await scan()
    expect(await gone()).toEqual([])
    const card = await cardOf(media)
    expect(card.title).not.toContain('deleted')
    expect(card.links?.map(({ label }) => label)).toEqual(['View post'])
    expect(card.buttons).toEqual(['edit', 'sold', 'hide'])
    const moves = await sql<{ verb: string }>(
      app.em.fork(),
      'select verb from moves where record_id = $1 order by at',
      [(await productOf(media)).id],
    )
    expect(moves.map(({ verb }) => verb)).toEqual(['gone', 'back'])
  })

  test('the same by a look at the newest', async () => {
    const media = await sellOne(newest)
    await hide(media)
    await poll()
    expect((await cardOf(media)).buttons).toEqual(['hide', 'seen'])
    await show(media)
    await poll()
    expect((await cardOf(media)).title).not.toContain('deleted')
  })

  test('a draft whose post is shown again waits again', async () => {
    const media = newest.map(({ igMediaId }) => igMediaId)
    const [draft] = await app.em.fork().find(ProductDraft, { igMediaId: { $in: media }, state: 'pending' })
    if (!draft) throw new Error('no draft waits')
    await hide(draft.igMediaId)
    await poll()
    expect(await app.em.fork().findOneOrFail(ProductDraft, draft.id)).toMatchObject({ state: 'expired' })
    await show(draft.igMediaId)
    await poll()
    const now = await app.em.fork().findOneOrFail(ProductDraft, draft.id)
    expect(now).toMatchObject({ state: 'pending', rejectionReason: null })
  })

  test('what an earlier scan was told an hour ago does not take away what has come back since', async () => {
    const far = older.at(-2)?.igMediaId ?? ''
    await hide(far)
    await scan()
    expect(await gone()).toEqual([far])
    await show(far)
    const { igUserId } = await app.em.fork().findOneOrFail(InstagramAccount, { storeId })
    const body = { entry: [{ id: igUserId, time: 1, changes: [{ field: 'media', value: { media_id: far } }] }] }
    await app.inlet('instagram', far, JSON.stringify(body))
    await takeNotices(app)
    await fetchMedia(app)
    await shop.work()
    expect(await gone()).toEqual([])
    await startScan(app, storeId, { ...usualOptions(app.now), includeVideos: true, since: null }, by)
    await shop.work()
    expect(await gone()).toEqual([])
  })
})
