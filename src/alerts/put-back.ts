import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { type Lease, releaseFailed } from '#src/limits/lease.ts'
import { redact } from '#src/log.ts'
import { countVendorError } from '#src/metrics.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { openAlert } from './alerts.ts'
import { itemKey } from './item-key.ts'

/** A person is told when a row failed this often; it is tried on, less and less often. */
const FAILURES_TO_TELL = 3

type Failing = {
  step: string
  /** `A mail could not be read.` */
  title: string
  /** What the row says, for whoever has to look. */
  words(): Promise<string>
}

/** A row that could not be worked on: it waits, and after three tries a person sees its words and why. */
export async function putBack(
  app: Needs<'em' | 'clock' | 'ring' | 'log'>,
  lease: Lease,
  { step, title, words }: Failing,
  error: unknown,
): Promise<void> {
  countVendorError(error)
  app.log.warn({ operation: step, table: lease.table, id: lease.id, error }, 'a row could not be worked on')
  const message = redact(error instanceof Error ? error.message : String(error))
  const retryAfterS = error instanceof OutsideError ? error.retryAfterS : null
  const tries = lease.attempts + (lease.counted ? 0 : 1)
  const detail = tries < FAILURES_TO_TELL ? null : `${await words()}\n\nWhy: ${message}`
  await inTransaction(app, async (tx) => {
    const next = await releaseFailed(tx.em, lease, tx.at, { message, retryAfterS })
    if (!next) return
    tx.ring(step, next)
    if (detail === null) return
    await openAlert(tx, { key: itemKey(lease.table, lease.id), pipeline: ownerOf(step), title, detail, step })
  })
}
