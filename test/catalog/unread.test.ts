import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { Alert } from '#entities/operations/alert.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { addPost } from '#src/catalog/by-hand/add-post.ts'
import { cancelScan } from '#src/catalog/scan/cancel-scan.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { sql } from '#src/database/sql.ts'
import { openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId, seller } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const scan = (id: string) => app.em.fork().findOneOrFail(InstagramSync, { id })
const open = (key: string) => app.em.fork().count(Alert, { state: 'open', key: { $like: key } })
const later = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}
const card = async (id: string) => {
  const [view] = await syncSubject.load(app.em.fork(), [id])
  if (!view) throw new Error('no such scan')
  return cardOf(syncSubject, view, app)
}

beforeEach(async () => {
  await shop.afresh()
  await run(`update instagram_accounts set state = 'active', polled_at = null`)
})

describe('a new post that cannot be read', () => {
  const broken = async (caption: string) => {
    await scanSome(shop, 1)
    const { id, shortcode } = await meta.act.post({
      ...{ accountId: (await account()).igUserId, caption, picture: 'shoe #8d5524 Other', at: app.now },
    })
    later(2)
    await pollAccounts(app)
    await fail(id)
    return { id, shortcode }
  }
  /** Its picture is gone, and Instagram does not say where it is now. */
  const fail = async (id: string) => {
    await run('update instagram_posts set media_url = $2 where ig_media_id = $1', [id, `${meta.url}/nothing`])
    await meta.act.failNext(2, 2, 2)
    await shop.workOn()
  }
  const outcome = async (media: string) =>
    (await run<{ outcome: string }>('select outcome from instagram_posts where ig_media_id = $1', [media]))[0]?.outcome
  const failedLooks = () => app.em.fork().count(InstagramSync, { productsFailed: { $gt: 0 } })
  const look = async (minutes: number) => {
    later(minutes)
    await pollAccounts(app)
    await shop.workOn()
  }

  test('001-146, 001-263: is told, not tried at every look, and read after an hour: then the card closes', async () => {
    const { id } = await broken('Suede clogs KES 2,200. Tan.')
    expect(await outcome(id)).toBe('failed')
    expect(await open(`media:${id}`)).toBe(1)
    for (let at = 0; at < 5; at += 1) await look(2)
    expect(await failedLooks()).toBe(1)
    expect(await outcome(id)).toBe('failed')
    await look(61)
    expect(await outcome(id)).toBe('draft')
    expect(await open(`media:${id}`)).toBe(0)
  })

  test('001-263: is tried by itself ever later: after an hour, two, four', async () => {
    const { id } = await broken('Suede mules KES 2,000. Tan.')
    for (const minutes of [61, 67]) {
      later(minutes)
      await pollAccounts(app)
      await fail(id)
    }
    expect(await failedLooks()).toBe(3)
    await look(100)
    expect(await outcome(id)).toBe('failed')
    await look(40)
    expect(await outcome(id)).toBe('draft')
  })

  test('001-129: that is edited meanwhile has its three tries again', async () => {
    await scanSome(shop, 1)
    const publish = { caption: 'Suede boots KES 5,000. Tan.', picture: 'shoe #8d5524 Other', at: app.now }
    const { id } = await meta.act.post({ accountId: (await account()).igUserId, ...publish })
    const failTimes = async (...codes: number[]) => {
      later(2)
      await pollAccounts(app)
      await run('update instagram_posts set media_url = $2 where ig_media_id = $1', [id, `${meta.url}/nothing`])
      await meta.act.failNext(...codes)
    }
    await failTimes(2)
    await shop.work()
    await meta.act.editPost(id, 'Suede boots KES 4,800. Tan.')
    await failTimes(2, 2)
    await shop.workOn()
    expect(await outcome(id)).toBe('draft')
  })

  test('with a sign in its caption that no table takes is read without it', async () => {
    await scanSome(shop, 1)
    const caption = 'Suede \0belt KES 700. Tan.'
    const { id } = await meta.act.post({
      accountId: (await account()).igUserId,
      caption,
      picture: 'shoe #8d5524 Other',
    })
    await look(2)
    expect((await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: id })).igCaption).toBe(
      'Suede belt KES 700. Tan.',
    )
  })

  test('is read at once when a person names it', async () => {
    const { id, shortcode } = await broken('Suede pumps KES 1,900. Tan.')
    expect(await addPost(app, storeId, shortcode, by)).toMatchObject({ isNew: true })
    await shop.workOn()
    expect(await app.em.fork().count(ProductDraft, { igMediaId: id })).toBe(1)
  })
})

test('001-235, 001-263: a scan that Instagram does not answer says when it goes on, and goes on', async () => {
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await meta.act.failNext(2)
  await listScans(app)
  expect((await card(id)).footer).toMatch(/^Instagram does not answer properly\. It goes on at \d\d:\d\d\.$/)
  const [post] = await run<{ fresh: boolean }>(
    "select wanted > shown as fresh from card_posts where subject = 'scan' and subject_id = $1 limit 1",
    [id],
  )
  expect(post?.fresh).toBe(true)
  await shop.workOn()
  expect(await scan(id)).toMatchObject({ state: 'success', totalProcessed: 5 })
})

test('a scan that goes on says no longer that it waits, however much is left to read', async () => {
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 60 }, by)
  await meta.act.failNext(4)
  await listScans(app)
  expect(await open('instagram-limit:%')).toBe(1)
  later(61)
  await listScans(app)
  expect(await scan(id)).toMatchObject({ state: 'running', totalMedia: 60 })
  expect(await open('instagram-limit:%')).toBe(0)
})

test('what a scan has in hand stays its own: a look at the newest takes none of it', async () => {
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await listScans(app)
  later(2)
  await pollAccounts(app)
  await shop.workOn()
  expect(await scan(id)).toMatchObject({ state: 'success', totalProcessed: 5, totalMedia: 5 })
  const others = await app.em.fork().find(InstagramSync, { id: { $ne: id } })
  expect(others.map(({ state }) => state)).not.toContain('running')
})

describe('a scan that is cancelled', () => {
  test('while it waits for Instagram takes the alert with it, and says what it did', async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await meta.act.failNext(4)
    await listScans(app)
    expect(await open('instagram-limit:%')).toBe(1)
    await cancelScan(app, id, by)
    expect(await open('instagram-limit:%')).toBe(0)
    expect(await card(id)).toMatchObject({
      ...{ tone: 'done', footer: 'It was stopped before it found anything. To begin anew: scan' },
      title: expect.stringContaining('Cancelled · 0 products'),
    })
  })

  test('leaves its posts unread, also for the looks of every 90 seconds; the next scan reads them', async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await listScans(app)
    await cancelScan(app, id, by)
    later(180)
    await pollAccounts(app)
    await shop.workOn()
    expect(await app.em.fork().count(ProductDraft, { syncId: id })).toBe(0)
    expect(await run(`select 1 from instagram_posts where outcome = 'left'`)).toHaveLength(5)
    const next = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await shop.work()
    expect(await scan(next.id)).toMatchObject({ state: 'success', totalProcessed: 5, productsSkipped: 0 })
  })

  test('leaves an edited post of a draft to them too: what is decided about is what the post says', async () => {
    const { drafts } = await scanSome(shop, 5)
    const draft = drafts.find(({ extractedData }) => extractedData.price !== null)
    await meta.act.editPost(draft?.igMediaId ?? '', 'Cork wedges KES 1,750. Tan.')
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    await listScans(app)
    await cancelScan(app, id, by)
    later(2)
    await pollAccounts(app)
    await shop.workOn()
    const after = await app.em.fork().findOneOrFail(ProductDraft, { id: draft?.id ?? '' })
    expect(after.extractedData).toMatchObject({ name: 'Cork wedges', price: '1750.00' })
  })

  test('leaves what is newer than itself to the looks of every 90 seconds', async () => {
    const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
    later(1)
    const caption = 'Cork sandals KES 1,700. Tan.'
    const post = await meta.act.post({
      accountId: (await account()).igUserId,
      caption,
      picture: 'shoe #334455 Other',
      at: app.now,
    })
    await listScans(app)
    await cancelScan(app, id, by)
    const outcome = async () =>
      (await run<{ outcome: string }>('select outcome from instagram_posts where ig_media_id = $1', [post.id]))[0]
        ?.outcome
    expect(await outcome()).toBe('left')
    later(2)
    await pollAccounts(app)
    await shop.workOn()
    expect(await outcome()).toBe('draft')
  })
})

test('001-264: a scan that failed because the connection ended says so once, and runs again only when it is back', async () => {
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await meta.act.expireToken()
  await listScans(app)
  const failed = await card(id)
  expect(failed).toMatchObject({
    footer: 'Connect the account again, then scan.',
    facts: [
      { label: 'Account', value: '@zuricloset' },
      { label: 'Problems', value: 'Instagram no longer takes our token: connect the account again' },
    ],
  })
  expect(failed.buttons).toEqual([])
  await meta.act.renewToken()
  await run(`update instagram_accounts set state = 'active'`)
  await pressOn(app, syncSubject, await scan(id), 'Scan again')
  // At once: the wait after the failure was of the connection before.
  await shop.work()
  expect(await scan(id)).toMatchObject({ state: 'success', totalProcessed: 5 })
})
