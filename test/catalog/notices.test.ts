import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { InstagramWebhookEvent } from '#entities/catalog/instagram-webhook-event.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { Alert } from '#entities/operations/alert.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { FETCH_MEDIA } from '#src/catalog/steps.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openApi, openShop, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const api = await openApi(app)
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
const ig = mine?.ig ?? ''
beforeAll(async () => void (await scanSome(shop)))

const send = (body: string, secret = 'meta-secret') =>
  fetch(`${api.url}/api/webhooks/instagram`, {
    method: 'POST',
    headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
    body,
  })
const told = (media: string, field = 'media', time = 1_772_460_000) =>
  JSON.stringify({ object: 'instagram', entry: [{ id: ig, time, changes: [{ field, value: { media_id: media } }] }] })
const events = (media: string) => app.em.fork().find(InstagramWebhookEvent, { igMediaId: media })
const work = async () => {
  await takeNotices(app)
  await fetchMedia(app)
  await shop.work()
}
const publish = (caption: string) =>
  meta.act.post({ accountId: ig, caption, picture: 'shoe #8d5524 Fashion & Apparel' })
const draftOf = (media: string) => app.em.fork().findOne(ProductDraft, { igMediaId: media })
const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
}

describe("Meta's notices", () => {
  test('001-164, 001-223, 001-305: the challenge is echoed to who knows our token, and to nobody else', async () => {
    const ask = (token: string) =>
      fetch(`${api.url}/api/webhooks/instagram?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=4242`)
    expect(await (await ask('verify')).text()).toBe('4242')
    expect((await ask('guess')).status).toBe(403)
  })

  test('001-166, 001-305: what Meta did not sign is answered with 401 and not kept', async () => {
    expect((await send(told('1'), 'guess')).status).toBe(401)
    await takeNotices(app)
    expect(await events('1')).toEqual([])
  })

  test('001-165, 001-167, 001-168, 001-224: a notice is kept before it is answered, and answered before it is worked on', async () => {
    const { id } = await publish('Raffia hat KES 900. One size.')
    const began = performance.now()
    expect((await send(told(id))).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(await run("select 1 from inbox where source = 'instagram' and body like $1", [`%${id}%`])).toHaveLength(1)
    expect(await events(id)).toEqual([])
    await takeNotices(app)
    const [event] = await events(id)
    expect(event).toMatchObject({ processingStatus: 'pending', eventType: 'media', field: 'media', igUserId: ig })
    expect(event?.rawPayload).toEqual({ media_id: id })
  })

  test('001-145, 001-169, 001-170, 001-173, 001-174, 001-306: then the post is fetched, read, and a draft, whose event is completed', async () => {
    await work()
    const post = await app.em.fork().findOneOrFail(InstagramPost, { caption: 'Raffia hat KES 900. One size.' })
    const draft = await draftOf(post.igMediaId)
    expect(draft).toMatchObject({ state: 'pending', extractedData: { name: 'Raffia hat', price: '900.00' } })
    const [event] = await events(post.igMediaId)
    expect(event).toMatchObject({ processingStatus: 'completed', draftId: draft?.id })
    expect(event?.processedAt).not.toBeNull()
  })

  test('001-175, 001-244, 001-245: its card rings the seller', async () => {
    const post = await app.em.fork().findOneOrFail(InstagramPost, { caption: 'Raffia hat KES 900. One size.' })
    const draft = await draftOf(post.igMediaId)
    expect(await run('select ring from card_posts where subject_id = $1', [draft?.id])).toEqual([{ ring: 1 }])
  })

  test('001-176, 001-120, 001-342: the same notice twice is one event and one draft', async () => {
    const { id } = await publish('Suede clogs KES 1,900. EU 38.')
    for (const time of [1, 1]) await send(told(id, 'media', time))
    await send(told(id, 'media', 2))
    // Once more, together with something else: another body, the same change.
    const changes = [id, '404'].map((media_id) => ({ field: 'media', value: { media_id } }))
    await send(JSON.stringify({ object: 'instagram', entry: [{ id: ig, time: 1, changes }] }))
    await work()
    expect(await events(id)).toHaveLength(2)
    expect(await app.em.fork().count(ProductDraft, { igMediaId: id })).toBe(1)
  })

  test('001-121, 001-122, 001-172: other changes are written down and ignored', async () => {
    await send(told('77', 'mentions'))
    await send(told('78', 'story_insights'))
    await send(told('79', 'comments'))
    await takeNotices(app)
    expect((await events('77'))[0]).toMatchObject({ processingStatus: 'ignored', eventType: 'mentions' })
    expect((await events('78'))[0]).toMatchObject({ processingStatus: 'ignored', eventType: 'other' })
    expect((await events('79'))[0]).toMatchObject({ processingStatus: 'ignored', eventType: 'comments' })
  })

  test('001-128, 001-129, 001-146, 001-177, 001-263: Instagram away: three tries ever later, then failed, and a card with Retry', async () => {
    await send(told('31337', 'media', 5))
    await takeNotices(app)
    const waits: number[] = []
    const tries: unknown[] = []
    for (let at = 0; at < 3; at++) {
      await meta.act.failNext(2)
      app.bells.length = 0
      await fetchMedia(app)
      const [{ retryCount, processingError } = {}] = await events('31337')
      tries.push([retryCount, Boolean(processingError)])
      const next = app.bells.find(({ step, at }) => step === FETCH_MEDIA && at)?.at
      if (next) {
        waits.push((next.getTime() - app.now.getTime()) / 1000)
        app.now = next
      }
    }
    expect(waits).toEqual([30, 60])
    expect(tries).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ])
    expect((await events('31337'))[0]).toMatchObject({ processingStatus: 'failed', retryCount: 3 })
    expect((await events('31337'))[0]?.processingError).toMatch(/^instagram: /)
    expect(await app.em.fork().count(Alert, { key: 'media:31337', state: 'open' })).toBe(1)
  })

  test('001-128, 001-266, 001-354: a post that is not there is ignored with what Instagram says', async () => {
    await send(told('999', 'media', 6))
    await work()
    expect((await events('999'))[0]).toMatchObject({
      ...{ processingStatus: 'ignored', processingError: expect.stringContaining('does not exist') },
      processedAt: expect.any(Date),
    })
  })

  test('200 changes in one body are one row each', async () => {
    const changes = Array.from({ length: 200 }, (_, at) => ({ field: 'mentions', value: { media_id: `many-${at}` } }))
    await send(JSON.stringify({ object: 'instagram', entry: [{ id: ig, time: 9, changes }] }))
    await takeNotices(app)
    expect(await run("select 1 from instagram_webhook_events where ig_media_id like 'many-%'")).toHaveLength(200)
  })
})

describe('a look at the newest posts', () => {
  test('001-336, 001-342: a new post is a draft within two minutes without any notice', async () => {
    const { id } = await publish('Wool beret KES 850. Red or navy.')
    const began = app.now.getTime()
    await poll()
    expect((await draftOf(id))?.extractedData.name).toBe('Wool beret')
    expect(app.now.getTime() - began).toBeLessThan(120_000)
  })

  test('001-101, 001-102, 001-108, 001-112: a look that found something is in the history, one that found nothing is not', async () => {
    const looks = () =>
      app.em.fork().find(InstagramSync, { syncType: { $ne: 'bulk_import' } }, { orderBy: { number: 'desc' } })
    const before = (await looks()).length
    await poll()
    expect(await looks()).toHaveLength(before)
    const { id } = await publish('Velvet scrunchie KES 150. Plum.')
    await poll()
    expect(await looks()).toHaveLength(before + 1)
    expect((await looks())[0]).toMatchObject({
      ...{ syncType: 'incremental_sync', triggerSource: 'scheduled_job', state: 'success', storeId },
      ...{ totalMedia: 1, totalProcessed: 1, draftsCreated: 1, apiCallsUsed: 1, undecided: false },
    })
    await meta.act.editPost(id, 'Velvet scrunchie KES 180. Plum.')
    await send(told(id, 'media', 71))
    await work()
    expect((await looks())[0]).toMatchObject({
      ...{ syncType: 'webhook_trigger', triggerSource: 'webhook', state: 'success', productsUpdated: 1 },
    })
  })

  test('a look whose post a scan took over ends with it, and the scan counts it', async () => {
    await publish('Silk bandana KES 400. Rust.')
    app.now = new Date(app.now.getTime() + 91_000)
    await pollAccounts(app)
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await shop.work()
    expect(await app.em.fork().findOneOrFail(InstagramSync, { id })).toMatchObject({
      state: 'success',
      draftsCreated: 1,
    })
    await poll()
    expect(await app.em.fork().count(InstagramSync, { state: 'running' })).toBe(0)
  })

  test('one post by notice, poll and scan at once is one draft', async () => {
    const { id } = await publish('Jute rug KES 4,100. 120 x 180.')
    await send(told(id, 'media', 7))
    await takeNotices(app)
    app.now = new Date(app.now.getTime() + 91_000)
    await Promise.all([fetchMedia(app), pollAccounts(app), scanSome(shop, 5)])
    await shop.work()
    expect(await app.em.fork().count(ProductDraft, { igMediaId: id })).toBe(1)
  })

  test('001-270, 001-350: what is known is skipped: a second scan makes no second draft', async () => {
    const before = await app.em.fork().count(ProductDraft, {})
    const { id } = await scanSome(shop)
    expect(await app.em.fork().count(ProductDraft, {})).toBe(before)
    const sync = await app.em.fork().findOneOrFail(InstagramSync, { id })
    expect(sync).toMatchObject({ state: 'success', draftsCreated: 0, totalProcessed: 15, productsSkipped: 15 })
  })
})

test('001-225, 001-319: every look at Instagram can be read back, newest first', async () => {
  const key = await api.keyOf('Zuri', 'seller', storeId)
  const { body } = await api.call(key, 'GET', '/instagram/sync-history?page=1&limit=100')
  const times = body.history.map(({ startedAt }: { startedAt: string }) => startedAt)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(body.history.filter(({ syncType }: { syncType: string }) => syncType === 'bulk_import')[0]).toMatchObject({
    ...{ status: 'success', totalProcessed: 15, draftsCreated: 0, productsImported: 0 },
  })
  expect(Object.keys(body.history[0]).toSorted()).toEqual(
    'completedAt draftsCreated durationMs id productsImported startedAt status syncType totalProcessed'.split(' '),
  )
  expect(body.pagination).toMatchObject({ page: 1, limit: 100, total: body.history.length })
})

test('001-319: scans lists them in chat, with what each counted', async () => {
  await run('delete from instagram_sync_history')
  await scanSome(shop)
  await run('update instagram_sync_history set products_imported = 2, duration_ms = 41900, products_updated = 1')
  const [row] = await run<{ number: number }>('select number from instagram_sync_history')
  const say = async (words: string) => (await runCommand(app, words, visitorOf('Zuri'))).text
  expect(await say('scans')).toMatch(
    new RegExp(
      `^Zuri Closet, the newest first:\\nSC-${row?.number} scan, .+ · 15 posts in 42 s · 2 approved · 1 updated · 15 known already · \\d+ calls?$`,
    ),
  )
  await run(`update instagram_sync_history set products_imported = 0, products_updated = 0, products_skipped = 0,
    total_processed = 1, drafts_created = 1, not_products = 1, api_calls_used = 1`)
  expect(await say('scans')).toMatch(/ · 1 post in 42 s · 1 draft · 1 no product · 1 call$/)
  await run(`update instagram_sync_history set state = 'failed', errors = '[{"error":"no answer"}]'`)
  expect(await say('scans')).toMatch(/ · failed · .* · no answer$/)
  await run('delete from instagram_sync_history')
  expect(await say('scans')).toBe('Zuri Closet was never scanned. Write: scan')
})
