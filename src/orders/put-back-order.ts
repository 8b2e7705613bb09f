import { closeAlert } from '#src/alerts/alerts.ts'
import { itemKey } from '#src/alerts/item-key.ts'
import { putBack } from '#src/alerts/put-back.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Lease } from '#src/limits/lease.ts'
import { orderKind } from './kinds.ts'
import type { LeasedOrder } from './leased-orders.ts'

type App = Needs<'em' | 'clock' | 'ring' | 'log'>

/** A fault of ours in one order holds up no other: it waits by itself, and after three tries a person sees it. */
export async function putBackOrder(app: App, step: string, { view, lease }: LeasedOrder, error: unknown) {
  if (isDatabasesFault(error)) throw error
  const title = `${writeRef(orderKind, view)} could not be worked on.`
  const words = async () => `@${view.username}: ${view.sourceComment.text}`
  await putBack(app, lease, { step, title, words }, error)
}

/** It was worked on after all. */
export async function workedAfterAll(tx: Tx, { table, id, attempts }: Lease): Promise<void> {
  if (attempts > 0) await closeAlert(tx, itemKey(table, id))
}
