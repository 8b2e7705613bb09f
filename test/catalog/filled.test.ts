import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { InstagramWebhookEvent } from '#entities/catalog/instagram-webhook-event.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { cancelScan } from '#src/catalog/scan/cancel-scan.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { ZURI } from '#src/world/meta/state.ts'
import { openApi, openShop, pressOn } from './shop.ts'

/** One film from its post to the shop, each step at a time of its own: what every column says after it. */
const shop = await openShop()
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const draftOf = (media: string) => app.em.fork().findOneOrFail(ProductDraft, { igMediaId: media })
const sync = (id: string) => app.em.fork().findOneOrFail(InstagramSync, { id })
const times: Date[] = [app.now]
const pass = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
  return times.push(app.now) - 1
}

const connected = await account()
const caption = 'Silk robe. Was KES 3,000 now KES 2,100. Sizes M and L. #silk'
const postedAt = new Date(app.now.getTime() - 90_000)
const picture = 'shoe #8d5524 Fashion & Apparel'
const film = { accountId: connected.igUserId, caption, mediaType: 'VIDEO' as const, picture, at: postedAt, likes: 7 }
const { id: media, shortcode } = await meta.act.post(film)
const none = await meta.act.post({ ...film, caption: 'SOLD OUT! Suede loafers KES 2,800. Tan.', mediaType: 'IMAGE' })

const scanned = pass(60)
const { id: scanId } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 7, includeVideos: true }, by)
await listScans(app)
const read = pass(5)
await extractPosts(app)
const scan = await sync(scanId)
const found = await draftOf(media)
const others = await app.em
  .fork()
  .find(ProductDraft, { igMediaId: { $nin: [media, none.id] } }, { orderBy: { number: 'asc' } })
const [one, two, three] = others.filter(({ extractedData }) => extractedData.price !== null)

const { body: listed } = await api.call(key, 'GET', '/products/drafts?status=pending&limit=50')
const shown = listed.drafts.find(({ id }: { id: string }) => id === found.id)

const edited = pass(60)
const words = {
  name: 'Silk robe, long',
  price: '2050',
  description: 'Long, with a belt',
  category: 'Other',
  tags: 'robe',
}
await pressOn(app, draftSubject, found, 'Edit', words)
const changed = await draftOf(media)
const approved = pass(60)
await pressOn(app, draftSubject, changed, 'Approve')
const sold = await draftOf(media)
const product = await app.em.fork().findOneOrFail(Product, { sourceExternalId: media })
const byApi = (id = '') => ({
  approve: () => api.call(key, 'POST', `/products/drafts/${id}/approve`),
  reject: (reason: string) => api.call(key, 'POST', `/products/drafts/${id}/reject`, { reason }),
})
await byApi(one?.id).approve()
await byApi((await draftOf(none.id)).id).approve()
const empty = await app.em.fork().findOneOrFail(Product, { sourceExternalId: none.id })
await byApi(two?.id).reject('Duplicate')
await pressOn(app, draftSubject, three!, 'Reject', { reason: 'Other', note: 'not ours' })
const [oneAfter, twoAfter, threeAfter] = await Promise.all(
  [one, two, three].map((draft) => draftOf(draft?.igMediaId ?? '')),
)
const marked = pass(60)
await pressOn(app, productSubject, product, 'Sold')
const counted = await sync(scanId)
const gone = await app.em.fork().findOneOrFail(Product, { id: product.id })

await sql(app.em.fork(), 'update products set total_likes = 0')
await meta.act.editPost(media, `${caption} Free delivery.`)
await meta.act.editPost(two?.igMediaId ?? '', `${two?.igCaption} Free delivery.`)
pass(2)
await pollAccounts(app)
await shop.work()
const [look] = await app.em.fork().find(InstagramSync, { syncType: 'incremental_sync' })
const followed = await app.em.fork().findOneOrFail(Product, { id: product.id })

const told = pass(1)
const note = await meta.act.post({ ...film, caption: 'Raffia hat KES 900. One size.', mediaType: 'IMAGE' })
const body = JSON.stringify({
  object: 'instagram',
  entry: [{ id: connected.igUserId, time: 5, changes: [{ field: 'media', value: { media_id: note.id } }] }],
})
const signature = `sha256=${createHmac('sha256', 'meta-secret').update(body).digest('hex')}`
const answer = await fetch(`${api.url}/api/webhooks/instagram`, {
  ...{ method: 'POST', headers: { 'x-hub-signature-256': signature }, body },
})
const eventOf = () => app.em.fork().findOneOrFail(InstagramWebhookEvent, { webhookId: { $ne: '' } })
const taken = pass(1)
await takeNotices(app)
const waiting = await eventOf()
const fetched = pass(1)
await fetchMedia(app)
await shop.work()
const done = await eventOf()
const hat = await draftOf(note.id)

const began = pass(60)
const { id: stoppedId } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 30 }, by)
await listScans(app)
const stopped = pass(2)
await cancelScan(app, stoppedId, by)
const cancelled = await sync(stoppedId)
const looked = pass(24 * 60)
await keepTokens(app)
const held = await account()
const left = pass(60)
await pressOn(app, accountSubject, await account(), 'Disconnect', { sure: 'yes' })
const over = await account()
const wiped = pass(1)
await keepTokens(app)
const bare = await account()

const at = (time: number) => times[time]

describe('instagram_accounts', () => {
  test.each([
    ['001-012', 'who made it', connected.sellerId, seller.id],
    ['001-013', 'the account', connected.igUserId, ZURI.id],
    ['001-014', 'its name', connected.username, 'zuricloset'],
    ['001-015', 'its Page', connected.fbPageId, ZURI.pageId],
    ['001-016', 'the name of its Page', connected.fbPageName, ZURI.pageName],
    ['001-018', 'what its token is', connected.tokenType, 'bearer'],
    ['001-022', 'when it was looked at', [connected, held].map((one) => one.lastValidatedAt), [at(0), at(looked)]],
    ['001-026', 'when it was made', connected.createdAt, at(0)],
    ['001-027', 'when it changed', [held, over, bare].map((one) => one.updatedAt), [looked, left, wiped].map(at)],
  ])('%s: %s', (_, __, is, should) => expect(is).toEqual(should))
})

describe('products', () => {
  test.each([
    ['001-031', 'its shop', product.storeId, storeId],
    ['001-032', 'its name, as it was written', product.name, 'Silk robe, long'],
    ['001-033', 'its address', product.slug, 'silk-robe-long'],
    ['001-034', 'its description', product.description, 'Long, with a belt'],
    ['001-036', 'its price', [product.price, product.currency], [205_000n, 'KES']],
    ['001-037', 'its old price', product.compareAtPrice, 300_000n],
    ['001-040', 'how many there are', [product, gone, empty].map((one) => one.inventoryQuantity), [1, 0, 0]],
    ['001-043', 'its category', product.categories, ['Other']],
    ['001-044', 'its tags', product.tags, ['robe']],
    ['001-046', 'its pictures', product.images, [`${meta.url}/pictures/${media}.jpg`]],
    ['001-047', 'its films', product.videos, [`${meta.url}/pictures/${media}.mp4`]],
    ['001-049', 'where it comes from', product.sourceType, 'instagram'],
    ['001-050', 'of which post', product.sourceExternalId, media],
    ['001-051', 'the address of the post', product.sourceExternalUrl, `https://www.instagram.com/reel/${shortcode}/`],
    ['001-052', 'its caption', product.sourceCaption, caption],
    ['001-053', 'since when', product.sourceImportedAt, at(approved)],
    ['001-054', 'that there is a choice', product.hasVariants, true],
    ['001-055, 001-148', 'that it is in the shop', product.state, 'active'],
    ['001-061', 'its title', product.metaTitle, 'Silk robe, long'],
    ['001-063', 'how often it was sold', [product.totalSold, gone.totalSold], [0, 1]],
    ['001-065', 'how many liked it', [product.totalLikes, followed.totalLikes], [7, 7]],
    ['001-068', 'when it was made', product.createdAt, at(approved)],
    ['001-069', 'when it changed', [product.updatedAt, gone.updatedAt], [at(approved), at(marked)]],
  ])('%s: %s', (_, __, is, should) => expect(is).toEqual(should))
})

describe('product_drafts', () => {
  const edits = { name: 'Silk robe, long', price: '2050.00', description: 'Long, with a belt' }
  test.each([
    ['001-075', 'its shop', found.storeId, storeId],
    ['001-076', 'its post, as a whole', [found.igMediaId, found.part], [media, 0]],
    ['001-077', 'what is shown of it', found.igMediaUrl, `${meta.url}/pictures/${media}.jpg`],
    ['001-078', 'the address of the post', found.igPermalink, `https://www.instagram.com/reel/${shortcode}/`],
    ['001-079', 'its caption', found.igCaption, caption],
    ['001-080', 'what it is', found.igMediaType, 'VIDEO'],
    ['001-081', 'when it was posted', found.igTimestamp.getTime(), Math.floor(postedAt.getTime() / 1000) * 1000],
    ['001-083', 'its pictures', found.imageUrls, [`${meta.url}/pictures/${media}.jpg`]],
    ['001-084', 'its films', found.videoUrls, [`${meta.url}/pictures/${media}.mp4`]],
    ['001-085', 'how it stands', [found.state, sold.state, twoAfter?.state], ['pending', 'approved', 'rejected']],
    ['001-086', 'when it was approved, by card', sold.approvedAt, at(approved)],
    ['001-086', 'when it was approved, by API', oneAfter?.approvedAt, at(approved)],
    ['001-087', 'when it was rejected, by API', twoAfter?.rejectedAt, at(approved)],
    ['001-087', 'when it was rejected, by card', threeAfter?.rejectedAt, at(approved)],
    ['001-088', 'why, by API', twoAfter?.rejectionReason, 'Duplicate'],
    ['001-088', 'why, by card', threeAfter?.rejectionReason, 'Other: not ours'],
    ['001-089', 'what was changed', changed.sellerEdits, { ...edits, category: 'Other', tags: ['robe'] }],
    ['001-089', 'what was read stays', changed.extractedData, found.extractedData],
    ['001-090', 'its product, by card', [found.productId, sold.productId], [null, product.id]],
    ['001-090', 'its product, by API', [one?.productId, typeof oneAfter?.productId], [null, 'string']],
    ['001-091', 'until when it waits', found.expiresAt, new Date((at(read)?.getTime() ?? 0) + 7 * 86_400_000)],
    ['001-092', 'when it was made', found.createdAt, at(read)],
    ['001-093', 'when it changed', [changed.updatedAt, sold.updatedAt], [at(edited), at(approved)]],
  ])('%s: %s', (_, __, is, should) => expect(is).toEqual(should))

  test('001-082: what was read, by its eight keys, as a program reads it too', () => {
    expect(shown.extractedData).toEqual(found.extractedData)
    expect(found.extractedData).toEqual({
      ...{ name: 'Silk robe', description: expect.stringContaining('Silk robe'), price: '2100.00', currency: 'KES' },
      ...{ category: 'Fashion & Apparel', tags: ['silk'], confidence: expect.any(Number) },
      variants: ['M', 'L'].map((value) => ({ option: 'size', value })),
    })
  })
})

describe('instagram_sync_history', () => {
  test.each([
    ['001-099', 'whose it is', scan.storeId, storeId],
    ['001-100', 'of which account', scan.connectionId, connected.id],
    ['001-101, 001-102', 'what it is', [scan.syncType, scan.triggerSource], ['bulk_import', 'user_initiated']],
    ['001-103', 'how it ended', [scan.state, cancelled.state], ['success', 'cancelled']],
    ['001-104', 'how many were read', scan.totalProcessed, 7],
    ['001-105', 'how many became drafts', scan.draftsCreated, others.length + 2],
    ['001-106', 'how many were approved', counted.productsImported, 3],
    ['001-107', 'how many followed their posts', look?.productsUpdated, 1],
    ['001-108', 'how many stayed as they were', look?.productsSkipped, 1],
    ['001-111', 'how long it took', [scan.durationMs, cancelled.durationMs], [300_000, 120_000]],
    ['001-114', 'when it began', [scan.startedAt, cancelled.startedAt], [at(scanned), at(began)]],
    ['001-115', 'when it ended', [scan.completedAt, cancelled.completedAt], [at(read), at(stopped)]],
    ['001-116', 'when it was made', scan.createdAt, at(scanned)],
  ])('%s: %s', (_, __, is, should) => expect(is).toEqual(should))
})

describe('instagram_webhook_events', () => {
  test.each([
    ['001-121, 001-122', 'what it is', [waiting.eventType, waiting.field], ['media', 'media']],
    ['001-123', 'of whom', waiting.igUserId, connected.igUserId],
    ['001-124', 'of which post', waiting.igMediaId, note.id],
    ['001-125', 'what came', waiting.rawPayload, { media_id: note.id }],
    ['001-126', 'how it stands', [waiting.processingStatus, done.processingStatus], ['pending', 'completed']],
    ['001-127', 'when it was done', [waiting.processedAt, done.processedAt], [null, at(fetched)]],
    ['001-129', 'how often it was tried again', done.retryCount, 0],
    ['001-130', 'of which connection', waiting.connectionId, connected.id],
    ['001-131', 'its draft', done.draftId, hat.id],
    ['001-132', 'when it came', waiting.receivedAt, at(told)],
    ['001-133', 'when it was written down', waiting.createdAt, at(taken)],
    ['001-168', 'what Meta is answered', answer.status, 200],
  ])('%s: %s', (_, __, is, should) => expect(is).toEqual(should))
})
