import type { EntityManager } from '@mikro-orm/postgresql'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { backOff } from '#src/basics/back-off.ts'
import { wordsOfError } from '#src/basics/redact.ts'
import { readTime, sql } from '#src/database/sql.ts'

/** One row that is ours for a while, in a table with claim columns. `attempts`: as the claim left it. */
export type Lease = { table: string; id: string; token: string; attempts: number; counted: boolean }

export type Claim = {
  table: string
  /** Which rows, in SQL over the table, and in which order. `$1` is now; more parameters follow from `$5`. */
  due: string
  order: string
  params?: unknown[]
  limit: number
  leaseMs: number
  /** The claim itself counts as a try, so that a row that kills its worker is not tried for ever. */
  counts?: boolean
}

/**
 * For work that renews its leases: below fifteen seconds, so that what a killed process held is taken up again within
 * that time.
 */
export const SHORT_LEASE_MS = 12_000

/** Leases rows that no one else holds and that do not wait after a failure, in the order asked for. */
export async function claim(em: EntityManager, at: Date, what: Claim): Promise<Lease[]> {
  const { table, counts: counted = false } = what
  const rows = await claimRows<{ id: string; attempts: number; token: string }>(em, at, what, 't.lease_token as token')
  return rows.map(({ id, attempts, token }) => ({ table, id, token, attempts, counted }))
}

/** The same, with more of the rows: `columns` is SQL over the table `t`. */
export async function claimRows<Row>(
  em: EntityManager,
  at: Date,
  { table, due, order, params = [], limit, leaseMs, counts = false }: Claim,
  columns: string,
): Promise<Row[]> {
  return sql<Row>(
    em,
    `with picked as materialized (
       select id from "${table}"
       where (${due}) and (next_try_at is null or next_try_at <= $1) and (leased_until is null or leased_until < $1)
       order by ${order} limit $2 for update skip locked)
     update "${table}" t set lease_token = $3, leased_until = $4${counts ? ', attempts = t.attempts + 1' : ''}
     from picked where t.id = picked.id returning t.id, t.attempts, ${columns}`,
    [at, limit, uuid(), new Date(at.getTime() + leaseMs), ...params],
  )
}

/**
 * When the first of the rows that cannot be claimed now can be: those that somebody holds, who may have been killed, if
 * they let it run out, and those that wait after a failure. `due` as for a claim; null when there is none.
 */
export async function nextFree(
  em: EntityManager,
  at: Date,
  { table, due, params = [] }: Pick<Claim, 'table' | 'due' | 'params'>,
): Promise<Date | null> {
  const [row] = await sql<{ free: string | null }>(
    em,
    // `$2` to `$4` are a claim's own; Postgres wants to see every parameter used.
    `select min(greatest(leased_until + interval '1 millisecond', next_try_at)) as free from "${table}"
     where (${due}) and (leased_until >= $1 or next_try_at > $1) and num_nonnulls($2::int, $3::int, $4::int) = 0`,
    [at, null, null, null, ...params],
  )
  return readTime(row?.free ?? null)
}

/**
 * Keeps everything claimed under one token while `work` is done: a lease may then be short, and a long piece of work
 * is still nobody else's. What is no longer ours is left alone.
 */
export async function whileLeased<T>(
  app: Needs<'em' | 'clock' | 'log'>,
  { table, token }: Pick<Lease, 'table' | 'token'>,
  leaseMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    sql(app.em.fork(), `update "${table}" set leased_until = $2 where lease_token = $1 and leased_until > $3`, [
      token,
      new Date(app.clock().getTime() + leaseMs),
      app.clock(),
    ]).catch((error: unknown) => app.log.warn({ operation: `lease.${table}`, error }, 'a lease could not be renewed'))
  let renewing: Promise<unknown> | null = null
  const timer = setInterval(() => {
    renewing ??= renew().finally(() => {
      renewing = null
    })
  }, leaseMs / 3).unref()
  return work().finally(async () => {
    clearInterval(timer)
    // Nothing is left running behind the step's back: a pool that closes waits for it.
    await renewing
  })
}

/** Gives a row back, and forgets earlier failures. False when the lease was no longer ours: another has the row. */
export async function release(em: EntityManager, lease: Lease): Promise<boolean> {
  return (await releaseAll(em, [lease])).size > 0
}

/** The same for many rows of one table, in one statement: the ids of those that were still ours. */
export async function releaseAll(em: EntityManager, leases: Lease[]): Promise<Set<string>> {
  const [first] = leases
  if (!first) return new Set()
  const rows = await sql<{ id: string }>(
    em,
    `update "${first.table}" t set lease_token = null, leased_until = null, attempts = 0, next_try_at = null,
       last_error = null
     from unnest($1::uuid[], $2::uuid[]) as v(id, token) where t.id = v.id and t.lease_token = v.token returning t.id`,
    [leases.map(({ id }) => id), leases.map(({ token }) => token)],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Gives rows of one table back as they were, because it was not their turn. False: another has one of them. */
export async function returnUntouched(em: EntityManager, ...leases: Lease[]): Promise<boolean> {
  const [first] = leases
  if (!first) return true
  const rows = await sql(
    em,
    `update "${first.table}" t set lease_token = null, leased_until = null,
       attempts = t.attempts - ${first.counted ? 1 : 0}
     from unnest($1::uuid[], $2::uuid[]) as v(id, token) where t.id = v.id and t.lease_token = v.token returning 1`,
    [leases.map(({ id }) => id), leases.map(({ token }) => token)],
  )
  return rows.length === leases.length
}

/** A person is told when something failed this often; it is tried on, less and less often. */
export const FAILURES_TO_TELL = 3

/** How often the row failed, with the try in hand. */
export function failuresOf({ attempts, counted }: Pick<Lease, 'attempts' | 'counted'>): number {
  return attempts + (counted ? 0 : 1)
}

const SHORTEST_WAIT_S = 30
const LONGEST_WAIT_S = 3_600

/**
 * Gives a row back after a failure: it waits 30 s, 1 min, 2 min ... 1 h, or what the vendor asked for. The time of the
 * next try; null when the lease was no longer ours.
 */
export async function releaseFailed(
  em: EntityManager,
  lease: Lease,
  at: Date,
  error: { message: string; retryAfterS: number | null },
): Promise<Date | null> {
  const failures = failuresOf(lease)
  const waitS = Math.max(error.retryAfterS ?? 0, backOff(failures, SHORTEST_WAIT_S, LONGEST_WAIT_S))
  const next = new Date(at.getTime() + waitS * 1_000)
  const set = 'attempts = $3, last_error = $4, next_try_at = $5'
  const kept = await saveLeased(em, lease, set, [failures, wordsOfError(error), next])
  return kept ? next : null
}

/**
 * The fenced save: writes (`set` is SQL over the columns, its parameters from `$3`) and gives the row back, only while
 * it is ours. False: another has it, and nothing was written.
 */
export async function saveLeased(
  em: EntityManager,
  { table, id, token }: Pick<Lease, 'table' | 'id' | 'token'>,
  set: string,
  params: unknown[] = [],
): Promise<boolean> {
  const rows = await sql(
    em,
    `update "${table}" set lease_token = null, leased_until = null${set && `, ${set}`}
     where id = $1 and lease_token = $2 returning 1`,
    [id, token, ...params],
  )
  return rows.length > 0
}
