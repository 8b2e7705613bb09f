import { setTimeout } from 'node:timers/promises'
import { afterAll } from 'vitest'
import type { App } from '#src/app.ts'
import { readSettings } from '#src/config.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { sql } from '#src/database/sql.ts'
import { settlePlaces } from '#src/desk/places/places.ts'
import { eraseOwn } from '#src/erase/erase-own.ts'
import { createInlet } from '#src/inbox/inlet.ts'
import { createWeb } from '#src/integrations/web.ts'
import { createKeyRing } from '#src/keys.ts'
import { createLog } from '#src/log.ts'
import { askPrice, findOffer, inboxReaders } from '#src/pipelines.ts'
import { picturesOf } from '#src/vendors.ts'
import { copyOfTemplate } from '#test/copy-of-template.ts'

export type TestApp = App & {
  now: Date
  /** The steps rung since the last look, with their times. */
  bells: { step: string; at: Date | undefined }[]
  databaseUrl: string
}

/** A whole app on its own copy of the database. No vendor is configured unless the test hands one in. */
export async function testApp(
  overrides: Partial<App> = {},
  environment: Record<string, string> = {},
): Promise<TestApp> {
  const { url: databaseUrl, drop } = await copyOfTemplate('test')
  const database = await openDatabase(databaseUrl, 8)
  afterAll(async () => {
    await database.close()
    await drop()
  })

  const settings = readSettings({
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_CHANNEL: 'C0ORDERS',
    TELEGRAM_BOT_TOKEN: '1:test',
    TELEGRAM_CHAT: '-100',
    ...environment,
  })
  const bells: TestApp['bells'] = []
  const app: TestApp = {
    now: new Date('2026-03-02T14:02:00Z'),
    bells,
    databaseUrl,
    em: database.em as App['em'],
    clock: () => app.now,
    ring: (step, at) => void bells.push({ step, at }),
    log: createLog('silent'),
    settings,
    publicUrl: 'http://127.0.0.1:3000',
    keys: createKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`),
    doctor: async () => [],
    inlet: async (...arrived) => inlet(...arrived),
    priceOf: (url) => askPrice(app, url),
    forget: (pipeline, proven) => eraseOwn(app, pipeline, proven),
    offerOf: (igMediaId) => findOffer(app.em.fork(), igMediaId),
    steps: [],
    findPlace: {},
    instagram: null,
    metaLogin: null,
    pictureModel: null,
    google: null,
    gmail: null,
    studioGoogle: null,
    studioGmail: null,
    calendar: null,
    addressValidation: null,
    openai: null,
    twilio: null,
    mail: null,
    repChannels: null,
    web: createWeb(new Set()),
    archive: null,
    backups: null,
    pictures: picturesOf(settings),
    ...overrides,
  }
  const inlet = createInlet(app, inboxReaders())
  await settlePlaces(app)
  return app
}

/** Waits until this many queries wait for a lock, so that a test arranges a race instead of hoping for one. */
export async function blockedQueries(app: TestApp, count: number): Promise<void> {
  const text = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (;;) {
    const [row] = await sql<{ n: number }>(app.em.fork(), text)
    if ((row?.n ?? 0) >= count) return
    await setTimeout(5)
  }
}
