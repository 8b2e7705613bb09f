import { PriceArchive } from '#entities/prices/price-archive.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import type { Row } from './csv.ts'
import { keepDays, markArchived } from './keep-days.ts'
import { type Manifest, readFileBack, readManifests } from './manifest.ts'
import { type ArchivedTable, archivedTables, columnsOf } from './tables.ts'

export type Restored = { days: number; rows: number }

/**
 * Puts the archive into an empty database, wholly or not at all: the prices of every day, the other tables as they
 * were on the last one. Every file must be as it was written.
 */
export async function restoreArchive(app: Needs<'em' | 'clock' | 'ring'>, store: ObjectStore): Promise<Restored> {
  const manifests = await readManifests(store)
  const last = manifests.findLast(({ part }) => part === 1)
  if (!last) throw new Refusal('There is nothing in the archive yet.')
  return inTransaction(app, async (tx) => {
    await requireEmpty(tx)
    let rows = 0
    for (const file of last.files.filter(({ table }) => table !== 'prices')) {
      rows += (await putBack(tx, file.table, await readFileBack(store, file))).length
    }
    for (const manifest of manifests) rows += await putDayBack(tx, store, manifest)
    await sql(tx.em, SEQUENCES)
    return { days: new Set(manifests.map(({ day }) => day)).size, rows }
  })
}

const SEQUENCES = `select
  setval('tracked_products_number', coalesce((select max(number) from tracked_products), 0) + 1, false),
  setval('price_subscriptions_number', coalesce((select max(number) from price_subscriptions), 0) + 1, false)`

async function requireEmpty({ em }: Tx): Promise<void> {
  for (const table of Object.values(archivedTables)) {
    const rows = await sql(em, `select 1 from "${table}" limit 1`)
    if (rows.length > 0) throw new Refusal('There are prices here already. Restore the archive into an empty database.')
  }
}

async function putDayBack(tx: Tx, store: ObjectStore, { day, part, files }: Manifest): Promise<number> {
  let count = 0
  for (const { table, key, rows, sha256 } of files) {
    await tx.em.insert(PriceArchive, { day, part, name: table, key, rows, sha256, verifiedAt: tx.at })
    if (table !== 'prices') continue
    // An archive that was killed before it was marked is written once more, as another part: what is here counts once.
    const ids = await putBack(tx, table, await readFileBack(store, { table, key, rows, sha256 }))
    await markArchived(tx, day, ids)
    await keepDays(tx, day, ids)
    count += ids.length
  }
  return count
}

/**
 * The ids of the rows that were not here yet. Columns that came since are left at their defaults; what a newer file has
 * more is refused by its first row.
 */
async function putBack({ em }: Tx, table: ArchivedTable, rows: Row[]): Promise<string[]> {
  const [first] = rows
  if (!first) return []
  const columns = await columnsOf(em, table)
  const known = columns.filter(({ name }) => name in first)
  if (known.length < Object.keys(first).length) throw new Refusal('The archive was written by a newer Deskhand.')
  const names = known.map(({ name }) => `"${name}"`).join(', ')
  const values = known.map(({ name, type }) => `(r->>'${name}')::${type}`).join(', ')
  const put = await sql<{ id: string }>(
    em,
    `insert into "${archivedTables[table]}" (${names}) select ${values} from jsonb_array_elements($1::jsonb) r
     on conflict (id) do nothing returning id`,
    [JSON.stringify(rows)],
  )
  return put.map(({ id }) => id)
}
