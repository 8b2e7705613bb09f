import type { Needs } from '#src/app.ts'
import { wordsOfError } from '#src/basics/redact.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { FAILURES_TO_TELL, failuresOf, type Lease, releaseFailed } from '#src/limits/lease.ts'
import { countVendorError } from '#src/metrics.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { openAlert } from './alerts.ts'
import { itemKey } from './item-key.ts'

type Failing = {
  step: string
  /** `A mail could not be read.` */
  title: string
  /** What the row says, for whoever has to look. */
  words(): Promise<string>
  /** Where all such rows share one alert. */
  key?: string
}

/** A row that could not be worked on: it waits, and after three tries a person sees its words and why. */
export async function putBack(
  app: Needs<'em' | 'clock' | 'ring' | 'log'>,
  lease: Lease,
  { step, title, words, key = itemKey(lease.table, lease.id) }: Failing,
  error: unknown,
): Promise<void> {
  countVendorError(error)
  app.log.warn({ operation: step, table: lease.table, id: lease.id, error }, 'a row could not be worked on')
  const message = wordsOfError(error)
  const retryAfterS = error instanceof OutsideError ? error.retryAfterS : null
  const detail = failuresOf(lease) < FAILURES_TO_TELL ? null : `${await words()}\n\nWhy: ${message}`
  await inTransaction(app, async (tx) => {
    const next = await releaseFailed(tx.em, lease, tx.at, { message, retryAfterS })
    if (!next) return
    tx.ring(step, next)
    if (detail === null) return
    await openAlert(tx, { key, pipeline: ownerOf(step), title, detail, step })
  })
}
