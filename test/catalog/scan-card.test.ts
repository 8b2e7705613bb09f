import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { cancelScan } from '#src/catalog/scan/cancel-scan.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import type { PostPage } from '#src/integrations/meta/instagram.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
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
    const { id } = await start({ since: new Date(app.now.getTime() - 5.5 * 3_600_000).toISOString() })
    await shop.work()
    expect(await run('select 1 from instagram_posts')).toHaveLength(5)
    // Older still is what the next page shows: it is not asked for.
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ apiCallsUsed: 1, totalMedia: 5 })
  })

  test('001-214: as many as were asked for, over all pages', async () => {
    const { id } = await start({ limit: 30 })
    await shop.work()
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({ apiCallsUsed: 2, totalMedia: 30 })
    expect(await run('select 1 from instagram_posts')).toHaveLength(30)
  })

  test('001-234: a running scan is cancelled, and what it found stays', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    expect((await scanCard(id)).offers).toEqual(['cancel'])
    expect(await cancelScan(app, id, by)).toBe(true)
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).state).toBe('cancelled')
    expect(await run('select 1 from instagram_posts where read_at is null')).toEqual([])
  })

  test('001-236: what is decided without its card opens no other', async () => {
    const { find } = await scanSome(shop)
    await pressOn(app, draftSubject, find('Floral wrap dress'), 'Approve')
    expect(await run("select 1 from card_posts where subject = 'draft'")).toEqual([])
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

  test('001-235: from a minute and a half on the time left is told in minutes', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    app.now = new Date(app.now.getTime() + 100_000)
    await run('update instagram_sync_history set total_processed = 5')
    expect((await scanCard(id)).footer).toContain('About 4 minutes left.')
  })

  test('001-235, 001-303: its card is drawn anew with each page that comes, and with what is read', async () => {
    const { id } = await start({ limit: 15 })
    const drawn = async () =>
      (await run<{ wanted: number }>('select wanted from card_posts where subject_id = $1 limit 1', [id]))[0]?.wanted ??
      0
    const times = [await drawn()]
    await listScans(app)
    times.push(await drawn())
    // Not the last of them, with which it ends anyway.
    await run("update instagram_posts set next_try_at = $1 where caption like 'Blue denim%'", [new Date('2030-01-01')])
    await extractPosts(app)
    times.push(await drawn())
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).state).toBe('running')
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b))
  })

  test('001-341: while Instagram lets us ask no more its card says until when', async () => {
    const [account] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
    await run(`insert into calls (id, budget, at) select gen_random_uuid(), $1, $2 from generate_series(1, 140)`, [
      `instagram:${account?.ig}/rest`,
      app.now,
    ])
    const { id } = await start({ limit: 15 })
    await listScans(app)
    expect((await scanCard(id)).footer).toMatch(/^Instagram lets us ask only so often\. It goes on at \d\d:\d\d\.$/)
  })

  test('001-147, 001-263: after five answers that are none it ends, and says what Instagram said', async () => {
    const { id } = await start({ limit: 15 })
    const now = app.now
    await meta.act.failNext(2, 2, 2, 2)
    for (let tries = 0; tries < 4; tries++) {
      await listScans(app)
      app.now = new Date(app.now.getTime() + 3_600_000)
    }
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).state).toBe('running')
    await meta.act.failNext(2)
    await listScans(app)
    app.now = now
    const problems = (await scanCard(id)).facts?.find(({ label }) => label === 'Problems')?.value
    expect(problems).toContain('Instagram has a problem')
    expect((await scanCard(id)).offers).toEqual(['again'])
  })

  test('001-234: what was found before Cancel still waits for somebody on its card', async () => {
    const { id } = await start({ limit: 15 })
    await listScans(app)
    await run("update instagram_posts set next_try_at = $1 where caption like 'Blue denim%'", [new Date('2030-01-01')])
    await extractPosts(app)
    await pressOn(app, syncSubject, await app.em.fork().findOneOrFail(InstagramSync, { id }), 'Cancel')
    const card = await scanCard(id)
    expect(card).toMatchObject({ tone: 'todo', title: expect.stringContaining('Cancelled · ') })
    expect(card.offers).toEqual([expect.stringMatching(/^Approve \d+ above/), 'Review one by one', 'seen'])
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
    expect(sync.errors[0]).toMatchObject({
      mediaId: expect.any(String),
      error: expect.stringContaining('Instagram has a problem'),
    })
  })

  /** What happens between the page that Instagram sends and its being kept. */
  const meanwhile = async (change: (page: PostPage) => Promise<PostPage>) => {
    const { instagram } = app
    if (!instagram) throw new Error('Instagram is there')
    app.instagram = { ...instagram, posts: async (...asked) => change(await instagram.posts(...asked)) }
    await listScans(app).finally(() => {
      app.instagram = instagram
    })
  }

  test('001-147, 001-109, 001-110: a post that comes in a shape nobody can read is named, and holds up no other', async () => {
    const { id } = await start({ limit: 15 })
    let broken = ''
    await meanwhile(async ({ items: [first, ...others], ...page }) => {
      broken = first?.id ?? ''
      return { ...page, items: others.slice(0, 4), broken: [broken], next: null }
    })
    await shop.work()
    const counts = { totalMedia: 5, totalProcessed: 5, productsFailed: 1, productsSkipped: 0 }
    const sync = await app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(sync).toMatchObject({ state: 'partial_success', ...counts, errors: [{ mediaId: broken }] })
    const card = await scanCard(id)
    expect(card.title).toContain('Some posts could not be read · ')
    expect(card.title).toMatch(/ · 1 failed$/)
    expect(card.facts).toContainEqual({ label: 'Problems', value: `${broken}: cannot be read` })
  })

  test.each([
    ['somebody cancelled it', async (id: string) => void (await cancelScan(app, id, by))],
    [
      'another process had it in hand',
      (id: string) => run('update instagram_sync_history set lease_token = gen_random_uuid() where id = $1', [id]),
    ],
  ])('001-234, 001-297: of a scan nothing is kept that Instagram sends after %s', async (_, happens) => {
    const { id } = await start({ limit: 15 })
    await meanwhile(async (page) => {
      await happens(id)
      return page
    })
    expect(await run('select 1 from instagram_posts')).toEqual([])
    expect((await app.em.fork().findOneOrFail(InstagramSync, { id })).totalMedia).toBe(0)
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

  test.each(['expired', 'error', 'revoked'] as const)(
    '001-264: with a connection that is %s none begins',
    async (state) => {
      await run('update instagram_accounts set state = $1', [state])
      await expect(scanSome(shop)).rejects.toThrow('The Instagram connection has ended. Write: connect')
      await run("update instagram_accounts set state = 'active'")
    },
  )

  test('001-236: three are looked at at once, and for each that is decided the next one opens', async () => {
    const { id } = await scanSome(shop)
    const sync = () => app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(await pressOn(app, syncSubject, await sync(), 'Review one by one')).toBe('3 cards follow, the surest first.')
    const open = () => run<{ id: string }>("select distinct subject_id as id from card_posts where subject = 'draft'")
    const [first] = await open()
    await pressOn(
      app,
      draftSubject,
      await app.em.fork().findOneOrFail(ProductDraft, { id: first?.id ?? '' }),
      'Reject',
      {
        reason: 'Other',
      },
    )
    expect(await open()).toHaveLength(4)
    expect((await scanCard(id)).offers).toContain('Review the next 3')
  })
})
