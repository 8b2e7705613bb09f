import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { ringCards } from '#src/moves/ring-cards.ts'

/** Its card is drawn anew: a count has changed, the state has not. */
export async function showShift(tx: Tx, shiftId: string): Promise<void> {
  const shown = await sql(
    tx.em,
    `update card_posts set wanted = wanted + 1 where subject = 'shift' and subject_id = $1 returning 1`,
    [shiftId],
  )
  if (shown.length > 0) ringCards(tx)
}
