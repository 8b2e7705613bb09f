import { createJobs } from '#jobs/agenda/agenda.ts'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import { type Environment, processEnvironment, readSettings } from '#src/config.ts'
import { createApp, publicUrlOf } from '#src/create-app.ts'
import { migrateDatabase } from '#src/database/migrate.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { databaseOf, openServer } from '#src/database/open-server.ts'
import { createLog } from '#src/log.ts'

/** The server of the settings; or our own, started or shared with whoever runs it now, and let go afterwards. */
export async function withServer<T>(environment: Environment, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const { url, stop } = await openServer(readSettings(environment), databaseOf(environment))
  try {
    return await work(url)
  } finally {
    await stop()
  }
}

const USUAL_PORT = 3000

/** The app on an up-to-date database. Its bells are heard by the processes that run the steps. */
export async function withApp<T>(
  work: (app: App) => Promise<T>,
  environment: Environment = processEnvironment(),
): Promise<T> {
  const settings = readSettings(environment)
  return withServer(environment, async (databaseUrl) => {
    await migrateDatabase(databaseUrl)
    const database = await openDatabase(databaseUrl, 4)
    const rung = new Set<string>()
    const app = createApp({
      em: database.em as App['em'],
      clock: () => new Date(),
      ring: (step) => void rung.add(step),
      log: createLog('warn'),
      settings,
      publicUrl: publicUrlOf(settings, USUAL_PORT),
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
