import type { Platform } from '#entities/people/identity.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cardStep } from './ring-cards.ts'

/** The cards of a place (null: of all places) no longer wait for another try: they are drawn now. */
export async function cardsDueAgain(tx: Tx, where: { platform: Platform; place: string | null }): Promise<void> {
  await sql(
    tx.em,
    `update card_posts set next_try_at = null
     where platform = $1 and ($2::text is null or place = $2) and next_try_at is not null`,
    [where.platform, where.place],
  )
  tx.ring(cardStep(where.platform))
}
