import type { EntityManager } from '@mikro-orm/postgresql'
import type { CheckedAddress } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import type { OrderView } from '../card/order-view.ts'

/** The verdict of an address the customer is asked about because it was theirs before. */
export const SAME = 'same'

/** Where the same person had us send before: the same Instagram id and the same e-mail, and a link went out for it. */
export async function findEarlierAddress(em: EntityManager, view: OrderView): Promise<CheckedAddress | null> {
  const author = view.sourceComment.from.id
  if (!author || !view.email) return null
  const [row] = await sql<{ address: CheckedAddress }>(
    em,
    `select address from orders where email = $1 and source_comment -> 'from' ->> 'id' = $2
       and state = 'shopping-cart-link-sent' order by number desc limit 1`,
    [view.email, author],
  )
  if (!row) return null
  const { address } = row
  return { ...address, suggestion: address.given, verdict: SAME, validatedAt: null, notes: [], raw: '' }
}
