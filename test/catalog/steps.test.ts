import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { createSteps } from '#jobs/index.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { openApi, openShop } from './shop.ts'

/** What happens with nobody at it: the steps of the catalogue, run by their names as the worker runs them. */
const shop = await openShop()
const { app, meta, seller, storeId } = shop
const api = await openApi(app)
const steps = new Map(createSteps(app, {}).map((step) => [step.name, step]))
const work = async (...names: string[]) => {
  for (const name of names) await steps.get(`catalog.${name}`)?.run(app)
}
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const states = async (media?: string) =>
  (await app.em.fork().find(ProductDraft, media ? { igMediaId: media } : {})).map(({ state }) => state)
const { igUserId: ig } = await account()
const publish = (caption: string) =>
  meta.act.post({ accountId: ig, caption, picture: 'shoe #8d5524 Fashion & Apparel', at: app.now })
const pass = (hours: number) => {
  app.now = new Date(app.now.getTime() + hours * 3_600_000)
}

test('001-001, 001-297: a scan that was started lists the posts and reads them', async () => {
  const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
  await startScan(app, storeId, { ...usualOptions(app.now), limit: 5 }, by)
  await work('scan', 'extract')
  expect((await states()).length).toBeGreaterThan(2)
})

test('001-165, 001-169: what Meta tells is taken in, fetched and read', async () => {
  const { id } = await publish('Raffia hat KES 900. One size.')
  const body = JSON.stringify({
    object: 'instagram',
    entry: [{ id: ig, time: 1, changes: [{ field: 'media', value: { media_id: id } }] }],
  })
  const signature = `sha256=${createHmac('sha256', 'meta-secret').update(body).digest('hex')}`
  const headers = { 'x-hub-signature-256': signature }
  await fetch(`${api.url}/api/webhooks/instagram`, { method: 'POST', headers, body })
  expect(await states(id)).toEqual([])
  await work('take-notices', 'fetch-media', 'extract')
  expect(await states(id)).toEqual(['pending'])
})

test('001-336, 001-342: a new post that nobody told of is found', async () => {
  const { id } = await publish('Wool beret KES 850. Red or navy.')
  pass(0.05)
  await work('poll', 'extract')
  expect(await states(id)).toEqual(['pending'])
})

test('001-144: once an hour what nobody decided for seven days runs out', async () => {
  expect(steps.get('catalog.expire')?.every).toBe('1 hour')
  pass(7 * 24 - 1)
  await work('expire')
  expect(new Set(await states())).toEqual(new Set(['pending']))
  pass(1)
  await work('expire')
  expect(new Set(await states())).toEqual(new Set(['expired']))
})

test('001-138, 001-292: once a day the connection is looked at', async () => {
  expect(steps.get('catalog.keep-tokens')?.every).toBe('1 hour')
  pass(25)
  await work('keep-tokens')
  expect((await account()).lastValidatedAt).toEqual(app.now)
})
