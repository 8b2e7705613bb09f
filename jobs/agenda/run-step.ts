import { performance } from 'node:perf_hooks'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { App } from '#src/app.ts'
import { backOff } from '#src/basics/back-off.ts'
import { wordsOfError } from '#src/basics/redact.ts'
import { isDatabaseAway } from '#src/database/database-away.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { FAILURES_TO_TELL } from '#src/limits/lease.ts'
import { countVendorError, metrics } from '#src/metrics.ts'
import type { Step } from '../job.ts'
import type { Alone } from './alone.ts'
import { readStepState, recordRun, recordStart, type StepState, stepAlert } from './step-runs.ts'

/** Runs a step once. `asked`: by a person, so that waiting after a failure is over and the error is theirs to see. */
export type RunStep = (step: Step, asked: boolean) => Promise<void>

/** A run that did nothing is recorded this seldom, one that worked this often. */
const IDLE_RECORD_MS = 60_000
const BUSY_RECORD_MS = 5_000

const SHORTEST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 15 * 60_000

/** Tries in a row that a lost database explains; more of them are a failure like any other. */
const AWAY_TRIES = 5
const AWAY_WAIT_MS = 1_000

type Options = { markAfterMs: number; alone: Alone }
type Memory = Options & { app: App; recordedAt: Map<string, number>; away: Map<string, number> }
type Run = { step: Step; state: StepState; startedAt: Date; from: number }

/** The edge where the errors of steps end: they are recorded, told to people, and tried again later. */
export function createRunner(app: App, options: Options): RunStep {
  const memory: Memory = { app, ...options, recordedAt: new Map(), away: new Map() }
  return async (step, asked) => {
    const state: StepState = { paused: false, failures: 0, nextTryAt: null, unfinished: false }
    const run: Run = { step, state, startedAt: app.clock(), from: performance.now() }
    try {
      await attempt(memory, run, asked)
    } catch (error) {
      if (asked && error instanceof Refusal) throw error
      await fail(memory, run, error)
      if (asked) throw error
    }
  }
}

async function attempt(memory: Memory, run: Run, asked: boolean): Promise<void> {
  const { step } = run
  run.state = await readStepState(memory.app, step.name)
  if (!mayRun(run, asked)) return
  const done = step.alone ? await memory.alone.run(step.name, () => work(memory, run)) : await work(memory, run)
  if (done) await succeed(memory, run, done.count, done.marked)
  else if (asked) throw new Refusal(`${step.name} is running in another process right now.`)
}

function mayRun({ step, state, startedAt }: Run, asked: boolean): boolean {
  if (state.paused && asked) throw new Refusal(`${step.name} is paused.`)
  if (state.paused) return false
  return asked || state.nextTryAt === null || state.nextTryAt <= startedAt
}

/** A run that takes longer leaves a mark that it has begun: short ones are not worth the write. */
async function work({ app, markAfterMs }: Memory, run: Run): Promise<{ count: number; marked: boolean }> {
  let mark: Promise<void> | null = null
  const timer = setTimeout(() => {
    mark = recordStart(app, run.step.name, run.startedAt).catch((error: unknown) => {
      app.log.warn({ operation: run.step.name, error }, 'the start of a step could not be recorded')
    })
  }, markAfterMs)
  try {
    const count = await run.step.run(app)
    return { count, marked: mark !== null }
  } finally {
    clearTimeout(timer)
    await mark
  }
}

async function succeed(memory: Memory, run: Run, count: number, marked: boolean): Promise<void> {
  const { app, recordedAt, away } = memory
  const { step, state, startedAt } = run
  away.delete(step.name)
  const level = count > 0 ? 'info' : 'debug'
  app.log[level]({ operation: step.name, duration: elapsed(run), metrics: { totalProcessed: count } }, 'step done')
  metrics.steps.observe({ step: step.name, outcome: 'done' }, elapsed(run) / 1000)

  const now = app.clock()
  // The watch may have told people about a run that took its time.
  const recovered = state.failures > 0 || state.unfinished || marked
  const last = recordedAt.get(step.name) ?? Number.NEGATIVE_INFINITY
  const due = now.getTime() - last >= (count > 0 ? BUSY_RECORD_MS : IDLE_RECORD_MS)
  if (!due && !recovered) return
  await inTransaction(app, async (tx) => {
    const finished = { startedAt, finishedAt: now, count, failures: 0, lastError: null, nextTryAt: null }
    await recordRun(tx.em, step.name, finished)
    if (recovered) await closeAlert(tx, stepAlert(step.name))
  })
  recordedAt.set(step.name, now.getTime())
}

async function fail(memory: Memory, run: Run, error: unknown): Promise<void> {
  const { app, away } = memory
  const { step } = run
  const logged = { operation: step.name, duration: elapsed(run), metrics: { failed: 1 }, error }
  metrics.steps.observe({ step: step.name, outcome: 'failed' }, elapsed(run) / 1000)
  countVendorError(error)
  // Failures of the step's own are no absence of the database.
  const tries = isDatabaseAway(error) ? (away.get(step.name) ?? 0) + 1 : 0
  away.set(step.name, tries)
  if (tries > 0 && tries <= AWAY_TRIES) {
    app.log.warn(logged, 'the database was away')
    return app.ring(step.name, new Date(app.clock().getTime() + AWAY_WAIT_MS))
  }
  app.log.error(logged, 'step failed')
  try {
    await recordFailure(app, run, error)
  } catch (cause) {
    app.log.error({ operation: step.name, error: cause }, 'the failure of a step could not be recorded')
    app.ring(step.name, new Date(app.clock().getTime() + AWAY_WAIT_MS))
  }
}

async function recordFailure(app: App, { step, state, startedAt }: Run, error: unknown): Promise<void> {
  const failures = state.failures + 1
  const message = wordsOfError(error)
  await inTransaction(app, async (tx) => {
    const nextTryAt = new Date(tx.at.getTime() + waitAfter(failures, error))
    const finished = { startedAt, finishedAt: tx.at, count: 0, failures, lastError: message, nextTryAt }
    await recordRun(tx.em, step.name, finished)
    tx.ring(step.name, nextTryAt)
    // A vendor may fail twice before people are called; a bug calls them at once.
    if (error instanceof OutsideError && failures < FAILURES_TO_TELL) return
    const times = failures === 1 ? 'failed' : `failed ${failures} times in a row`
    const { name, what, pipeline } = step
    await openAlert(tx, { key: stepAlert(name), pipeline, title: `${what} ${times}`, detail: message, step: name })
  })
}

/** 1, 2, 4 ... 15 minutes, or what the vendor asks for if that is longer. */
function waitAfter(failures: number, error: unknown): number {
  const askedS = error instanceof OutsideError ? (error.retryAfterS ?? 0) : 0
  return Math.max(backOff(failures, SHORTEST_WAIT_MS, LONGEST_WAIT_MS), askedS * 1000)
}

function elapsed({ from }: Run): number {
  return Math.round(performance.now() - from)
}
