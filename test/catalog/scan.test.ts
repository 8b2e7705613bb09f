import { expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { syncSubject } from '#src/catalog/scan/sync-subject.ts'
import { loadSyncs } from '#src/catalog/scan/sync-view.ts'
import { openShop } from './shop.ts'

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
