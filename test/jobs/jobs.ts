import { setTimeout } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import { afterEach, onTestFinished } from 'vitest'
import { createJobs, type Jobs, type JobsOptions } from '#jobs/agenda/agenda.ts'
import { defineStep, type Step } from '#jobs/job.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { TestApp } from '#test/app.ts'
import { startMongo } from '#test/mongo.ts'

/** A row of Agenda, on either backend. */
type JobRow = { name: string; type: string; lockedAt: Date | null; nextRunAt: Date | null }

/** One of the two places where Agenda may keep its rows. */
type Backend = {
  options: Pick<JobsOptions, 'backend' | 'mongodbUrl'>
  rows(): Promise<JobRow[]>
  insert(row: JobRow): Promise<void>
  stop(): Promise<void>
}

export function postgresBackend(app: TestApp): Backend {
  return {
    options: { backend: 'postgres' },
    async rows() {
      const rows = await sql<{ name: string; type: string; locked_at: string | null; next_run_at: string | null }>(
        app.em.fork(),
        'select name, type, locked_at, next_run_at from agenda_jobs',
      )
      return rows.map(({ name, type, locked_at, next_run_at }) => ({
        name,
        type,
        lockedAt: readTime(locked_at),
        nextRunAt: readTime(next_run_at),
      }))
    },
    async insert({ name, type, lockedAt, nextRunAt }) {
      const columns = [name, type, lockedAt, nextRunAt]
      const text = 'insert into agenda_jobs (name, type, locked_at, next_run_at) values ($1, $2, $3, $4)'
      await sql(app.em.fork(), text, columns)
    },
    stop: async () => undefined,
  }
}

export async function mongoBackend(): Promise<Backend> {
  const mongo = await startMongo()
  const client = new MongoClient(mongo.url)
  const collection = client.db().collection('agendaJobs')
  return {
    options: { backend: 'mongodb', mongodbUrl: mongo.url },
    rows: async () => (await collection.find().toArray()) as unknown as JobRow[],
    insert: async (row) => void (await collection.insertOne({ ...row, priority: 0, data: {} })),
    async stop() {
      await client.close()
      await mongo.stop()
    },
  }
}

const running: Jobs[] = []

/** Stops what a test of the file that calls it has started: hooks of a shared file would be only the first one's. */
export function stopJobsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((jobs) => jobs.stop()))
  })
}

/** No test lasts as long: what comes sooner came by a bell. */
const NEVER_MS = 600_000

/** One process of the app, as far as jobs go, which only hears; stopped after the test. */
export async function startJobs(
  app: TestApp,
  backend: Backend,
  steps: Step[],
  options: Partial<JobsOptions> = {},
): Promise<Jobs> {
  const jobs = await createJobs(app, steps, {
    ...backend.options,
    databaseUrl: app.databaseUrl,
    works: true,
    lookEveryMs: NEVER_MS,
    ...options,
  })
  running.push(jobs)
  app.ring = jobs.ring
  return jobs
}

type WatchedStep = Step & {
  runs: number
  /** Most runs at the same time. */
  beside: number
  isRunning(): boolean
  /** Resolves when the run of this number, counted from 1, has begun. */
  begun(run: number): Promise<void>
  ended(run: number): Promise<void>
}

/** A step that tells when it runs. `work` is what it does. */
export function watchedStep(name: string, work: (run: number) => Promise<void> = async () => undefined): WatchedStep {
  const begun = createTally()
  const ended = createTally()
  let now = 0
  const step: WatchedStep = Object.assign(
    defineStep({
      name,
      what: name,
      every: '1 hour',
      pipeline: 'orders',
      async run() {
        step.runs += 1
        now += 1
        step.beside = Math.max(step.beside, now)
        begun.count()
        try {
          await work(step.runs)
        } finally {
          now -= 1
          ended.count()
        }
        return 1
      },
    }),
    { runs: 0, beside: 0, isRunning: () => now > 0, begun: begun.reaches, ended: ended.reaches },
  )
  return step
}

/** A gate that a test opens. */
export function createGate(): { opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

const QUIET_MS = 60

/** Resolves once a step has run, nothing of it is due or held, and nobody rings any more: the bustle of a start is over. */
export function idle(backend: Backend, step: WatchedStep): Promise<void> {
  return until(async () => {
    const { runs } = step
    const rows = (await backend.rows()).filter((row) => row.name === step.name)
    const busy = rows.some(({ lockedAt, nextRunAt }) => lockedAt || (nextRunAt && nextRunAt <= new Date()))
    await setTimeout(QUIET_MS)
    return runs > 0 && !busy && !step.isRunning() && step.runs === runs
  })
}

/** What another process hears of a step. */
export async function hearBells(databaseUrl: string, step: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  onTestFinished(() => client.end())
  let count = 0
  client.on('notification', ({ payload = '' }) => {
    if (JSON.parse(payload).step === step) count += 1
  })
  await client.query('listen deskhand_bells')
  return { bells: () => count, reaches: (bells: number) => until(async () => count >= bells) }
}

/** Resolves once a condition in a database holds. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(5)
}

function createTally() {
  const waiting: { run: number; resolve: () => void }[] = []
  let total = 0
  return {
    count() {
      total += 1
      for (const { run, resolve } of waiting) if (run <= total) resolve()
    },
    reaches(run: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ run, resolve })
      if (run <= total) resolve()
      return promise
    },
  }
}
