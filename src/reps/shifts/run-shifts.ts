import { step } from '#entities/actor.ts'
import { RepShift } from '#entities/reps/rep-shift.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { shiftKind } from '../kinds.ts'
import { settleSwitches } from '../registry/switch.ts'
import { SHIFTS } from '../steps.ts'
import { makeShifts, spanShifts } from './make-shift.ts'

/** Makes the shifts of a new local day, opens those whose hours begin, and closes those that are over. */
export async function runShifts(app: Needs<'em' | 'clock' | 'ring'>): Promise<number> {
  return inTransaction(app, async (tx) => {
    await settleSwitches(tx)
    const made = await makeShifts(tx, null)
    await spanShifts(tx)
    const begun = await turn(tx, `state = 'planned' and begins_at <= $1 and ends_at > $1`, 'begin')
    const over = await turn(tx, `state <> 'over' and ends_at <= $1`, 'finish')
    return made.length + begun + over
  })
}

async function turn(tx: Tx, due: string, verb: 'begin' | 'finish'): Promise<number> {
  const rows = await sql<{ id: string }>(
    tx.em,
    `select id from rep_shifts where ${due} order by id limit 500 for update skip locked`,
    [tx.at],
  )
  const shifts = await tx.em.find(RepShift, { id: { $in: rows.map(({ id }) => id) } })
  return (await move(tx, shiftKind, shifts, verb, step(SHIFTS))).length
}
