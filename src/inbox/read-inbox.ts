import { putBack } from '#src/alerts/put-back.ts'
import type { App } from '#src/app.ts'
import { clip } from '#src/cards/clip.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { inBatches, isTried, type TakeBatch } from '#src/limits/in-batches.ts'
import { type Lease, SHORT_LEASE_MS, whileLeased } from '#src/limits/lease.ts'
import { loadItem, lockFresh } from './load-items.ts'
import type { Arrived, Reader, StoredItem, Take, Verdict } from './reader.ts'
import { settle, settleMany } from './settle.ts'

const TABLE = 'inbox_readings'

/**
 * The loop out of the inbox: hands a reader what it has not read, as it came in; returns how many items that were. An
 * item that cannot be read waits and is tried again, and holds up no other; the step fails only where no item is to
 * blame.
 */
export async function readInbox(app: App, reader: Reader): Promise<number> {
  const { step, readMany } = reader
  if (readMany) {
    const takeBatch = (...batch: Parameters<TakeBatch>) => readBatch(step, readMany, ...batch)
    return inBatches(app, takeBatch, (id) => readOne(app, reader, { which: isTried('$6'), params: [id] }))
  }
  let count = 0
  while (await readOne(app, reader, { which: 'true', params: [] })) count += 1
  return count
}

type ReadMany = NonNullable<Reader['readMany']>

/** What nobody has tried yet. */
async function readBatch(step: string, readMany: ReadMany, ...[tx, limit, ids]: Parameters<TakeBatch>): Promise<void> {
  const fresh = await lockFresh(tx.em, step, limit)
  if (fresh.length === 0) return
  ids.push(...fresh.map(([id]) => id))
  const items = fresh.map(([, item]) => item)
  await settleMany(tx, ids, await readMany(tx, items))
}

type Which = { which: string; params: unknown[] }

/** The next of these items that is due; false when there is none. `which` is SQL, its parameters from `$6`. */
async function readOne(app: App, reader: Reader, { which, params }: Which): Promise<boolean> {
  const [lease] = await claimFor(app, reader.step, {
    table: TABLE,
    due: `step = $5 and read_at is null and ${which}`,
    params: [reader.step, ...params],
    order: 'received_at, id',
    limit: 1,
    leaseMs: SHORT_LEASE_MS,
    counts: true,
  })
  if (!lease) return false
  const stored = await loadItem(app.em.fork(), lease.id)
  try {
    await whileLeased(app, lease, SHORT_LEASE_MS, () => readStored(app, reader, lease, stored))
  } catch (error) {
    if (isDatabasesFault(error)) throw error
    const title = `${reader.what} could not be read.`
    await putBack(app, lease, { step: reader.step, title, words: () => wordsOf(reader, stored) }, error)
  }
  return true
}

async function readStored(app: App, reader: Reader, lease: Lease, stored: StoredItem): Promise<void> {
  let settled = false
  const take = async (work: Take) => {
    const verdict = await inTransaction(app, async (tx) => {
      if (!(await isOurs(tx, lease))) return 'lost'
      const said: Verdict = (await work(tx)) ?? 'mine'
      await settle(tx, reader, lease, stored, said)
      return said
    })
    settled = true
    return verdict === 'lost' ? 'mine' : verdict
  }
  const item: Arrived = { ...stored, take }
  const said = await reader.read(app, item)
  if (!settled) await take(async () => said)
}

/** Another worker has it when our lease ran out: it does what there is to do. */
async function isOurs(tx: Tx, { id, token }: Lease): Promise<boolean> {
  const held = await sql(tx.em, `select 1 from ${TABLE} where id = $1 and lease_token = $2 for update`, [id, token])
  return held.length > 0
}

/** What cannot be read may not be written out nicely either: then as it came. */
async function wordsOf(reader: Reader, item: StoredItem): Promise<string> {
  const words = await reader.words?.(item).catch(() => null)
  return words ?? clip(item.body, 600)
}
