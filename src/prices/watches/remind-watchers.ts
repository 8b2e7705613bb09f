import { step } from '#entities/actor.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import type { TellingApp } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'
import { LINK_DAYS } from '../link-days.ts'
import { REMIND } from '../steps.ts'
import { askWatcher } from './ask-watcher.ts'
import { endWatch, lockWatch } from './watch-acts.ts'

const DAY_MS = 24 * 60 * 60_000
const BATCH = 500

type RemindingApp = Needs<'em' | 'clock' | 'ring'> & TellingApp

/**
 * Who has not confirmed after a day is asked once more, by mail only: a phone nobody has confirmed gets no second
 * text. Who has not confirmed when the link ends is watched for no longer.
 */
export async function remindWatchers(app: RemindingApp): Promise<number> {
  const now = app.clock().getTime()
  const lapsed = await findIds(app, LAPSED, new Date(now - LINK_DAYS.confirm * DAY_MS))
  for (const id of lapsed) await inTransaction(app, (tx) => lapse(tx, id))
  const silent = await findIds(app, SILENT, new Date(now - DAY_MS))
  for (const id of silent) await inTransaction(app, (tx) => remind(tx, app, id))
  return lapsed.length + silent.length
}

/** A card in somebody's own chat waits as long as it likes. Nobody is asked about a price that cannot be seen. */
const LAPSED = 'person_id is null and coalesce(asked_at, created_at) <= $1'
const SILENT = `asked_at <= $1 and reminded_at is null
  and exists (select 1 from price_users u where u.id = user_id and u.notify_by = 'mail')
  and exists (
    select 1 from tracked_products p where p.id = product_id and p.price is not null and p.failing_since is null)`

async function findIds({ em }: RemindingApp, where: string, before: Date): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    em.fork(),
    `select id from price_subscriptions where state = 'asked' and ${where} order by created_at limit ${BATCH}`,
    [before],
  )
  return rows.map(({ id }) => id)
}

async function lapse(tx: Tx, id: string): Promise<void> {
  const watch = await lockWatch(tx, id)
  if (watch?.state !== 'asked') return
  await move(tx, watchKind, [watch], 'lapse', step(REMIND), { note: 'nobody confirmed it' })
  await endWatch(tx, watch, step(REMIND))
}

async function remind(tx: Tx, app: RemindingApp, id: string): Promise<void> {
  const watch = await lockWatch(tx, id)
  if (watch?.state !== 'asked' || watch.remindedAt) return
  await tx.em.nativeUpdate(PriceSubscription, { id }, { remindedAt: tx.at })
  await askWatcher(tx, app, watch, true)
}
