import { expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { loadSyncs } from '#src/catalog/scan/sync-view.ts'
import { EXTRACT, SCAN } from '#src/catalog/steps.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openApi, openShop, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, seller, storeId } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }

test('a scan of 60 posts tells what they are', async () => {
  await startScan(app, storeId, usualOptions(app.now), by)
  await shop.work()
  const [sync] = await app.em.fork().find(InstagramSync, {})
  const [view] = await loadSyncs(app.em.fork(), [sync!.id])
  expect(syncSubject.card(view!, app).title).toBe('SC-1 42 products · 15 not products · 3 need a price')
  expect(syncSubject.offers(view!).map(({ label }) => label)).toContain('Approve 28 above 80 %')
})

test.each([
  ['scan', { limit: 100, includeVideos: false, includeCarousels: true, years: 0.5 }],
  ['scan videos', { limit: 100, includeVideos: true, includeCarousels: true, years: 0.5 }],
  ['scan with videos no albums 30', { limit: 30, includeVideos: true, includeCarousels: false, years: 0.5 }],
  ['scan videos 50', { limit: 50, includeVideos: true, includeCarousels: true, years: 0.5 }],
  ['scan all 5000 Zuri', { limit: 5000, includeVideos: false, includeCarousels: true, years: null }],
])('001-231, 001-232, 001-233: in chat, %s looks through what was said', async (words, { years, ...wanted }) => {
  await shop.afresh()
  await runCommand(app, words, visitorOf('Zuri'))
  const [sync] = await app.em.fork().find(InstagramSync, { storeId })
  const { since, ...options } = sync?.options ?? {}
  expect(options).toEqual(wanted)
  const back = since && app.now.getTime() - new Date(since).getTime()
  expect(back).toBe(years && 366 * years * 86_400_000)
})

test('001-214: in chat no scan is of more posts than an hour and a half allows', async () => {
  await shop.afresh()
  await expect(runCommand(app, 'scan 5001', visitorOf('Zuri'))).rejects.toThrow('How many posts? A number up to 5000.')
  expect(await app.em.fork().count(InstagramSync, { storeId })).toBe(0)
})

test('001-214, 001-297, 001-301, 001-328: a scan that is begun by API is worked off by its bells alone, before any sweep', async () => {
  await shop.afresh()
  const steps: Record<string, (one: typeof app) => Promise<number>> = { [SCAN]: listScans, [EXTRACT]: extractPosts }
  const api = await openApi(app)
  const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
  app.bells.length = 0
  const { scanId } = (await api.call(key, 'POST', '/instagram/scan', { limit: 30 })).body
  app.now = new Date(app.now.getTime() + 42_000)
  for (let bell = app.bells.shift(); bell; bell = app.bells.shift()) await steps[bell.step]?.(app)
  expect((await api.call(key, 'GET', `/instagram/scan/${scanId}`)).body).toMatchObject({
    ...{ status: 'completed', progress: { totalMedia: 30, processed: 30 } },
  })
  const [{ durationMs }] = (await api.call(key, 'GET', '/instagram/sync-history')).body.history
  expect(durationMs).toBe(42_000)
})
