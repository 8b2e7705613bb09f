import { join } from 'node:path'
import { connectBots } from '#bots/connect.ts'
import { createJobs } from '#jobs/agenda/agenda.ts'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import { type Closers, closeAll, endWithParent, greet, stopOnSignals, tellParent } from '#src/at-the-terminal.ts'
import { type Environment, isSandbox, processEnvironment, readSettings, requireAccounts } from '#src/config.ts'
import { createApp, publicUrlOf, settle } from '#src/create-app.ts'
import { migrateDatabase } from '#src/database/migrate.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { databaseOf, openServer } from '#src/database/open-server.ts'
import { describeFailure } from '#src/describe-failure.ts'
import { Refusal } from '#src/errors.ts'
import { holdPort } from '#src/http/hold-port.ts'
import { createHttp } from '#src/http/server.ts'
import { requireKeys } from '#src/keys.ts'
import { createLog } from '#src/log.ts'
import type { BusinessClock } from '#src/world/clock.ts'
import type { Controls } from '#src/world/controls.ts'
import type { World } from '#src/world/world.ts'

export type Deskhand = {
  app: App
  url: string
  world: World | null
  controls: Controls | null
  stop(): Promise<void>
}

/** `apart`: the sandbox runs its steps in a process of their own. `worker`: this is that process. */
type Part = 'whole' | 'apart' | 'worker'
/** `node src/start.ts sandbox-worker`, started by the sandbox only. */
const WORKER = { script: join(import.meta.dirname, 'start.ts'), word: 'sandbox-worker' }

/** Starts what the settings ask for, in this process. Everything opened is closed again by `stop`, last first. */
export async function startDeskhand(environment: Environment, part: Part = 'whole'): Promise<Deskhand> {
  requireAccounts(environment)
  const closers: Closers = []
  const stop = () => closeAll(closers)
  try {
    return { ...(await start(environment, closers, part)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(environment: Environment, closers: Closers, part: Part): Promise<Omit<Deskhand, 'stop'>> {
  let wound: BusinessClock | null = null
  const clock = () => wound?.now() ?? new Date()
  const sandbox = isSandbox(environment) ? await openSandbox(environment, clock) : null
  closers.push(async () => sandbox?.world.close())
  const settings = readSettings({ ...sandbox?.world.environment, ...environment })
  requireKeys(settings.SECRET_KEYS)
  const log = createLog(settings.LOG_LEVEL)
  const roles = new Set(settings.DESKHAND_ROLES)
  const isApart = sandbox !== null && part === 'apart' && roles.delete('jobs')

  const { url: databaseUrl, stop } = await openServer(settings, databaseOf(environment), log)
  closers.push(stop)
  await migrateDatabase(databaseUrl)
  const database = await openDatabase(databaseUrl)
  closers.push(() => database.close())
  const em = database.em as App['em']
  if (sandbox || part === 'worker')
    wound = await (await import('#src/world/clock.ts')).createBusinessClock(em, databaseUrl)
  closers.push(async () => wound?.close())

  const { port, release } = await holdPort(settings.PORT, settings.HOST)
  closers.push(release)
  const app = createApp({ em, clock, ring: () => {}, log, settings, publicUrl: publicUrlOf(settings, port) })
  await settle(app)
  await sandbox?.seed(app)

  const platforms = connectBots(app, databaseUrl)
  const steps = createSteps(app, platforms.bots)
  app.steps = steps
  const { AGENDA_BACKEND: backend, MONGODB_URL: mongodbUrl } = settings
  const jobs = await createJobs(app, steps, { backend, databaseUrl, mongodbUrl, works: roles.has('jobs') })
  closers.push(() => jobs.stop())
  app.ring = jobs.ring
  wound?.onWound(() => steps.forEach(({ name }) => void jobs.ring(name)))

  const worker = isApart ? { ...WORKER, environment, databaseUrl } : null
  const opened = sandbox && wound ? sandbox.open({ app, clock: wound, worker, settle: () => settle(app) }) : null
  const http = createHttp(app, { databaseUrl, ...platforms.requests(roles), ...opened?.web })
  await release()
  await http.listen(port, settings.HOST)
  closers.push(() => http.close())
  closers.push(() => platforms.stop())
  await platforms.listen(roles)
  await sandbox?.world.connect(app.publicUrl, app.ring)
  closers.push(async () => opened?.controls.worker?.stop())
  return { app, url: app.publicUrl, world: sandbox?.world ?? null, controls: opened?.controls ?? null }
}

async function openSandbox(environment: Environment, clock: () => Date) {
  const words = 'The sandbox needs the development packages: run npm ci without --omit=dev, or set real accounts.'
  const { openSandbox: open } = await import('#src/world/sandbox.ts').catch((cause: unknown) => {
    throw new Refusal(words, null, { cause })
  })
  return open(readSettings(environment), clock)
}

/** What `npm start` runs, up to its greeting or its readable end. */
export async function main(word?: string): Promise<void> {
  try {
    const part = word === WORKER.word ? 'worker' : 'apart'
    const orphaned = part === 'worker' ? endWithParent() : () => {}
    const deskhand = await startDeskhand(processEnvironment(), part)
    process.off('disconnect', orphaned)
    stopOnSignals(deskhand)
    if (part === 'worker') tellParent()
    else await greet({ ...deskhand, isSandbox: deskhand.world !== null })
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`)
    process.exit(1)
  }
}
