import type { EntityManager } from '@mikro-orm/postgresql'
import { uuid } from '#entities/uuid.ts'
import { readTime, sql } from '#src/database/sql.ts'

/** At most `most` calls in any `perS` seconds, however many processes there are and however often they start. */
export type Budget = { budget: string; most: number; perS: number }

/** `spent`: the budget that has none left. */
type Taken = { taken: true } | { taken: false; spent: Budget; freeAt: Date }

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
 * Takes one call out of each of these budgets, or of none, committed before it returns and whatever becomes of the
 * caller's own transaction. A call counts for exactly `perS` seconds; calls are never given back: nobody knows which of
 * them the vendor counted.
 */
export async function takeCall(em: EntityManager, budgets: Budget | Budget[], at: Date): Promise<Taken> {
  const { count, spent, freeAt } = await take(em, [budgets].flat(), 1, at)
  return count === 1 ? { taken: true } : { taken: false, spent, freeAt }
}

/** Takes as many of so many calls as are left, at once. `freeAt`: when the next one is to be had. */
export async function takeCalls(
  em: EntityManager,
  budget: Budget,
  wanted: number,
  at: Date,
): Promise<{ count: number; freeAt: Date }> {
  const { count, freeAt } = await take(em, [budget], wanted, at)
  return { count, freeAt }
}

async function take(em: EntityManager, budgets: Budget[], wanted: number, at: Date) {
  const ids = Array.from({ length: wanted * budgets.length }, () => uuid())
  const [row] = await sql<{ taken: number; spent: number | null; free: string | null }>(
    em.fork(),
    'select taken, spent, free from take_calls($1, $2, $3, $4, $5)',
    [budgets.map(({ budget }) => budget), budgets.map(({ most }) => most), budgets.map(({ perS }) => perS), at, ids],
  )
  const spent = budgets[(row?.spent ?? 1) - 1]
  if (!row || !spent) throw new Error('no budget was asked')
  return { count: row.taken, spent, freeAt: readTime(row.free) ?? new Date(at.getTime() + spent.perS * 1000) }
}

/** One allowance of a vendor, of which some users have a part that no other can spend. */
export type Pool = { name: string; most: number; perS: number; reserved: Record<string, number> }

/** The budget of one share: its own reserve, or together with all others what nobody reserved. */
export function shareOf({ name, most, perS, reserved }: Pool, share: string): Budget {
  const own = reserved[share]
  if (own !== undefined) return { budget: `${name}/${share}`, most: own, perS }
  const kept = Object.values(reserved).reduce((sum, part) => sum + part, 0)
  return { budget: `${name}/rest`, most: Math.max(0, most - kept), perS }
}
