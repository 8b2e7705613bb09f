import { createServer } from 'node:net'
import { join } from 'node:path'
import { connectSlack } from '#bots/slack/connect.ts'
import { connectTelegram } from '#bots/telegram/connect.ts'
import { createJobs } from '#jobs/agenda.ts'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import { type Environment, isSandbox, processEnvironment, readSettings, type Settings } from '#src/config.ts'
import { startEmbeddedPostgres } from '#src/database/embedded-postgres.ts'
import { migrateDatabase } from '#src/database/migrate.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { createClaim } from '#src/desk/claim.ts'
import { settlePlaces } from '#src/desk/places.ts'
import { Refusal } from '#src/errors.ts'
import { createHttp } from '#src/http/server.ts'
import { settleAccount, settleStore } from '#src/instagram/account.ts'
import { createInlet } from '#src/instagram/inlet.ts'
import { createKeyRing, requireKeys } from '#src/keys.ts'
import { createLog, type Log } from '#src/log.ts'
import { GOOGLE_TOKEN, readSecret } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'
import type { World } from '#src/world/world.ts'

export type Deskhand = { app: App; url: string; world: World | null; stop(): Promise<void> }

/** Starts what the settings ask for, in this process. Everything opened is closed again by `stop`, last first. */
export async function startDeskhand(environment: Environment): Promise<Deskhand> {
  const closers: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return { ...(await start(environment, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(environment: Environment, closers: (() => Promise<unknown>)[]): Promise<Omit<Deskhand, 'stop'>> {
  const world = isSandbox(environment) ? await openWorld(readSettings(environment)) : null
  if (world) closers.push(() => world.close())
  const settings = readSettings({ ...world?.environment, ...environment })
  requireKeys(settings.SECRET_KEYS)
  const keys = createKeyRing(settings.SECRET_KEYS)
  const log = createLog(settings.LOG_LEVEL)
  const roles = settings.DESKHAND_ROLES

  const databaseUrl = await openServer(settings, log, closers)
  await migrateDatabase(databaseUrl)
  const database = await openDatabase(databaseUrl)
  closers.push(() => database.close())

  const port = await choosePort(settings)
  const publicUrl = (settings.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, '')
  const em = database.em as App['em']
  const app: App = {
    em,
    clock: () => new Date(),
    ring: () => {},
    log,
    settings,
    publicUrl,
    steps: [],
    findPlace: {},
    keys,
    doctor: async () => [],
    ...createVendors(settings, publicUrl, { googleToken: () => readSecret({ em, keys }, GOOGLE_TOKEN) }),
  }
  await settlePlaces(app)
  await settleStore(app)
  await settleAccount(app)
  if (world) await (await import('#src/world/seed.ts')).seedPeople(app)

  const slack = connectSlack(app)
  const telegram = connectTelegram(app, databaseUrl)
  const bots = { ...(slack && { slack: slack.bot }), ...(telegram && { telegram: telegram.bot }) }
  const steps = createSteps(app, bots)
  app.steps = steps
  app.findPlace = { ...(slack && { slack: slack.bot.findPlace }), ...(telegram && { telegram: telegram.bot.findPlace }) }
  const jobs = await createJobs(app, steps, {
    backend: settings.AGENDA_BACKEND,
    databaseUrl,
    mongodbUrl: settings.MONGODB_URL,
    works: roles.has('jobs'),
  })
  closers.push(() => jobs.stop())
  app.ring = jobs.ring

  const http = createHttp(app, {
    databaseUrl,
    slackRequests: roles.has('web') ? (slack?.requests ?? null) : null,
    telegramWebhook: roles.has('web') ? (telegram?.webhook ?? null) : null,
    inlet: createInlet(app),
    extraRoutes: world ? [(await import('#src/world/page/routes.ts')).createSandboxRoutes(world)] : [],
  })
  await http.listen(port, settings.HOST)
  closers.push(() => http.close())
  await slack?.listen(roles)
  closers.push(async () => slack?.stop())
  await telegram?.listen(roles, publicUrl)
  closers.push(async () => telegram?.stop())
  await world?.connect(publicUrl, app.ring)
  return { app, url: publicUrl, world }
}

async function openWorld(settings: Settings): Promise<World> {
  const { createWorld } = await import('#src/world/world.ts').catch((error: unknown) => {
    throw new Refusal(
      'The sandbox needs the development packages: run npm ci without --omit=dev, or set real accounts.',
      null,
      {
        cause: error,
      },
    )
  })
  return createWorld({ dir: join(settings.DATA_DIR, 'sandbox') })
}

/** The server of the settings, or our own under the data folder. */
async function openServer(settings: Settings, log: Log, closers: (() => Promise<unknown>)[]): Promise<string> {
  if (settings.DATABASE_URL) return settings.DATABASE_URL
  const postgres = await startEmbeddedPostgres({
    dataDir: join(settings.DATA_DIR, 'postgres'),
    log: (line) => log.debug({ operation: 'postgres' }, line),
  })
  closers.push(() => postgres.stop())
  return postgres.url
}

/** The port of the settings; without one 3000, or the next that is free. */
async function choosePort({ PORT, HOST }: Settings): Promise<number> {
  if (PORT !== undefined) return PORT
  for (let port = 3000; port < 3100; port += 1) if (await isFree(port, HOST)) return port
  throw new Refusal('No port between 3000 and 3099 is free. Set PORT.')
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
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
}

async function main(): Promise<void> {
  try {
    const deskhand = await startDeskhand(processEnvironment())
    stopOnSignals(deskhand)
    await greet(deskhand)
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
    process.exit(1)
  }
}

if (import.meta.main) await main()
