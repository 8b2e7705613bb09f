import { step } from '#entities/actor.ts'
import { Roundup } from '#entities/orders/roundup.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { roundupKind } from '../kinds.ts'
import { EXTRACT } from '../steps.ts'

const actor = step(EXTRACT)

/** Who has an order now is asked for no e-mail any more; a card on which nobody is left is over. */
export async function takeFromWishes(tx: Tx, words: { id: string }[]): Promise<void> {
  const gone = words.map(({ id }) => id)
  const rows = await sql<{ id: string }>(
    tx.em,
    `select id from roundups where state = 'open' and order_ids && $1::text[] order by id for update`,
    [gone],
  )
  const ids = rows.map(({ id }) => id)
  const open = await tx.em.find(Roundup, { id: { $in: ids } }, { refresh: true })
  const left = ({ orderIds }: Roundup) => orderIds.filter((id) => !gone.includes(id))
  for (const verb of ['join', 'settle'] as const) {
    const meant = open.filter((one) => left(one).length > 0 === (verb === 'join'))
    await move(tx, roundupKind, meant, verb, actor, { set: (one) => ({ orderIds: left(one) }) })
  }
}
