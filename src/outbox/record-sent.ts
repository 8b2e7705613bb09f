import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { withoutTokens } from '#src/links/without-tokens.ts'
import { move } from '#src/moves/move.ts'
import type { Claimed } from './claim-due.ts'
import { actor, freed, lockIfOurs, lockRecord, type Outcome } from './held.ts'
import { deliveryKind } from './kind.ts'
import { type Failing, worksAgain } from './rest-vendor.ts'
import type { SendingApp, VendorRef } from './types.ts'

/** It has left: that, and what it means to its record, in one transaction. */
export async function recordSent(
  app: SendingApp,
  { kind, sender }: Pick<Failing, 'kind' | 'sender'>,
  delivery: Claimed,
  vendorRef: VendorRef,
): Promise<Outcome> {
  return inTransaction(app, async (tx) => {
    await lockRecord(tx, kind, delivery)
    if (!(await lockIfOurs(tx, delivery))) return 'waits'
    const set = { ...freed, vendorRef, sentAt: tx.at, lastError: null }
    const [sent] = await move(tx, deliveryKind, [delivery], 'record', actor, { set: () => set })
    if (sent) await kind.onSent(tx, sent)
    await forgetLinks(tx, delivery)
    await worksAgain(tx, sender)
    return sent ? 'sent' : 'waits'
  })
}

/** What has left is kept without the tokens of its links. */
async function forgetLinks(tx: Tx, { id, payload }: Claimed): Promise<void> {
  const words = JSON.stringify(payload)
  const kept = withoutTokens(words)
  if (kept !== words) await sql(tx.em, 'update deliveries set payload = $2 where id = $1', [id, kept])
}
