import { expect, test } from 'vitest'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { sql } from '#src/database/sql.ts'
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
