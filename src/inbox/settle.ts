import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { itemKey } from '#src/alerts/item-key.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { type Lease, saveLeased } from '#src/limits/lease.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import type { Reader, StoredItem, Verdict } from './reader.ts'

const READ = 'attempts = 0, next_try_at = null, last_error = null, read_at = $3, mine = $4'

/** The item is read. When that was its last reader and none claimed it, a person is told who wrote what. */
export async function settle(tx: Tx, reader: Reader, lease: Lease, item: StoredItem, verdict: Verdict): Promise<void> {
  await saveLeased(tx.em, lease, READ, [tx.at, verdict === 'mine'])
  if (lease.attempts > 1) await closeAlert(tx, itemKey(lease.table, lease.id))
  if (verdict === 'not mine') return tellIfNobodys(tx, reader, item)
  // Claimed at last, after a person had it read once more.
  if (lease.attempts > 1) await closeAlert(tx, itemKey('inbox', item.id))
}

/** Items of a source that is read in batches are never a person's: what nobody claims is let go. */
export async function settleMany(tx: Tx, ids: string[], verdicts: Verdict[]): Promise<void> {
  if (verdicts.length !== ids.length) throw new Error(`${ids.length} items were read, ${verdicts.length} are settled`)
  await sql(
    tx.em,
    `update inbox_readings r set read_at = $3, mine = v.mine
     from unnest($1::uuid[], $2::boolean[]) as v(id, mine) where r.id = v.id`,
    [ids, verdicts.map((verdict) => verdict === 'mine'), tx.at],
  )
}

/** Locked first: of two readers that end at once the later one sees what the other said. */
async function isNobodys(tx: Tx, itemId: string): Promise<boolean> {
  await sql(tx.em, 'select 1 from inbox where id = $1 for update', [itemId])
  const open = await sql(
    tx.em,
    'select 1 from inbox_readings where item_id = $1 and (read_at is null or mine) limit 1',
    [itemId],
  )
  return open.length === 0
}

async function tellIfNobodys(tx: Tx, reader: Reader, item: StoredItem): Promise<void> {
  if (!reader.words || !(await isNobodys(tx, item.id))) return
  const words = await reader.words(item)
  if (!words) return
  await openAlert(tx, {
    key: itemKey('inbox', item.id),
    pipeline: await placeOf(tx, item.id),
    title: `${reader.what} that belongs to nothing I know.`,
    detail: words,
    step: null,
  })
}

/** With the people of its only reader; with everybody's where several might have wanted it. */
async function placeOf(tx: Tx, itemId: string): Promise<string> {
  const steps = await sql<{ step: string }>(tx.em, 'select step from inbox_readings where item_id = $1', [itemId])
  const pipelines = new Set(steps.map(({ step }) => ownerOf(step)))
  return pipelines.size === 1 ? ([...pipelines][0] ?? 'operations') : 'operations'
}
