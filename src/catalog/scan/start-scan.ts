import type { Actor } from '#entities/actor.ts'
import { InstagramSync, type ScanOptions } from '#entities/catalog/instagram-sync.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { raiseNewCards, redrawCards } from '#src/moves/raise-cards.ts'
import { accountKind, syncKind } from '../kinds.ts'
import { SCAN } from '../steps.ts'
import { audienceOf } from '../stores/sellers.ts'

export const NOT_CONNECTED = 'The Instagram connection has ended. Write: connect'
/** An hour and a half of what Instagram allows. */
export const MOST_POSTS = 5_000
const SIX_MONTHS_DAYS = 183
const DAY_MS = 86_400_000
/** What one post takes, where nothing is measured yet. */
const SECONDS_A_POST = 1.8

/** As the scan form starts: albums, no films, the last six months. */
export function usualOptions(now: Date): ScanOptions {
  const since = new Date(now.getTime() - SIX_MONTHS_DAYS * DAY_MS).toISOString()
  return { limit: 100, includeVideos: false, includeCarousels: true, since }
}

export function estimateSeconds({ limit }: ScanOptions): number {
  return Math.ceil(limit * SECONDS_A_POST)
}

/** Starts a look through a store's posts. One at a time: a second one is refused with the first one's name. */
export async function startScan(
  app: Needs<'em' | 'clock' | 'ring'>,
  storeId: string,
  options: ScanOptions,
  by: Actor,
): Promise<InstagramSync> {
  return inTransaction(app, (tx) => openScan(tx, storeId, options, by))
}

export async function openScan(tx: Tx, storeId: string, options: ScanOptions, by: Actor): Promise<InstagramSync> {
  const [account] = await sql<{ id: string; state: string }>(
    tx.em,
    'select id, state from instagram_accounts where store_id = $1 order by state, connected_at desc limit 1',
    [storeId],
  )
  if (!account) throw new Refusal('No Instagram account is connected yet. Write: connect')
  if (account.state !== 'active') throw new Refusal(NOT_CONNECTED)
  const id = uuid()
  const added = await sql(tx.em, INSERT, [
    ...[id, storeId, account.id, JSON.stringify(options), tx.at],
    JSON.stringify(await audienceOf(tx.em, storeId)),
    JSON.stringify({ startedBy: by.name }),
  ])
  if (added.length === 0) throw new Refusal(await alreadyRunning(tx, storeId))
  await welcome(tx, account.id)
  const sync = await tx.em.findOneOrFail(InstagramSync, { id })
  await raiseNewCards(tx, syncKind, [sync])
  tx.ring(SCAN)
  return sync
}

/** The card of a fresh connection waits for its first scan, and no longer. */
async function welcome(tx: Tx, accountId: string): Promise<void> {
  const row = await tx.em.findOneOrFail(InstagramAccount, { id: accountId }, { refresh: true })
  if (row.syncedAt !== null) return
  await sql(tx.em, 'update instagram_accounts set synced_at = $2 where id = $1', [accountId, tx.at])
  await redrawCards(tx, accountKind, [Object.assign(row, { syncedAt: tx.at })])
}

const INSERT = `
  insert into instagram_sync_history
    (id, state, store_id, connection_id, sync_type, trigger_source, options, started_at, created_at, audience, metadata)
  values ($1, 'running', $2, $3, 'bulk_import', 'user_initiated', $4, $5, $5, nullif($6::jsonb, 'null'), $7)
  on conflict do nothing returning 1`

async function alreadyRunning({ em }: Tx, storeId: string): Promise<string> {
  const running = await em.findOne(InstagramSync, { storeId, state: 'running', syncType: 'bulk_import' })
  return running ? `${writeRef(syncKind, running)} is running already. Cancel it first.` : 'A scan is running already.'
}
