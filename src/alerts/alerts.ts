import { step } from '#entities/actor.ts'
import { Alert } from '#entities/operations/alert.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards, redrawCards } from '#src/moves/raise-cards.ts'
import { alertKind } from './kind.ts'

export type Trouble = {
  /** What is broken, once in the whole system: `vendor:gmail`, `step:orders.scrape`. */
  key: string
  /** In whose place the card hangs. */
  pipeline: string
  /** `Gmail refused our token. 3 mails wait.` */
  title: string
  detail: string
  /** What Retry runs, and who speaks. */
  step: string | null
}

const REWRITE_MS = 60_000

/**
 * Tells people that something is broken. A new alert, and one that had closed, rings; one that is open already only
 * gets the new words on its card, at most once a minute.
 */
export async function openAlert(tx: Tx, trouble: Trouble): Promise<void> {
  const id = uuid()
  if (await insert(tx, id, trouble)) return raiseNewCards(tx, alertKind, [await load(tx, { id })])
  await sql(tx.em, 'select 1 from alerts where key = $1 for update', [trouble.key])
  const alert = await load(tx, { key: trouble.key })
  if (alert.state === 'open') return rewrite(tx, alert, trouble)
  const opened = { ...trouble, openedAt: tx.at, writtenAt: tx.at, closedAt: null }
  await move(tx, alertKind, [alert], 'open', speaker(trouble.step), { set: () => opened })
}

/** It works again: closes the alert of this key where one is open. Costs one short query where none is. */
export async function closeAlert(tx: Tx, key: string): Promise<void> {
  await closeIfOpen(tx, key)
}

/** The same; whether one was open. */
export async function closeIfOpen(tx: Tx, key: string): Promise<boolean> {
  const open = await sql(tx.em, `select 1 from alerts where key = $1 and state = 'open' for update`, [key])
  if (open.length === 0) return false
  const alert = await load(tx, { key })
  await move(tx, alertKind, [alert], 'close', speaker(alert.step), { set: () => ({ closedAt: tx.at }) })
  return true
}

async function insert(tx: Tx, id: string, { key, pipeline, title, detail, step }: Trouble): Promise<boolean> {
  const rows = await sql(
    tx.em,
    `insert into alerts (id, state, key, pipeline, title, detail, step, opened_at, written_at, created_at)
     values ($1, 'open', $2, $3, $4, $5, $6, $7, $7, $7) on conflict (key) do nothing returning 1`,
    [id, key, pipeline, title, detail, step, tx.at],
  )
  return rows.length > 0
}

async function rewrite(tx: Tx, alert: Alert, { title, detail, step }: Trouble): Promise<void> {
  if (alert.title === title && alert.detail === detail) return
  if (tx.at.getTime() - alert.writtenAt.getTime() < REWRITE_MS) return
  await sql(tx.em, 'update alerts set title = $2, detail = $3, step = $4, written_at = $5 where id = $1', [
    alert.id,
    title,
    detail,
    step,
    tx.at,
  ])
  await redrawCards(tx, alertKind, [alert])
}

/** The row as it is under our lock, not as this unit of work may have seen it before. */
function load(tx: Tx, where: { id: string } | { key: string }): Promise<Alert> {
  return tx.em.findOneOrFail(Alert, where, { refresh: true })
}

function speaker(name: string | null) {
  return step(name ?? 'alerts')
}
