import { openAlert } from '#src/alerts/alerts.ts'
import { itemKey } from '#src/alerts/item-key.ts'
import type { App } from '#src/app.ts'
import { clip } from '#src/cards/clip.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { type Lease, releaseFailed } from '#src/limits/lease.ts'
import { redact } from '#src/log.ts'
import { countVendorError } from '#src/metrics.ts'
import type { Reader, StoredItem } from './reader.ts'

/** A person is told when an item failed this often; it is tried on, less and less often. */
const FAILURES_TO_TELL = 3

/** An item that could not be read: it waits, and after a few tries a person sees its words and why. */
export async function putBack(app: App, reader: Reader, lease: Lease, item: StoredItem, error: unknown): Promise<void> {
  countVendorError(error)
  app.log.warn({ operation: reader.step, item: item.id, error }, 'an item could not be read')
  const message = redact(error instanceof Error ? error.message : String(error))
  const retryAfterS = error instanceof OutsideError ? error.retryAfterS : null
  const words = lease.attempts < FAILURES_TO_TELL ? '' : await wordsOf(reader, item)
  await inTransaction(app, async (tx) => {
    const next = await releaseFailed(tx.em, lease, tx.at, { message, retryAfterS })
    if (!next) return
    tx.ring(reader.step, next)
    if (lease.attempts >= FAILURES_TO_TELL) await tell(tx, reader, lease, `${words}\n\nWhy: ${message}`)
  })
}

async function tell(tx: Tx, { step, what }: Reader, { table, id }: Lease, detail: string): Promise<void> {
  await openAlert(tx, {
    key: itemKey(table, id),
    pipeline: step.slice(0, step.indexOf('.')),
    title: `${what} could not be read.`,
    detail,
    step,
  })
}

/** What cannot be read may not be written out nicely either: then as it came. */
async function wordsOf(reader: Reader, item: StoredItem): Promise<string> {
  const asItCame = clip(item.body, 600)
  const words = await reader.words?.(item).catch(() => null)
  return words ?? asItCame
}
