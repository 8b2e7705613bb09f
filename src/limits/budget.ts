import type { EntityManager } from '@mikro-orm/postgresql'
import { uuid } from '#entities/uuid.ts'
import { readTime, sql } from '#src/database/sql.ts'

/** At most `most` calls in any `perS` seconds, however many processes there are and however often they start. */
export type Budget = { budget: string; most: number; perS: number }

type Taken = { taken: true } | { taken: false; freeAt: Date }

/** The calls of a budget are spent, or the vendor asked for quiet: nothing before `freeAt`. No failure of anyone. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent'
  readonly freeAt: Date

  constructor(budget: string, freeAt: Date) {
    super(`no more calls of ${budget} before ${freeAt.toISOString()}`)
    this.freeAt = freeAt
  }
}

/**
 * Takes one call out of a budget, committed before it returns and whatever becomes of the caller's own transaction.
 * A call counts for exactly `perS` seconds; calls are never given back: nobody knows which of them the vendor counted.
 */
export async function takeCall(em: EntityManager, budget: Budget, at: Date): Promise<Taken> {
  const { count, freeAt } = await takeCalls(em, budget, 1, at)
  return count === 1 ? { taken: true } : { taken: false, freeAt }
}

/** Takes as many of so many calls as are left, at once. `freeAt`: when the next one is to be had. */
export async function takeCalls(
  em: EntityManager,
  { budget, most, perS }: Budget,
  wanted: number,
  at: Date,
): Promise<{ count: number; freeAt: Date }> {
  return em.fork().transactional(async (tx) => {
    // By itself and first: the next statement must see what the holder before us committed.
    await sql(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`budget ${budget}`])
    const ids = Array.from({ length: wanted }, () => uuid())
    const [row] = await sql<{ count: number; free: string | null }>(tx, TAKE, [budget, at, most, perS, ids])
    const freeAt = row?.free ? readTime(row.free) : new Date(at.getTime() + perS * 1000)
    return { count: row?.count ?? 0, freeAt }
  })
}

/**
 * A clock that runs behind those of other processes, or was set back, counts from the newest call on record: times go
 * up only, so that the window that ends now is the only one that can be full. `free`: when enough calls have run out.
 */
const TAKE = `
  with moment as (
    select greatest($2::timestamptz, max(at)) as at from calls where budget = $1
  ), pruned as (
    delete from calls c using moment m where c.budget = $1 and c.at <= m.at - make_interval(secs => $4)
  ), held as (
    select c.at, row_number() over (order by c.at desc) as place
    from calls c, moment m where c.budget = $1 and c.at > m.at - make_interval(secs => $4)
  ), taken as (
    insert into calls (id, budget, at)
    select v.id, $1, m.at from moment m, unnest($5::uuid[]) with ordinality as v(id, place)
    where (select count(*) from held) + v.place <= $3 returning 1
  ), counted as (
    select count(*)::int as count from taken
  )
  select count, (select at + make_interval(secs => $4) from held where place = $3 - count) as free from counted`

/** One allowance of a vendor, of which some users have a part that no other can spend. */
export type Pool = { name: string; most: number; perS: number; reserved: Record<string, number> }

/** The budget of one share: its own reserve, or together with all others what nobody reserved. */
export function shareOf({ name, most, perS, reserved }: Pool, share: string): Budget {
  const own = reserved[share]
  if (own !== undefined) return { budget: `${name}/${share}`, most: own, perS }
  const kept = Object.values(reserved).reduce((sum, part) => sum + part, 0)
  return { budget: `${name}/rest`, most: Math.max(0, most - kept), perS }
}
