import type { EntityManager } from '@mikro-orm/postgresql'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'

/** One row that is ours for a while, in a table with claim columns. */
export type Lease = { table: string; id: string; token: string }

export type Claim = {
  table: string
  /** Which rows, in SQL over the table, and in which order. `$1` is now; more parameters follow from `$5`. */
  due: string
  order: string
  params?: unknown[]
  limit: number
  leaseMs: number
}

/** Leases rows that no one else holds and that do not wait after a failure, in the order asked for. */
export async function claim(em: EntityManager, at: Date, what: Claim): Promise<Lease[]> {
  const { table, due, order, params = [], limit, leaseMs } = what
  const token = uuid()
  const rows = await sql<{ id: string }>(
    em,
    `with picked as materialized (
       select id from "${table}"
       where (${due}) and (next_try_at is null or next_try_at <= $1) and (leased_until is null or leased_until < $1)
       order by ${order} limit $2 for update skip locked)
     update "${table}" t set lease_token = $3, leased_until = $4 from picked where t.id = picked.id returning t.id`,
    [at, limit, token, new Date(at.getTime() + leaseMs), ...params],
  )
  return rows.map(({ id }) => ({ table, id, token }))
}

/** Gives a row back, and forgets earlier failures. False when the lease was no longer ours: another has the row. */
export async function release(em: EntityManager, lease: Lease): Promise<boolean> {
  return giveBack(em, lease, ', attempts = 0, next_try_at = null, last_error = null')
}

/** Gives a row back as it was, because it was not its turn. */
export async function returnUntouched(em: EntityManager, lease: Lease): Promise<boolean> {
  return giveBack(em, lease, '')
}

const SHORTEST_WAIT_S = 30
const LONGEST_WAIT_S = 3_600

/** Gives a row back after a failure: it waits 30 s, 1 min, 2 min ... 1 h, or what the vendor asked for. */
export async function releaseFailed(
  em: EntityManager,
  lease: Lease,
  at: Date,
  error: { message: string; retryAfterS: number | null },
): Promise<boolean> {
  const wait = `greatest($5::int, least(${LONGEST_WAIT_S}, ${SHORTEST_WAIT_S} * (2 ^ least(attempts, 20))::int))`
  return giveBack(
    em,
    lease,
    `, attempts = attempts + 1, last_error = $3, next_try_at = $4::timestamptz + make_interval(secs => ${wait})`,
    [error.message.slice(0, 500), at, error.retryAfterS ?? 0],
  )
}

async function giveBack(em: EntityManager, lease: Lease, set: string, params: unknown[] = []): Promise<boolean> {
  const rows = await sql(
    em,
    `update "${lease.table}" set lease_token = null, leased_until = null${set}
     where id = $1 and lease_token = $2 returning 1`,
    [lease.id, lease.token, ...params],
  )
  return rows.length > 0
}
