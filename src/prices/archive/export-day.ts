import type { EntityManager } from '@mikro-orm/postgresql'
import { hashOf } from '#src/basics/hash.ts'
import { sql } from '#src/database/sql.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { type Row, writeCsv } from './csv.ts'
import { type ArchivedFile, keyOf, type Manifest, readFileBack, readManifests } from './manifest.ts'
import { type ArchivedTable, archivedTables, columnsOf } from './tables.ts'

/** A day in the archive, read back and found as it was written. `ids`: the rows of `prices` in it. */
export type Exported = { manifest: Manifest; ids: string[] }

/**
 * Writes a UTC day into the archive: its prices, and the other tables as they are. What is found of a day that is
 * archived already becomes another part of it; nothing that was finished is written over.
 */
export async function exportDay(em: EntityManager, store: ObjectStore, day: string, now: Date): Promise<Exported> {
  const part = ((await readManifests(store, `${day}/`)).at(-1)?.part ?? 0) + 1
  const names = part === 1 ? (Object.keys(archivedTables) as ArchivedTable[]) : (['prices'] as const)
  const files: ArchivedFile[] = []
  let ids: string[] = []
  for (const table of names) {
    const columns = (await columnsOf(em, table)).map(({ name }) => name)
    const rows = await readRows(em, table, columns, day)
    if (table === 'prices') ids = rows.flatMap(({ id }) => id ?? [])
    files.push(await writeFile(store, keyOf(day, table, part, 'csv'), table, columns, rows))
  }
  for (const file of files) await readFileBack(store, file)
  const manifest = { day, part, exportedAt: now.toISOString(), files }
  await store.put(keyOf(day, 'manifest', part, 'json'), Buffer.from(JSON.stringify(manifest, null, 2)))
  return { manifest, ids }
}

function readRows(em: EntityManager, table: ArchivedTable, columns: string[], day: string): Promise<Row[]> {
  const texts = columns.map((name) => `"${name}"::text as "${name}"`).join(', ')
  const from = `select ${texts} from "${archivedTables[table]}"`
  if (table !== 'prices') return sql<Row>(em, `${from} order by id`)
  const bounds = [`${day}T00:00:00Z`]
  const ofDay = "at >= $1::timestamptz and at < $1::timestamptz + interval '24 hours'"
  return sql<Row>(em, `${from} where archived_on is null and ${ofDay} order by at, id`, bounds)
}

async function writeFile(
  store: ObjectStore,
  key: string,
  table: ArchivedTable,
  columns: string[],
  rows: Row[],
): Promise<ArchivedFile> {
  const bytes = Buffer.from(writeCsv(columns, rows))
  await store.put(key, bytes)
  return { table, key, rows: rows.length, sha256: hashOf(bytes) }
}
