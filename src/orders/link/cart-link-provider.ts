import type { Tx } from '#src/database/transaction.ts'
import type { OrderView } from '../card/order-view.ts'

/** `id`: the vendor's own, where the link can be switched off. */
export type Fetched = { url: string; id?: string }

/**
 * Decision 6: where the customer pays. `fetch` talks to the outside, before the transaction; `keep` gives the link, in
 * it. The seed's Celery would be one more of these.
 */
export type CartLinks = {
  fetch(view: OrderView): Promise<Fetched | null>
  keep(tx: Tx, view: OrderView, fetched: Fetched | null): Promise<string>
}
