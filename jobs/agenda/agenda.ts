import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Agenda } from 'agenda'
import type pg from 'pg'
import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import type { Step } from '../job.ts'
import { type Alone, createAlone } from './alone.ts'
import { type Bells, createBells } from './bells.ts'
import { createDoorbell } from './doorbell.ts'
import { createHands, type Hands } from './hands.ts'
import { openPostgresStorage } from './postgres-storage.ts'
import { createRunner } from './run-step.ts'
import { createJobsPool, type Storage } from './storage.ts'
import { checkSweeps, defineSteps, LOCKED_AT_ONCE, scheduleSweeps } from './sweeps.ts'
import type { Taming } from './tame-backend.ts'

export type JobsOptions = {
  backend: 'postgres' | 'mongodb'
  databaseUrl: string
  mongodbUrl?: string | undefined
  /** False: this process only rings, others run. */
  works: boolean
  /** How long a run counts as alive after its process was last heard of. */
  lockMs?: number
  /** How often it looks by itself. */
  lookEveryMs?: number
  /** How long a database that does not answer is waited for. */
  patienceMs?: number
}

export type Jobs = {
  /** Runs a step soon, or at a time. Called after the commit of what it is to find. */
  ring(step: string, at?: Date): void
  /** Runs a step here and now, also when it waits after a failure; throws what it throws. */
  runNow(step: string): Promise<void>
  /** Starts nothing more, waits up to 10 s for what is in hand, gives back all locks. */
  stop(): Promise<void>
}

/** Below a minute, so that what a killed process held is back within one: locks are looked at every few seconds. */
const LOCK_MS = 50_000
const PATIENCE_MS = 30_000
const STOP_MS = 10_000

/** Bells are heard at once; looking is for sweeps and what was not heard. */
const LOOK_EVERY_MS = 5_000

const COMPLAIN_EVERY_MS = 60_000

type Parts = {
  agenda: Agenda
  storage: Storage
  hands: Hands
  bells: Bells
  alone: Alone
  pool: pg.Pool
  holder: string
}

/**
 * Agenda as the clock of the steps: one repeating job per step (its sweep) and one-off jobs of the same name (its bells
 * for later). Bells for now ring in the house. What there is to do stands in the tables of the pipelines, never in a
 * job.
 */
export async function createJobs(app: App, steps: Step[], options: JobsOptions): Promise<Jobs> {
  const complain = createComplaint(app)
  const parts = await createParts(app, steps, options, complain)
  const { agenda, hands, bells, storage } = parts
  const jobs: Jobs = {
    ring: bells.ring,
    runNow: async (name) => hands.takeAsked(findStep(steps, name)),
    stop: () => stop(app, parts).catch(complain),
  }
  try {
    if (options.works) {
      checkSweeps(agenda, steps)
      const absorb = (step: string) => storage.absorb(step).catch(complain)
      defineSteps(agenda, steps, { lockMs: options.lockMs ?? LOCK_MS, hands, absorb, complain })
    }
    // Also where nothing is defined: a process that has not started rings no bell.
    await agenda.start()
    if (options.works) await scheduleSweeps(agenda, steps, storage)
  } catch (error) {
    await jobs.stop()
    throw error
  }
  // What was left undone when the last process ended need not wait for the sweep.
  if (options.works) for (const { name } of steps) jobs.ring(name)
  return jobs
}

type Complain = (error: unknown) => void

async function createParts(app: App, steps: Step[], options: JobsOptions, complain: Complain): Promise<Parts> {
  const pool = createJobsPool(options.databaseUrl, complain)
  const holder = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  const doorbell = createDoorbell({
    ...{ url: options.databaseUrl, pool, holder, onError: complain },
    onBell: (step) => bells.hear(step),
    onListeningAgain() {
      for (const { name } of steps) {
        doorbell.nudge(name)
        bells.hear(name)
      }
    },
  })
  const storage = await openStorage(options, pool, { onError: complain, nudge: (name) => doorbell.nudge(name) }).catch(
    async (error: unknown) => {
      await pool.end()
      throw error
    },
  )
  const agenda = new Agenda({
    backend: storage.backend,
    notificationChannel: doorbell,
    name: holder,
    processEvery: options.lookEveryMs ?? LOOK_EVERY_MS,
    maxConcurrency: steps.length * LOCKED_AT_ONCE,
  })
  agenda.on('error', complain)
  const alone = createAlone(options.databaseUrl, complain)
  const hands = createHands(steps, createRunner(app, { markAfterMs: (options.lockMs ?? LOCK_MS) / 3, alone }))
  const bells = createBells({
    hands: options.works ? hands : null,
    tell: (step) => doorbell.tell(step),
    set: async (step, at) => void (await agenda.schedule(at, step)),
    ...{ clock: app.clock, onError: complain },
  })
  return { agenda, storage, hands, bells, alone, pool, holder }
}

async function openStorage(options: JobsOptions, pool: pg.Pool, taming: Taming): Promise<Storage> {
  const { backend, mongodbUrl, patienceMs = PATIENCE_MS } = options
  if (backend === 'postgres') return openPostgresStorage({ pool, patienceMs, ...taming })
  if (!mongodbUrl) throw new Refusal('AGENDA_BACKEND=mongodb needs MONGODB_URL.')
  // MongoDB's driver is loaded only where it is used.
  const { openMongoStorage } = await import('./mongo-storage.ts')
  return openMongoStorage({ url: mongodbUrl, patienceMs, ...taming })
}

/**
 * Agenda's drain leaves locked what it had taken for the next seconds: nobody could run that until the lock runs out.
 */
async function stop(app: App, { agenda, storage, hands, bells, alone, pool, holder }: Parts): Promise<void> {
  try {
    const finished = hands.finish(STOP_MS)
    await storage.halt()
    await Promise.all([agenda.drain({ timeout: STOP_MS, closeConnection: false }), finished])
    const { running } = hands.left()
    if (running.length > 0) app.log.warn({ operation: 'jobs.stop', running }, 'steps were still running at the stop')
    await bells.close()
    await storage.release(holder)
  } finally {
    await alone.close()
    await storage.close()
    await pool.end()
  }
}

function findStep(steps: Step[], name: string): Step {
  const step = steps.find((each) => each.name === name)
  if (!step) throw new Refusal(`There is no step '${name}'. There are: ${steps.map((each) => each.name).join(', ')}.`)
  return step
}

/** A server that is away makes every look fail: one line a minute says so. */
function createComplaint(app: App): Complain {
  let complainedAt = Number.NEGATIVE_INFINITY
  return (error) => {
    if (performance.now() - complainedAt < COMPLAIN_EVERY_MS) return
    complainedAt = performance.now()
    app.log.warn({ operation: 'jobs', error }, 'the job queue stumbles, and goes on')
  }
}
