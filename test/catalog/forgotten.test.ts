import { expect, test } from 'vitest'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
import { erasePerson } from '#src/erase/erase-person.ts'
import { known } from '#src/erase/known.ts'
import { prune } from '#src/prune/prune.ts'
import { openApi, openShop, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
const ig = mine?.ig ?? ''
const HOUR_MS = 3_600_000

/** What is left once so many hours have gone by and the old is forgotten. */
async function after<T>(hours: number, left: () => Promise<T>): Promise<T> {
  app.now = new Date(app.now.getTime() + hours * HOUR_MS)
  await prune(app)
  return left()
}

test('001-145, 001-132: a notice of Meta that is over is forgotten after 30 days, one that waits never', async () => {
  const statuses = ['completed', 'failed', 'ignored', 'pending', 'processing']
  const changes = statuses.map((media_id) => ({ field: 'media', value: { media_id } }))
  await app.inlet('instagram', 'five', JSON.stringify({ object: 'instagram', entry: [{ id: ig, time: 1, changes }] }))
  await takeNotices(app)
  await run('update instagram_webhook_events set processing_status = ig_media_id')
  const left = async () =>
    (await run<{ media: string }>('select ig_media_id as media from instagram_webhook_events order by 1')).map(
      ({ media }) => media,
    )
  expect(await after(30 * 24 - 1, left)).toEqual(statuses)
  expect(await after(2, left)).toEqual(['pending', 'processing'])
  await run('delete from instagram_webhook_events')
})

test('001-319: a look that is over stays in the history for half a year, a scan a person asked for longer', async () => {
  await scanSome(shop, 5)
  const look = async (caption: string) => {
    await meta.act.post({ accountId: ig, caption, picture: 'bag #334455 Other' })
    app.now = new Date(app.now.getTime() + 91_000)
    await pollAccounts(app)
  }
  await look('Rattan bag KES 1,900.')
  await shop.work()
  await look('Rattan mat KES 2,900.')
  const api = await openApi(app)
  const key = await api.keyOf('Zuri', 'seller', storeId)
  const left = async () => {
    const { body } = await api.call(key, 'GET', '/instagram/sync-history?limit=100')
    return body.history.map(({ syncType, status }: { syncType: string; status: string }) => `${syncType} ${status}`)
  }
  const [runs, looked, scanned] = ['incremental_sync running', 'incremental_sync success', 'bulk_import success']
  expect(await after(180 * 24 - 1, left)).toEqual([runs, looked, scanned])
  expect(await after(2, left)).toEqual([runs, scanned])
})

test('001-345: who disconnected and asks to be forgotten later is; the account of the settings is the shop’s', async () => {
  await scanSome(shop, 5)
  const api = await openApi(app)
  const key = await api.keyOf('a program', 'seller', storeId)
  await api.call(key, 'DELETE', '/instagram/connection')
  const left = () =>
    run(`select username, fb_user_id as "user", (select count(*)::int from instagram_posts) as posts
      from instagram_accounts where ig_user_id = '${ig}'`)
  const [{ username } = { username: '' }] = await run<{ username: string }>('select username from instagram_accounts')
  await run(
    `insert into instagram_accounts (id, store_id, ig_user_id, username, connected_at)
     values (gen_random_uuid(), $1, '77', 'theshop', now())`,
    [storeId],
  )
  const by = { personId: null, name: 'Dane', via: 'cli' } as const
  for (const handles of [[username], ['theshop']]) await erasePerson(app, known({ handles }), { by, linked: false })
  expect(await left()).toEqual([{ username: null, user: null, posts: 0 }])
  expect(await run("select username from instagram_accounts where ig_user_id = '77'")).toEqual([
    { username: 'theshop' },
  ])
})
