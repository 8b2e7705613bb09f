import type { Tx } from '#src/database/transaction.ts'
import type { OrderView } from '../card/order-view.ts'

/**
 * Decision 6: where the customer pays. `fetch` talks to the outside, before the transaction; `keep` gives the link, in
 * it. The seed's Celery would be one more of these.
 */
export type CartLinks = {
  fetch(view: OrderView): Promise<string | null>
  keep(tx: Tx, view: OrderView, fetched: string | null): Promise<string>
}
