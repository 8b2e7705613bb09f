import type { App } from '#src/app.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { claim, type Lease, SHORT_LEASE_MS, whileLeased } from '#src/limits/lease.ts'
import { loadItem } from './load-items.ts'
import { putBack } from './put-back.ts'
import { readBatches } from './read-batches.ts'
import type { Arrived, Reader, StoredItem, Take, Verdict } from './reader.ts'
import { settle } from './settle.ts'

const TABLE = 'inbox_readings'

/**
 * The loop out of the inbox: hands a reader what it has not read, as it came in; returns how many items that were. An
 * item that cannot be read waits and is tried again, and holds up no other; the step fails only where no item is to
 * blame.
 */
export async function readInbox(app: App, reader: Reader): Promise<number> {
  let count = reader.readMany ? await readBatches(app, reader, (id) => readOne(app, reader, id)) : 0
  while (await readOne(app, reader)) count += 1
  return count
}

/** The next item that is due, or this one; false when there is none. */
async function readOne(app: App, reader: Reader, id: string | null = null): Promise<boolean> {
  const [lease] = await claim(app.em.fork(), app.clock(), {
    table: TABLE,
    due: 'step = $5 and read_at is null and ($6::uuid is null or id = $6)',
    params: [reader.step, id],
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
    await putBack(app, reader, lease, stored, error)
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
