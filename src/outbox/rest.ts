import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { endPauses, pausedUntil, pauseVendor, unpaused } from '#src/limits/pauses.ts'

const PREFIX = 'outbox:'
const nameOf = (channel: string) => `${PREFIX}${channel}`

/** Nothing leaves through a channel before a time: its vendor refuses us, whatever the message. */
export async function restChannel(em: EntityManager, channel: string, until: Date): Promise<void> {
  await pauseVendor(em, nameOf(channel), until)
}

/** Until when nothing leaves through it; null: it may leave now. */
export async function restsUntil(em: EntityManager, channel: string, at: Date): Promise<Date | null> {
  return pausedUntil(em, nameOf(channel), at)
}

/** Those of the channels through which messages may leave now. */
export async function awakeChannels(em: EntityManager, channels: string[], at: Date): Promise<string[]> {
  return (await unpaused(em, channels.map(nameOf), at)).map((name) => name.slice(PREFIX.length))
}

/** Steps that failed at these vendors, and wait longer and longer, run now. */
export async function wakeSteps(tx: Tx, vendors: string[]): Promise<void> {
  const steps = await sql<{ step: string }>(
    tx.em,
    `update step_runs set next_try_at = null
     where next_try_at is not null and split_part(last_error, ':', 1) = any($1::text[]) returning step`,
    [vendors],
  )
  for (const { step } of steps) tx.ring(step)
}

/** Somebody mended it, or wants to see it tried. */
export async function wakeChannels(em: EntityManager): Promise<void> {
  await endPauses(em, PREFIX)
}
