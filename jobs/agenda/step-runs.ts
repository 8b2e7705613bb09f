import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { readTime, sql } from '#src/database/sql.ts'

/** What the last runs left behind. */
export type StepState = { paused: boolean; failures: number; nextTryAt: Date | null; unfinished: boolean }

export async function readStepState(app: Needs<'em'>, step: string): Promise<StepState> {
  const [row] = await sql<{ paused: boolean; failures: number; next_try_at: string | null; unfinished: boolean }>(
    app.em.fork(),
    `select paused, failures, next_try_at, started_at > coalesce(finished_at, '-infinity') as unfinished
     from step_runs where step = $1`,
    [step],
  )
  if (!row) return { paused: false, failures: 0, nextTryAt: null, unfinished: false }
  return {
    paused: row.paused,
    failures: row.failures,
    nextTryAt: readTime(row.next_try_at),
    unfinished: row.unfinished ?? false,
  }
}

/** A run that takes its time: if its process dies now, this is what the watch goes by. */
export async function recordStart(app: Needs<'em'>, step: string, startedAt: Date): Promise<void> {
  await sql(
    app.em.fork(),
    `insert into step_runs (step, started_at) values ($1, $2)
     on conflict (step) do update set started_at = excluded.started_at`,
    [step, startedAt],
  )
}

type FinishedRun = {
  startedAt: Date
  finishedAt: Date
  count: number
  failures: number
  lastError: string | null
  nextTryAt: Date | null
}

export async function recordRun(em: EntityManager, step: string, run: FinishedRun): Promise<void> {
  await sql(
    em,
    `insert into step_runs (step, started_at, finished_at, count, failures, last_error, next_try_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (step) do update set started_at = excluded.started_at, finished_at = excluded.finished_at,
       count = excluded.count, failures = excluded.failures, last_error = excluded.last_error,
       next_try_at = excluded.next_try_at`,
    [step, run.startedAt, run.finishedAt, run.count, run.failures, run.lastError, run.nextTryAt],
  )
}

export type UnfinishedRun = { step: string; startedAt: Date }

/** Runs that began before a time and have not ended. */
export async function findUnfinished(app: Needs<'em'>, before: Date): Promise<UnfinishedRun[]> {
  const rows = await sql<{ step: string; started_at: string }>(
    app.em.fork(),
    `select step, started_at from step_runs
     where started_at < $1 and (finished_at is null or finished_at < started_at) and not paused`,
    [before],
  )
  return rows.map((row) => ({ step: row.step, startedAt: readTime(row.started_at) }))
}

/** The key of the one alert a step can have. */
export function stepAlert(step: string): string {
  return `step:${step}`
}
