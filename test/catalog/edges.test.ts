import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { press } from '#src/desk/press/press.ts'
import { makeMember } from '#test/make.ts'
import { openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const ann = await makeMember(app, 'Ann')
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}
const publish = async (caption: string) =>
  (await meta.act.post({ accountId: (await account()).igUserId, caption, picture: 'shoe #8d5524 Other' })).id
const draftOf = (igMediaId: string) => app.em.fork().findOneOrFail(ProductDraft, { igMediaId })
const productOf = (media: string) => app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const scanCard = async (id: string) => {
  const [view] = await syncSubject.load(app.em.fork(), [id])
  if (!view) throw new Error('no such scan')
  return cardOf(syncSubject, view, app)
}

beforeEach(async () => {
  await shop.afresh()
  await run(`update instagram_accounts set state = 'active', synced_at = null, polled_at = null`)
})

describe('an edit of a post', () => {
  const sellOne = async (caption: string) => {
    await scanSome(shop, 1)
    const media = await publish(caption)
    await poll()
    await pressOn(app, draftSubject, await draftOf(media), 'Approve')
    return media
  }

  test('that drops the price leaves the price of the shop', async () => {
    const media = await sellOne('Suede loafers KES 3,200. Tan.')
    await meta.act.editPost(media, 'Suede loafers. Tan. Price in DM')
    await poll()
    expect(await productOf(media)).toMatchObject({ price: 320_000n, conflict: null })
  })

  test.each([
    ['what both agreed on', '3,200'],
    ['what the shop says', '3,500'],
  ])('001-318: that says again %s settles by itself what was asked', async (_, price) => {
    const media = await sellOne('Suede loafers KES 3,200. Tan.')
    await pressOn(app, productSubject, await productOf(media), 'Edit', { name: 'Suede loafers', price: '3500' })
    await meta.act.editPost(media, 'Suede loafers KES 3,000. Tan.')
    await poll()
    expect((await productOf(media)).conflict).not.toBeNull()
    await meta.act.editPost(media, `Suede loafers KES ${price}. Tan.`)
    await poll()
    expect(await productOf(media)).toMatchObject({ price: 350_000n, conflict: null })
    const [view] = await productSubject.load(app.em.fork(), [(await productOf(media)).id])
    expect(cardOf(productSubject, view!, app).buttons.map(({ label }) => label)).toEqual(['Edit', 'Sold', 'Hide'])
  })

  test('001-312, 001-315: what both sides said alike is what they agreed on: the next edit is followed', async () => {
    const media = await sellOne('Suede pumps KES 3,200. Tan.')
    await pressOn(app, productSubject, await productOf(media), 'Edit', { name: 'Suede pumps', price: '3500' })
    await meta.act.editPost(media, 'Suede pumps KES 3,500. Tan.')
    await poll()
    await meta.act.editPost(media, 'Suede pumps KES 3,200. Tan.')
    await poll()
    expect(await productOf(media)).toMatchObject({ price: 320_000n, conflict: null })
  })

  test('that names the price in other money never becomes so many shillings', async () => {
    const media = await sellOne('Suede boots KES 3,200. Tan.')
    await meta.act.editPost(media, 'Suede boots USD 25. Tan.')
    await poll()
    expect(await productOf(media)).toMatchObject({ price: 320_000n, currency: 'KES', conflict: null })
  })

  test('001-350: of a rejected draft changes nothing: it stays rejected', async () => {
    await scanSome(shop, 1)
    const media = await publish('Suede mules KES 1,200. Tan.')
    await poll()
    await pressOn(app, draftSubject, await draftOf(media), 'Reject', { reason: 'Not a product', note: '' })
    await meta.act.editPost(media, 'Suede mules KES 1,100. Tan.')
    await poll()
    expect(await draftOf(media)).toMatchObject({ state: 'rejected', rejectionReason: 'Not a product' })
    const { id } = await scanSome(shop, 1)
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({
      ...{ productsUpdated: 0, draftsCreated: 0, productsSkipped: 1 },
    })
  })

  test('that makes it no product any more leaves what was read and says so: a person decides', async () => {
    await scanSome(shop, 1)
    const media = await publish('Suede flats KES 1,400. Tan.')
    await poll()
    const { extractedData, expiresAt } = await draftOf(media)
    await meta.act.editPost(media, 'GIVEAWAY! Tag two friends and follow us to win.')
    await poll()
    const draft = await draftOf(media)
    expect(draft).toMatchObject({ state: 'pending', extractedData: { ...extractedData, confidence: 0 }, expiresAt })
    expect(draft.reading.notUnderstood).toEqual(['the post as it is now: it no longer reads as a product'])
  })

  test('while its card is open: the old button sells nothing at a price nobody saw', async () => {
    await scanSome(shop, 1)
    const media = await publish('Suede clogs KES 2,200. Tan.')
    await poll()
    const [view] = await draftSubject.load(app.em.fork(), [(await draftOf(media)).id])
    const button = view && cardOf(draftSubject, view, app).buttons.find(({ label }) => label.includes('pprove'))
    await meta.act.editPost(media, 'Suede clogs KES 200. Tan.')
    await poll()
    await expect(press(app, button?.token ?? '', visitorOf('Zuri'), {})).rejects.toThrow()
    expect((await draftOf(media)).state).toBe('pending')
  })
})

describe('a notice', () => {
  const tell = async (media: string) => {
    const { igUserId } = await account()
    const body = { entry: [{ id: igUserId, time: 1, changes: [{ field: 'media', value: { media_id: media } }] }] }
    await app.inlet('instagram', media, JSON.stringify(body))
    await takeNotices(app)
    await fetchMedia(app)
    await shop.work()
  }

  test('of an account that was disconnected is nobody\u2019s', async () => {
    const media = await publish('Suede pumps KES 900. Tan.')
    await run(`update instagram_accounts set state = 'revoked'`)
    await tell(media)
    const events = await run(
      'select processing_status as status from instagram_webhook_events where ig_media_id = $1',
      [media],
    )
    expect(events).toEqual([{ status: 'ignored' }])
    expect(await app.em.fork().count(ProductDraft, { igMediaId: media })).toBe(0)
  })

  test('before the first scan brings its draft, and the card still offers that scan', async () => {
    const media = await publish('Suede sandals KES 950. Tan.')
    await tell(media)
    expect((await draftOf(media)).state).toBe('pending')
    const [view] = await accountSubject.load(app.em.fork(), [(await account()).id])
    expect(view && accountSubject.card(view, app).footer).toBe('Scan now, and I read what your posts offer.')
  })
})

describe('a scan', () => {
  const quiet = { limit: 2, includeVideos: false, includeCarousels: true }

  test('that finds nothing says so, and how to look further back', async () => {
    for (const caption of ['Good morning Nairobi!', 'Happy Jamhuri Day to you all.']) await publish(caption)
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), ...quiet }, by)
    await shop.work()
    expect((await scanCard(id)).footer).toBe('None of them offers anything. For older posts: scan all')
    const again = await startScan(app, storeId, { ...quiet, since: null }, by)
    await shop.work()
    expect((await scanCard(again.id)).footer).toBe('Nothing new since the last look.')
  })

  test('that runs alone is cancelled by who decides for every shop, without naming it', async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await listScans(app)
    await run(`insert into stores (id, name, zone, currency, created_at)
      values (gen_random_uuid(), 'Bead Corner', 'UTC', 'USD', now())`)
    await run(`insert into instagram_accounts (id, store_id, ig_user_id, connected_at, state)
      select gen_random_uuid(), id, '1', now(), 'active' from stores where name = 'Bead Corner'`)
    expect((await runCommand(app, 'cancel', ann)).text).toContain('is cancelled. What was found stays.')
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ state: 'cancelled' })
    await expect(runCommand(app, 'cancel', ann)).rejects.toThrow('No scan is running.')
    await run(`delete from instagram_accounts where ig_user_id = '1'`)
  })

  test('that failed is not run again while another one runs', async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await run(`update instagram_sync_history set state = 'failed', listed_at = now() where id = $1`, [id])
    const failed = await app.em.fork().findOneOrFail(InstagramSync, { id })
    await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await expect(pressOn(app, syncSubject, failed, 'Scan again')).rejects.toThrow('Another scan is running.')
  })
})
