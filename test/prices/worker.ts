import type { App } from '#src/app.ts'
import { readSettings } from '#src/config.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { createKeyRing } from '#src/keys.ts'
import { createLog } from '#src/log.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { priceDeliveries } from '#src/prices/alerts/deliveries.ts'
import { createPriceSenders } from '#src/prices/alerts/senders.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { createVendors } from '#src/vendors.ts'

/** One step of the price tracker, once, in a process of its own: to be killed in the middle. */
const [step = '', databaseUrl = '', now = '', environment = '{}'] = process.argv.slice(2)
const database = await openDatabase(databaseUrl, 4)
const settings = readSettings(JSON.parse(environment))
const app = {
  ...createVendors(settings, 'http://127.0.0.1:9'),
  em: database.em,
  clock: () => new Date(now),
  ring: () => undefined,
  keys: createKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`),
  log: createLog('silent'),
  settings,
  publicUrl: 'http://127.0.0.1:9',
} as unknown as App

const steps: Record<string, () => Promise<unknown>> = {
  look: () => lookAtProducts(app),
  send: () => sendDue(app, createPriceSenders(app), priceDeliveries),
  archive: () => archiveDays(app),
}
await steps[step]?.()
await app.web.close()
await database.close()
