import { join } from 'node:path'
import { createSlackCheck } from '#bots/slack/check.ts'
import { createTelegramCheck } from '#bots/telegram/check.ts'
import { createJobs } from '#jobs/agenda.ts'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import { processEnvironment, readSettings, type Settings } from '#src/config.ts'
import { startEmbeddedPostgres } from '#src/database/embedded-postgres.ts'
import { migrateDatabase } from '#src/database/migrate.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { createInlet } from '#src/inbox/inlet.ts'
import { createKeyRing } from '#src/keys.ts'
import { createLog } from '#src/log.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { GOOGLE_TOKEN, readSecret } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'

/** The server of the settings; or our own, started or shared with whoever runs it now, and let go afterwards. */
export async function withServer<T>(settings: Settings, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  if (settings.DATABASE_URL) return work(settings.DATABASE_URL)
  const postgres = await startEmbeddedPostgres({ dataDir: join(settings.DATA_DIR, 'postgres') })
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}

/** The app on an up-to-date database. Its bells are heard by the processes that run the steps. */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const settings = readSettings(processEnvironment())
  return withServer(settings, async (databaseUrl) => {
    await migrateDatabase(databaseUrl)
    const database = await openDatabase(databaseUrl, 4)
    const publicUrl = (settings.PUBLIC_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, '')
    const rung = new Set<string>()
    const em = database.em as App['em']
    const keys = createKeyRing(settings.SECRET_KEYS)
    const app: App = {
      em,
      clock: () => new Date(),
      ring: (step) => void rung.add(step),
      log: createLog('warn'),
      settings,
      publicUrl,
      steps: [],
      findPlace: {},
      keys,
      doctor: async () => [],
      inlet: async (...arrived) => inlet(...arrived),
      ...createVendors(settings, publicUrl, { googleToken: () => readSecret({ em, keys }, GOOGLE_TOKEN) }),
    }
    const inlet = createInlet(app, inboxReaders())
    app.doctor = createDoctor(app, {
      slack: createSlackCheck(settings),
      telegram: createTelegramCheck(settings, publicUrl),
    })
    try {
      const result = await work(app)
      if (rung.size > 0) await ringAll(app, databaseUrl, [...rung])
      return result
    } finally {
      await database.close()
    }
  })
}

/** The names of the steps. */
export function stepNames(app: App): string[] {
  return createSteps(app, {}).map(({ name }) => name)
}

async function ringAll(app: App, databaseUrl: string, names: string[]): Promise<void> {
  const { AGENDA_BACKEND: backend, MONGODB_URL: mongodbUrl } = app.settings
  const jobs = await createJobs(app, createSteps(app, {}), { backend, databaseUrl, mongodbUrl, works: false })
  for (const name of names) jobs.ring(name)
  // Waits until the bells are out.
  await jobs.stop()
}
