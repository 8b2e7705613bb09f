import { join } from 'node:path'
import { createSlackCheck } from '#bots/slack/check.ts'
import { connectSlack } from '#bots/slack/connect.ts'
import { createTelegramCheck } from '#bots/telegram/check.ts'
import { connectTelegram } from '#bots/telegram/connect.ts'
import { createJobs } from '#jobs/agenda.ts'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import {
  type Environment,
  isSandbox,
  processEnvironment,
  readSettings,
  requireAccounts,
  type Settings,
} from '#src/config.ts'
import { startEmbeddedPostgres } from '#src/database/embedded-postgres.ts'
import { migrateDatabase } from '#src/database/migrate.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { createClaim } from '#src/desk/claim.ts'
import { settlePlaces } from '#src/desk/places.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { Refusal } from '#src/errors.ts'
import { holdPort } from '#src/http/hold-port.ts'
import { createHttp, type HttpParts } from '#src/http/server.ts'
import { createInlet } from '#src/inbox/inlet.ts'
import { settleAccount, settleStore } from '#src/instagram/account.ts'
import { createKeyRing, requireKeys } from '#src/keys.ts'
import { createLog, type Log } from '#src/log.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { GOOGLE_TOKEN, readSecret } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'
import type { BusinessClock } from '#src/world/clock.ts'
import type { ControlParts, Controls } from '#src/world/controls.ts'
import type { WorkerStart } from '#src/world/worker.ts'
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

/** `node src/main.ts sandbox-worker`, started by the sandbox only. */
const WORKER = 'sandbox-worker'

/** Starts what the settings ask for, in this process. Everything opened is closed again by `stop`, last first. */
export async function startDeskhand(environment: Environment, part: Part = 'whole'): Promise<Deskhand> {
  requireAccounts(environment)
  const closers: Closers = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return { ...(await start(environment, closers, part)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(environment: Environment, closers: Closers, part: Part): Promise<Omit<Deskhand, 'stop'>> {
  let businessClock: BusinessClock | null = null
  const clock = () => businessClock?.now() ?? new Date()
  const world = isSandbox(environment) ? await openWorld(readSettings(environment), clock, closers) : null
  const settings = readSettings({ ...world?.environment, ...environment })
  requireKeys(settings.SECRET_KEYS)
  const keys = createKeyRing(settings.SECRET_KEYS)
  const log = createLog(settings.LOG_LEVEL)
  const roles = new Set(settings.DESKHAND_ROLES)
  const isApart = world !== null && part === 'apart' && roles.delete('jobs')

  const databaseUrl = await openServer(settings, log, closers)
  await migrateDatabase(databaseUrl)
  const database = await openDatabase(databaseUrl)
  closers.push(() => database.close())
  const em = database.em as App['em']
  if (world || part === 'worker') businessClock = await openClock(em, closers)

  const { port, release } = await holdPort(settings.PORT, settings.HOST)
  closers.push(release)
  const publicUrl = (settings.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, '')
  const app: App = {
    em,
    clock,
    ring: () => {},
    log,
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
  const settle = async () => {
    app.doctor = createDoctor(app, {
      slack: createSlackCheck(settings),
      telegram: createTelegramCheck(settings, publicUrl),
    })
    await settlePlaces(app)
    await settleStore(app)
    await settleAccount(app)
  }
  await settle()
  if (world) await (await import('#src/world/seed.ts')).seedPeople(app)

  const { slack, telegram, bots } = connectPlatforms(app, databaseUrl)
  const steps = createSteps(app, bots)
  app.steps = steps
  const jobs = await createJobs(app, steps, {
    backend: settings.AGENDA_BACKEND,
    databaseUrl,
    mongodbUrl: settings.MONGODB_URL,
    works: roles.has('jobs'),
  })
  closers.push(() => jobs.stop())
  app.ring = jobs.ring
  businessClock?.onWound(() => {
    for (const { name } of app.steps) jobs.ring(name)
  })

  const worker = isApart ? workerOf({ ...world.environment, ...environment }, databaseUrl, publicUrl) : null
  const { controls, routes } = await openControls({ app, world, clock: businessClock, worker, settle })
  const http = createHttp(app, {
    databaseUrl,
    ...(roles.has('web') && { slackRequests: slack?.requests ?? null, telegramWebhook: telegram?.webhook ?? null }),
    extraRoutes: routes,
  })
  await release()
  await http.listen(port, settings.HOST)
  closers.push(() => http.close())
  await slack?.listen(roles)
  closers.push(async () => slack?.stop())
  await telegram?.listen(roles, publicUrl)
  closers.push(async () => telegram?.stop())
  await world?.connect(publicUrl, app.ring)
  closers.push(async () => controls?.worker?.stop())
  return { app, url: publicUrl, world, controls }
}

type Closers = (() => Promise<unknown>)[]

function connectPlatforms(app: App, databaseUrl: string) {
  const slack = connectSlack(app)
  const telegram = connectTelegram(app, databaseUrl)
  app.findPlace = {
    ...(slack && { slack: slack.bot.findPlace }),
    ...(telegram && { telegram: telegram.bot.findPlace }),
  }
  const bots = { ...(slack && { slack: slack.bot }), ...(telegram && { telegram: telegram.bot }) }
  return { slack, telegram, bots }
}

async function openWorld(settings: Settings, clock: () => Date, closers: Closers): Promise<World> {
  const { createWorld } = await import('#src/world/world.ts').catch((error: unknown) => {
    throw new Refusal(
      'The sandbox needs the development packages: run npm ci without --omit=dev, or set real accounts.',
      null,
      {
        cause: error,
      },
    )
  })
  const world = await createWorld({ dir: join(settings.DATA_DIR, 'sandbox'), clock })
  closers.push(() => world.close())
  return world
}

async function openClock(em: App['em'], closers: Closers): Promise<BusinessClock> {
  const { createBusinessClock } = await import('#src/world/clock.ts')
  const clock = await createBusinessClock(em)
  closers.push(async () => clock.close())
  return clock
}

type MaybeSandbox = Omit<ControlParts, 'world' | 'clock'> & { world: World | null; clock: BusinessClock | null }

/** The sandbox's buttons and pages, where there is a sandbox. */
async function openControls({
  world,
  clock,
  ...parts
}: MaybeSandbox): Promise<{ controls: Controls | null; routes: NonNullable<HttpParts['extraRoutes']> }> {
  if (!world || !clock) return { controls: null, routes: [] }
  const { createControls } = await import('#src/world/controls.ts')
  const { createSandboxRoutes } = await import('#src/world/page/routes.ts')
  const controls = createControls({ world, clock, ...parts })
  return { controls, routes: [createSandboxRoutes(world, controls)] }
}

/** How the process is started that runs the sandbox's steps: with our database and our vendors, and no world of its own. */
function workerOf(environment: Environment, databaseUrl: string, publicUrl: string): WorkerStart {
  const own = { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, DESKHAND_ROLES: 'jobs', PORT: '0' }
  return { script: import.meta.filename, word: WORKER, environment: { ...environment, ...own } }
}

/** The server of the settings, or our own under the data folder. */
async function openServer(settings: Settings, log: Log, closers: Closers): Promise<string> {
  if (settings.DATABASE_URL) return settings.DATABASE_URL
  const postgres = await startEmbeddedPostgres({
    dataDir: join(settings.DATA_DIR, 'postgres'),
    log: (line) => log.debug({ operation: 'postgres' }, line),
  })
  closers.push(() => postgres.stop())
  return postgres.url
}

/** What a person at the terminal reads. */
async function greet({ app, url, world }: Omit<Deskhand, 'stop'>): Promise<void> {
  const claim = world ? null : await createClaim(app)
  const lines = world
    ? [
        `Deskhand sandbox: ${url}/sandbox`,
        'Everything runs on this machine. Stop it with Ctrl-C and start it again: nothing is lost.',
      ]
    : [
        `Deskhand: ${url}`,
        ...(claim ? [`Send /start ${claim} to the bot, or type it to the Slack app: you become the first admin.`] : []),
      ]
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`)
}

/** SIGTERM and Ctrl-C: what is in hand is finished, within ten seconds. */
function stopOnSignals(deskhand: Deskhand): void {
  let stopping = false
  const end = async (signal: string) => {
    if (stopping) return
    stopping = true
    deskhand.app.log.info({ operation: 'stop', signal }, 'stopping')
    setTimeout(() => process.exit(1), 12_000).unref()
    await deskhand.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal))
  // A worker does not outlive its sandbox.
  process.on('disconnect', () => void end('disconnect'))
}

/** The parent may have gone while we started: then `disconnect` ends us. */
function tellParent(): void {
  if (process.connected) process.send?.('working', undefined, {}, () => {})
}

async function main(): Promise<void> {
  try {
    const part = process.argv[2] === WORKER ? 'worker' : 'apart'
    const deskhand = await startDeskhand(processEnvironment(), part)
    stopOnSignals(deskhand)
    if (part === 'worker') tellParent()
    else await greet(deskhand)
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
    process.exit(1)
  }
}

if (import.meta.main) await main()
