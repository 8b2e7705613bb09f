import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { isDatabaseAway } from '#src/database/database-away.ts'
import type { Tamed } from './tame-backend.ts'

/** What Agenda itself cannot do, or does by reading whole tables. */
export type Storage = Tamed & {
  /** Takes a step's bells that are due and those that are done: the run that follows serves them all. */
  absorb(step: string): Promise<void>
  /** Brings the next sweep forward, never back: an interval that was shortened counts from now on. */
  advance(step: string, at: Date): Promise<void>
  /** Gives back what a process holds, so that others need not wait until its locks run out. */
  release(holder: string): Promise<void>
  close(): Promise<void>
}

const QUERY_MS = 15_000
const PROBE_EVERY_MS = 250
const MONGO_AWAY = /^Mongo(Network|ServerSelection)/

/**
 * For Agenda's rows and the doorbell. A job row is a nudge: one lost in a crash of the server is found by the sweep.
 */
export function createJobsPool(url: string, onError: (error: unknown) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: QUERY_MS,
    onConnect: (client) => client.query('set synchronous_commit = off'),
  })
  // Without a listener one killed idle connection ends the process.
  pool.on('error', onError)
  return pool
}

/** Tries until the server answers; one that is just starting is waited for. */
export async function reach(what: string, probe: () => Promise<unknown>, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const error = await failureOf(probe)
    if (!error) return
    if (Date.now() > deadline) {
      const seconds = Math.round(patienceMs / 1000)
      throw new Error(`${what} did not answer for ${seconds} s: ${error.message}`, { cause: error })
    }
    await setTimeout(PROBE_EVERY_MS)
  }
}

/** Null when the server answers; what waiting cannot mend is thrown. */
async function failureOf(probe: () => Promise<unknown>): Promise<Error | null> {
  try {
    await probe()
    return null
  } catch (error) {
    if (error instanceof Error && (isDatabaseAway(error) || MONGO_AWAY.test(error.name))) return error
    throw error
  }
}
