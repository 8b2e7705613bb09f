import { step } from '#entities/actor.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import type { Claimed } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { deliveryKind } from './kind.ts'
import type { DeliveryKind, VendorRef } from './types.ts'

/** What became of a try; a time: its vendor refuses us, and is left alone until then. */
export type Outcome = 'sent' | 'waits' | Date

/** `tried`: the vendor may have it. */
export type Held = { tried: boolean; vendorRef: VendorRef | null }

export const actor = step(SEND)
/** What a delivery is set to when nobody works on it any more. */
export const freed = { leaseToken: null, leasedUntil: null, tryingSince: null, nextTryAt: null } as const

/** How it stands, locked; null when another worker holds it now. */
export async function lockIfOurs(tx: Tx, { id, leaseToken }: Claimed): Promise<Held | null> {
  const [held] = await sql<Held>(
    tx.em,
    `select trying_since is not null as tried, vendor_ref as "vendorRef" from deliveries
     where id = $1 and lease_token = $2 and state = 'waiting' for update`,
    [id, leaseToken],
  )
  return held ?? null
}

/** The record before its delivery, as a press has it: else each waits for the other. */
export async function lockRecord(tx: Tx, { table }: DeliveryKind, { subjectId }: Claimed): Promise<void> {
  if (table) await sql(tx.em, `select 1 from "${table}" where id = $1 for update`, [subjectId])
}

/** It is not tried any more. */
export async function end(tx: Tx, delivery: Claimed, verb: 'cancel' | 'die' | 'doubt', error: string): Promise<void> {
  const words = error.slice(0, 500)
  await move(tx, deliveryKind, [delivery], verb, actor, {
    set: () => ({ ...freed, attempts: delivery.attempts, lastError: words }),
    note: words,
  })
}
