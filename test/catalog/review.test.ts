import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { expireDrafts } from '#src/catalog/drafts/expire.ts'
import { reviewPage } from '#src/catalog/drafts/review-page.ts'
import { CATEGORIES } from '#src/catalog/extract/categories.ts'
import { showPicture } from '#src/catalog/pictures/show.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { cancelScan } from '#src/catalog/scan/cancel-scan.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { tellPlainly } from '#test/plain.ts'
import { openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const zuri = visitorOf('Zuri')
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const draftCalled = (name: string) => app.em.fork().findOneOrFail(ProductDraft, { igCaption: { $like: `${name}%` } })
const cardOf = async ({ id }: { id: string }) =>
  draftSubject.card((await draftSubject.load(app.em.fork(), [id]))[0]!, app)
const labels = async ({ id }: { id: string }) =>
  draftSubject
    .offers((await draftSubject.load(app.em.fork(), [id]))[0]!)
    .map(({ label, verb }) => label ?? draftSubject.verbs[verb]?.label)
const scanCard = async (id: string) => {
  const [view] = await syncSubject.load(app.em.fork(), [id])
  return { ...syncSubject.card(view!, app), offers: syncSubject.offers(view!).map(({ label, verb }) => label ?? verb) }
}
const start = (options = {}) => startScan(app, storeId, { ...usualOptions(app.now), ...options }, by)

beforeEach(() => shop.afresh())

describe('a scan', () => {
  test('001-214, 001-231, 001-232, 001-233: albums yes, films no, six months', () => {
    const { includeCarousels, includeVideos, since, limit } = usualOptions(app.now)
    expect([includeCarousels, includeVideos, limit]).toEqual([true, false, 100])
    expect(app.now.getTime() - new Date(since ?? '').getTime()).toBe(183 * 86_400_000)
  })

  test('001-231: without albums they are left out', async () => {
    await start({ limit: 15, includeCarousels: false })
    await shop.work()
    expect(await run("select 1 from instagram_posts where media_type = 'CAROUSEL_ALBUM'")).toEqual([])
  })

  test('001-232: with films they come too', async () => {
    const [account] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
    const film = { accountId: account!.ig, caption: 'Silk robe KES 2,100', mediaType: 'VIDEO' as const, at: app.now }
    const { id } = await meta.act.post(film)
    await start({ limit: 5 })
    await shop.work()
    expect(await run('select 1 from instagram_posts where ig_media_id = $1', [id])).toEqual([])
    await start({ limit: 5, includeVideos: true })
    await shop.work()
    expect(await run('select 1 from instagram_posts where ig_media_id = $1', [id])).toHaveLength(1)
    await meta.act.deletePost(id)
  })

  test('001-233: what is older than asked for is left out', async () => {
    await start({ since: new Date(app.now.getTime() - 5.5 * 3_600_000).toISOString() })
    await shop.work()
    expect(await run('select 1 from instagram_posts')).toHaveLength(5)
  })

  test('001-234: a running scan is cancelled, and what it found stays', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    expect((await scanCard(id)).offers).toEqual(['cancel'])
    expect(await cancelScan(app, id, by)).toBe(true)
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).state).toBe('cancelled')
    expect(await run('select 1 from instagram_posts where read_at is null')).toEqual([])
  })

  test('001-214: a second one is refused while one runs', async () => {
    await start({ limit: 15 })
    await expect(start({ limit: 15 })).rejects.toThrow(/running/)
  })

  test('001-235, 001-303: its card tells how far it is and how long it takes', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    app.now = new Date(app.now.getTime() + 10_000)
    await run('update instagram_sync_history set total_processed = 5')
    const card = await scanCard(id)
    expect(card.title).toContain('Scan · 5 of 15 posts')
    expect(card.facts).toContainEqual({ label: 'Analyzing posts', value: '▓▓▓▓░░░░░░░░' })
    expect(card.footer).toContain('About 20 s left')
  })

  test('001-104, 001-105, 001-109, 001-147, 001-113: its counters', async () => {
    const { id } = await scanSome(shop)
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({
      ...{ state: 'success', syncType: 'bulk_import', triggerSource: 'user_initiated', totalProcessed: 15 },
      ...{ draftsCreated: 12, notProducts: 3, productsFailed: 0, apiCallsUsed: 1, errors: [] },
      metadata: { oldestMediaTimestamp: expect.any(String) },
    })
  })

  test('001-147, 001-109, 001-110, 001-272: a post that cannot be read is named, and the scan is partly good', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    await run("update instagram_posts set media_url = $1, attempts = 2 where caption like 'Blue denim%'", [
      `${meta.url}/nothing`,
    ])
    await meta.act.failNext(2)
    await shop.work()
    const sync = await app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(sync).toMatchObject({ state: 'partial_success', productsFailed: 1, totalProcessed: 15 })
    expect(sync.errors[0]).toMatchObject({ mediaId: expect.any(String), error: expect.stringContaining('instagram') })
  })

  test('001-147: a scan of which nothing could be read has failed, says why, and offers itself again', async () => {
    const { id } = await start({ limit: 15 })
    await meta.act.failNext(3)
    await shop.workOn()
    const card = await scanCard(id)
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).state).toBe('failed')
    expect(card.offers).toEqual(['again'])
    await run("update instagram_accounts set state = 'active'")
  })

  test('001-236, 001-303, 001-308: what is sure is approved at once, the rest is looked at one by one', async () => {
    const { id, drafts } = await scanSome(shop)
    const before = await scanCard(id)
    const label = before.offers[0] ?? ''
    const count = Number(/Approve (\d+) above 80 %/.exec(label)?.[1])
    expect(count).toBeGreaterThan(3)
    const sync = await app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(await pressOn(app, syncSubject, sync, label)).toContain(`Approved ${count}`)
    expect(await app.em.fork().count(Product, { state: 'active' })).toBe(count)
    const rest = await app.em.fork().find(ProductDraft, { state: 'pending' })
    expect(rest.length).toBe(drafts.length - count)
    const told = await pressOn(
      app,
      syncSubject,
      await app.em.fork().findOneOrFail(InstagramSync, { id }),
      'Review one by one',
    )
    expect(told).toBe(`${rest.length} cards follow, the surest first.`)
    expect(await run("select distinct subject_id from card_posts where subject = 'draft'")).toHaveLength(rest.length)
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).productsImported).toBe(count)
  })
})

describe('a draft', () => {
  beforeEach(async () => void (await scanSome(shop)))

  test('001-237, 001-240, 001-241, 001-306: its card has picture, name, price, confidence, words, expiry and buttons', async () => {
    const draft = await draftCalled('Floral wrap')
    const card = await cardOf(draft)
    expect(card.title).toMatch(/^DR-\d+ Floral wrap dress · KES 2,500 · 9\d %$/)
    expect(card.picture?.alt).toBe('Floral wrap dress')
    expect(card.facts).toContainEqual({ label: 'Expires', value: 'in 7 days' })
    expect(card.facts.find(({ label }) => label === 'Read from')?.value).toContain('"Ksh 2,500')
    expect(card.links).toEqual([{ label: 'View post', url: draft.igPermalink }])
    expect(await labels(draft)).toEqual(['Approve', 'Edit', 'Edit & approve', 'Reject', 'Dismiss'])
  })

  test('001-240, 001-083: an album shows its pictures as one grid', async () => {
    const draft = await draftCalled('Leather tote')
    expect(draft.imageUrls.length).toBeGreaterThan(1)
    const { picture } = await cardOf(draft)
    const shown = await showPicture(app, picture!.ref.replace('catalog:', ''), null)
    const sharp = (await import('sharp')).default
    expect(await sharp(Buffer.from(shown!.bytes)).metadata()).toMatchObject({ format: 'jpeg', width: 1080 })
  })

  test('001-142, 001-148, 001-220, 001-307, 001-349: Approve makes a product that is in the shop', async () => {
    const draft = await draftCalled('Floral wrap')
    expect(await pressOn(app, draftSubject, draft, 'Approve')).toMatch(/PR-\d+ Floral wrap dress is in the shop\./)
    const after = await draftCalled('Floral wrap')
    const product = await app.em.fork().findOneOrFail(Product, { id: after.productId })
    expect(after).toMatchObject({ state: 'approved', approvedAt: app.now })
    expect(product).toMatchObject({
      ...{ state: 'active', price: 250_000n, currency: 'KES', slug: 'floral-wrap-dress', sourceType: 'instagram' },
      ...{ sourceExternalId: draft.igMediaId, sourceExternalUrl: draft.igPermalink, sourceCaption: draft.igCaption },
      ...{ sourceImportedAt: app.now, hasVariants: false, pictures: draft.pictures, images: draft.imageUrls },
    })
  })

  test('001-349: a shop that wants to look first gets it unpublished', async () => {
    await run('update stores set publishes_at_once = false')
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    expect(await app.em.fork().count(Product, { state: 'draft' })).toBe(1)
    await run('update stores set publishes_at_once = true')
  })

  test('001-143, 001-221: Reject keeps the reason, and a new scan leaves it out', async () => {
    const draft = await draftCalled('Floral wrap')
    await pressOn(app, draftSubject, draft, 'Reject', { reason: 'Duplicate', note: '' })
    expect(await draftCalled('Floral wrap')).toMatchObject({
      ...{ state: 'rejected', rejectedAt: app.now, rejectionReason: 'Duplicate' },
    })
    await scanSome(shop)
    expect((await draftCalled('Floral wrap')).state).toBe('rejected')
  })

  test('001-350, 001-339: a rejected one comes back when its post is added by address', async () => {
    const draft = await draftCalled('Floral wrap')
    await pressOn(app, draftSubject, draft, 'Reject', { reason: 'Other', note: '' })
    const { text } = await runCommand(app, `product add ${draft.igPermalink}`, zuri)
    expect(text).toContain('Floral wrap dress · KES 2,500')
    expect((await draftCalled('Floral wrap')).state).toBe('pending')
  })

  test('001-339: a product is added by hand in words', async () => {
    const { text } = await runCommand(app, 'product add Canvas apron KES 1,200 black', zuri)
    expect(text).toContain('Canvas apron · KES 1,200')
    await pressOn(app, draftSubject, await draftCalled('Canvas apron'), 'Approve')
    expect(await app.em.fork().findOneOrFail(Product, { name: 'Canvas apron' })).toMatchObject({ sourceType: 'manual' })
  })

  test('001-242, 001-243, 001-089, 001-219: Edit has every field; what was read is kept beside what was changed', async () => {
    const draft = await draftCalled('Floral wrap')
    const [view] = await draftSubject.load(app.em.fork(), [draft.id])
    const form = draftSubject.ask?.(view!, 'edit', app) as unknown as { submit: string; fields: any[] }
    expect([form.submit, form.fields.map(({ name }) => name)]).toEqual([
      ...['Save draft', ['name', 'price', 'description', 'category', 'tags']],
    ])
    expect(form.fields[3].choices.map(({ value }: { value: string }) => value)).toEqual(CATEGORIES)
    const answers = {
      name: 'Wrap dress',
      price: '2400',
      description: 'Light',
      category: 'Other',
      tags: 'dress, floral',
    }
    expect(await pressOn(app, draftSubject, draft, 'Edit', answers)).toBe('Saved. It still waits for Approve.')
    const after = await draftCalled('Floral wrap')
    expect(after).toMatchObject({
      state: 'pending',
      extractedData: { name: 'Floral wrap dress', price: '2500.00' },
      sellerEdits: { name: 'Wrap dress', price: '2400.00', category: 'Other', tags: ['dress', 'floral'] },
    })
    await pressOn(app, draftSubject, after, 'Approve')
    expect(await app.em.fork().findOneOrFail(Product, { name: 'Wrap dress' })).toMatchObject({ price: 240_000n })
  })

  test('001-243: Save and approve does both', async () => {
    const answers = { name: 'Loafers', price: '2700', description: '', category: '', tags: '' }
    const draft = await draftCalled('Chunky')
    const [view] = await draftSubject.load(app.em.fork(), [draft.id])
    expect(draftSubject.ask?.(view!, 'publish', app)).toMatchObject({
      submit: 'Save and approve',
      fields: ['name', 'price', 'description', 'category', 'tags'].map((name) => ({ name })),
    })
    await pressOn(app, draftSubject, draft, 'Edit & approve', answers)
    expect(await app.em.fork().findOneOrFail(Product, { name: 'Loafers' })).toMatchObject({ price: 270_000n })
  })

  test.each([
    ['name', { name: ' ' }, 'Name the product.'],
    ['price', { price: 'cheap' }, 'Write the price in KES, such as 2500.'],
    ['category', { category: 'Boats' }, 'There is no such category.'],
  ])('001-242: a wrong %s is refused with what is wrong', async (_, wrong, words) => {
    const answers = { name: 'Dress', price: '1', description: '', category: '', tags: '', ...wrong }
    await expect(pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Edit', answers)).rejects.toThrow(words)
  })

  test('001-036: without a price it is not approved; usual prices are offered, or it is typed', async () => {
    const draft = await draftCalled('Handmade beaded')
    expect(draft.extractedData.price).toBeNull()
    const offered = await labels(draft)
    expect(offered.filter((label) => label?.startsWith('KES'))).toHaveLength(3)
    expect(offered).toContain('Type a price')
    await pressOn(app, draftSubject, draft, 'Type a price', { price: '1,800' })
    expect(await app.em.fork().count(Product, { price: 180_000n })).toBe(1)
  })

  test('001-244: Dismiss puts it aside, where drafts still finds it', async () => {
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Dismiss')
    expect(await draftCalled('Floral wrap')).toMatchObject({ state: 'pending', dismissedAt: app.now })
    expect((await runCommand(app, 'drafts wrap', zuri)).text).toContain('Floral wrap dress')
  })

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
    expect(await after(121)).toEqual(['pending', 1])
    expect(await after(161)).toEqual(['pending', 1])
    expect(await after(163)).toEqual(['pending', 2])
    expect(await after(169)).toEqual(['expired', 2])
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
    const [one, two, ...rest] = await pending()
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

  test('001-238, 001-239, 001-298: drafts lists those that wait, by confidence, and narrows them', async () => {
    expect((await runCommand(app, 'drafts', zuri)).text).toMatch(/^12 drafts wait, the surest first:\nDR-/)
    const sharesOf = async (words: string) =>
      [...(await runCommand(app, words, zuri)).text.matchAll(/^DR-.* · (\d+) %$/gm)].map(([, share]) => Number(share))
    const [all, high, low] = [await sharesOf('drafts'), await sharesOf('drafts high'), await sharesOf('drafts low')]
    expect(all).toEqual(all.toSorted((a, b) => b - a))
    expect(high).toEqual(all.filter((share) => share > 80))
    expect(low).toEqual(all.filter((share) => share <= 80))
    expect(Math.min(high.length, low.length)).toBeGreaterThan(1)
    expect((await runCommand(app, 'drafts low', zuri)).text).toContain('Handmade beaded')
    expect((await runCommand(app, 'drafts expiring', zuri)).text).toContain('None of them')
    app.now = new Date(app.now.getTime() + 130 * 3_600_000)
    expect((await runCommand(app, 'drafts expiring', zuri)).text).toContain('12 drafts wait')
  })

  test('001-033, 001-070: names that fold to the same address get one of their own', async () => {
    for (const name of ['Kofia ☀️', 'Kofia 🌙', '帽子', '帽', '☀️☀️', '🌙']) {
      await runCommand(app, `product add ${name} KES 300`, zuri)
    }
    for (const draft of await app.em.fork().find(ProductDraft, { igMediaId: { $like: 'manual:%' } })) {
      const answers = {
        name: draft.igCaption!.replace(' KES 300', ''),
        price: '300',
        description: '',
        category: '',
        tags: '',
      }
      await pressOn(app, draftSubject, draft, 'Edit & approve', answers)
    }
    const slugs = (await app.em.fork().find(Product, {})).map(({ slug }) => slug)
    expect(slugs).toEqual(expect.arrayContaining(['kofia', 'kofia-2', '帽子', '帽']))
    expect(slugs.join()).not.toMatch(/\ufe0f/)
    expect(slugs).toHaveLength(6)
    expect(new Set(slugs).size).toBe(6)
  })

  test('001-220: approved on both platforms and by API at once it is one product', async () => {
    const draft = await draftCalled('Floral wrap')
    const api = await openApi(app)
    const key = await api.keyOf('Zuri', 'seller', storeId)
    const byProgram = api.call(key, 'POST', `/products/drafts/${draft.id}/approve`)
    const [one, two, program] = await Promise.all([
      ...[1, 2].map(() => pressOn(app, draftSubject, draft, 'Approve').then(Boolean, () => false)),
      byProgram.then(({ status }) => status),
    ])
    expect([one, two].filter(Boolean).length).toBeLessThanOrEqual(1)
    expect(program).toBe(200)
    expect(await app.em.fork().count(Product, {})).toBe(1)
  })

  test('001-009: the same picture again offers Restock, New price and New product', async () => {
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    const product = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
    await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [product.id])
    expect(await labels(await draftCalled('Chunky'))).toEqual(
      expect.arrayContaining(['Restock', 'New price', 'New product']),
    )
    expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')).toBe(
      'Floral wrap dress costs KES 2,800 now.',
    )
    expect((await app.em.fork().findOneOrFail(Product, { id: product.id })).price).toBe(280_000n)
    expect(await draftCalled('Chunky')).toMatchObject({ state: 'approved', productId: product.id })
  })

  test('Restock puts one more on the shelf, and what was sold is back in the shop', async () => {
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
    const { id } = await product()
    await run("update product_drafts set similar_to = $1 where ig_caption ~ '^(Chunky|Kitenge)'", [id])
    expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'Restock')).toBe(
      'Floral wrap dress is back in stock.',
    )
    expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 2, price: 250_000n })
    expect(await draftCalled('Chunky')).toMatchObject({ state: 'approved', approvedAt: app.now, productId: id })
    await pressOn(app, productSubject, await product(), 'Sold')
    await pressOn(app, draftSubject, await draftCalled('Kitenge'), 'Restock')
    expect(await product()).toMatchObject({ state: 'active', inventoryQuantity: 1 })
    expect(await app.em.fork().count(Product, {})).toBe(1)
  })

  test('New product makes one of its own beside it, under another address', async () => {
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    const first = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
    await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [first.id])
    expect(await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New product')).toMatch(
      /^PR-\d+ Chunky loafers is in the shop\.$/,
    )
    expect(await app.em.fork().findOneOrFail(Product, { name: 'Chunky loafers' })).toMatchObject({
      ...{ state: 'active', price: 280_000n, slug: 'chunky-loafers' },
    })
    expect(await app.em.fork().findOneOrFail(Product, { id: first.id })).toMatchObject({
      inventoryQuantity: first.inventoryQuantity,
      price: 250_000n,
    })
  })

  test('001-106: the scan counts what is sold of its finds, however it was approved', async () => {
    const imported = async () => {
      const syncs = await app.em.fork().find(InstagramSync, {})
      return syncs.map(({ productsImported }) => productsImported)
    }
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    expect(await imported()).toEqual([1])
    const { id } = await draftCalled('Leather tote')
    await reviewPage.take?.(app, { ...seller, storeId }, { [`draft:${id}`]: 'yes' })
    expect(await imported()).toEqual([2])
    const product = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
    await run("update product_drafts set similar_to = $1 where ig_caption like 'Chunky%'", [product.id])
    await pressOn(app, draftSubject, await draftCalled('Chunky'), 'New price')
    await pressOn(app, draftSubject, await draftCalled('Ankara'), 'Reject', { reason: 'Other', note: '' })
    expect(await imported()).toEqual([2])
  })

  test('001-007, 001-010: the store knows when it was last read', async () => {
    const [store] = await run<{ source: Record<string, string> }>('select social_source as source from stores')
    expect(store?.source).toMatchObject({ platform: 'instagram', lastSyncAt: expect.any(String) })
  })

  test('a product is found, edited, hidden, shown and sold by command', async () => {
    await pressOn(app, draftSubject, await draftCalled('Floral wrap'), 'Approve')
    const { text } = await runCommand(app, 'products dress', zuri)
    const ref = /PR-\d+/.exec(text)?.[0]
    expect(text).toContain(`${ref} Floral wrap dress · KES 2,500`)
    const product = () => app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
    for (const [label, state] of [
      ['Hide', 'hidden'],
      ['Show', 'active'],
      ['Sold', 'sold'],
      ['Restock', 'active'],
    ] as const) {
      await pressOn(app, productSubject, await product(), label)
      expect((await product()).state).toBe(state)
    }
    const told = (await tellPlainly(app, 'product')).join('\n')
    expect(told).toMatch(/ hid it\.[\s\S]* showed it\.[\s\S]* marked it sold\.[\s\S]* restocked it\./)
    expect((await tellPlainly(app, 'scan')).join('\n')).toContain('Every post was read.')
    await tellPlainly(app, 'igconnection')
  })
})

describe('the review page', () => {
  const member = { ...seller, storeId }
  const visit = (query = {}) => ({ member, csrf: 'c', call: { query } }) as never

  test('001-236, 001-303, 001-304: the sure ones are ticked, all can be, and one press approves the ticked', async () => {
    await scanSome(shop)
    const page = String(await reviewPage.draw(app, visit()))
    const boxes = [...page.matchAll(/name="draft:([0-9a-f-]{36})" value="yes" (checked)?/g)]
    const ticked = boxes.filter(([, , checked]) => checked)
    expect([boxes.length, page.includes('/product-pictures/')]).toEqual([12, true])
    expect(ticked.length).toBeGreaterThan(3)
    const all = String(await reviewPage.draw(app, visit({ all: '1' })))
    expect([...all.matchAll(/ checked/g)].length).toBeGreaterThan(ticked.length)
    const form = Object.fromEntries(ticked.map(([, id]) => [`draft:${id}`, 'yes']))
    expect(await reviewPage.take?.(app, member, form)).toBe(`${ticked.length} products are approved.`)
    expect(await app.em.fork().count(Product, { state: 'active' })).toBe(ticked.length)
    await expect(reviewPage.take?.(app, member, form)).rejects.toThrow('They are decided already.')
  })

  test("001-226: another shop's drafts are neither shown nor approved", async () => {
    const { drafts } = await scanSome(shop)
    const other = { ...member, storeId: '00000000-0000-4000-8000-000000000000' }
    expect(
      String(await reviewPage.draw(app, { member: other, csrf: 'c', call: { query: {} } } as never)),
    ).not.toContain('checkbox')
    await expect(reviewPage.take?.(app, other, { [`draft:${drafts[0]!.id}`]: 'yes' })).rejects.toThrow()
    expect(await app.em.fork().count(Product, {})).toBe(0)
  })
})

describe('the API', () => {
  test('001-214, 001-215, 001-216, 001-217, 001-218, 001-219, 001-220, 001-221, 001-222, 001-297, 001-298, 001-299, 001-301: a scan, its drafts, an edit, approvals and a rejection', async () => {
    const api = await openApi(app)
    const key = await api.keyOf('Zuri', 'seller', storeId)
    const call = (method: string, path: string, body?: object) => api.call(key, method, path, body)
    const started = await call('POST', '/instagram/scan', { limit: 15, includeVideos: false })
    expect([started.status, started.body]).toEqual([
      202,
      { scanId: expect.any(String), status: 'processing', estimatedTime: 27 },
    ])
    await shop.work()
    const { body: scan } = await call('GET', `/instagram/scan/${started.body.scanId}`)
    expect(scan).toMatchObject({
      status: 'completed',
      progress: { totalMedia: 15, processed: 15, draftsCreated: 12, failed: 0 },
    })
    expect(Object.keys(scan.drafts[0]).toSorted()).toEqual([
      'createdAt',
      'extractedData',
      'id',
      'igMediaId',
      'imageUrls',
    ])
    const { body: list } = await call('GET', '/products/drafts?page=2&limit=5&status=pending')
    expect(list.pagination).toEqual({ total: 12, page: 2, limit: 5, pages: 3 })
    const [one, two, three] = list.drafts.filter((draft: any) => draft.extractedData.price)
    for (const name of ['id', 'igMediaUrl', 'extractedData', 'imageUrls', 'approvalStatus', 'expiresAt', 'createdAt']) {
      expect(one).toHaveProperty(name)
    }
    const edited = await call('PATCH', `/products/drafts/${one.id}`, { name: 'By program', price: 990, tags: ['new'] })
    expect(edited.body).toMatchObject({
      ...{ success: true, draft: { extractedData: { name: 'By program', price: '990.00', tags: ['new'] } } },
    })
    const approve = () => call('POST', `/products/drafts/${one.id}/approve`)
    const { body: sold } = await approve()
    expect(sold).toEqual({
      success: true,
      product: { id: expect.any(String), name: 'By program', status: 'active', slug: 'by-program' },
    })
    expect((await approve()).body).toEqual(sold)
    expect((await call('PATCH', `/products/drafts/${one.id}`, { name: 'Late' })).status).toBe(409)
    const rejected = await call('POST', `/products/drafts/${two.id}/reject`, { reason: 'Not a product' })
    expect(rejected.body).toEqual({ success: true, message: 'Draft rejected' })
    const ids = [three.id, two.id, '00000000-0000-4000-8000-000000000000']
    const { body: batch } = await call('POST', '/products/drafts/batch-approve', { draftIds: ids })
    expect(batch.results).toEqual({ approved: 1, failed: 2 })
    expect(batch.errors.map(({ draftId }: { draftId: string }) => draftId)).toEqual(ids.slice(1))
  })

  test('001-226: none of it without a key', async () => {
    const api = await openApi(app)
    for (const [method, path] of [
      ['POST', '/instagram/scan'],
      ['GET', '/instagram/scan/x'],
      ['GET', '/products/drafts'],
      ['PATCH', '/products/drafts/x'],
      ['POST', '/products/drafts/x/approve'],
      ['POST', '/products/drafts/x/reject'],
      ['POST', '/products/drafts/batch-approve'],
    ] as const) {
      expect((await api.call('dh_nobody', method, path)).status).toBe(401)
    }
  })
})
