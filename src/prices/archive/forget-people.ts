import type { EntityManager } from '@mikro-orm/postgresql'
import { PriceArchive } from '#entities/prices/price-archive.ts'
import type { Needs } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { type Row, writeCsv } from './csv.ts'
import { type ArchivedFile, keyOf, type Manifest, readFileBack, readManifests } from './manifest.ts'
import type { ArchivedTable } from './tables.ts'

const FORGET = 'prices.forget:'

/** The files that tell of people, and where in a row whose it is stands. */
const PERSONAL: Partial<Record<ArchivedTable, string>> = { users: 'id', user_preferences: 'user_id' }

/** Somebody was deleted: the archive, where there is one, is cleared of them at its next run. */
export async function markForgotten({ em, at }: Tx, userId: string): Promise<void> {
  await sql(
    em,
    `insert into notes (name, value, at) select $1, 'true', $2 where exists (select 1 from price_archives)
     on conflict (name) do nothing`,
    [`${FORGET}${userId}`, at],
  )
}

/** Takes the rows of who was deleted out of every archived day. Killed in between, it is done again. */
export async function forgetPeople({ em }: Needs<'em'>, store: ObjectStore): Promise<void> {
  const notes = await sql<{ name: string }>(em.fork(), 'select name from notes where starts_with(name, $1)', [FORGET])
  if (notes.length === 0) return
  const ids = new Set(notes.map(({ name }) => name.slice(FORGET.length)))
  for (const manifest of await readManifests(store)) await forgetIn(em.fork(), store, manifest, ids)
  await sql(em.fork(), 'delete from notes where name = any($1::text[])', [notes.map(({ name }) => name)])
}

/** New files first, then the list that names them, then the old ones go: the day can be put back at every moment. */
async function forgetIn(em: EntityManager, store: ObjectStore, manifest: Manifest, ids: Set<string>): Promise<void> {
  const { day, part } = manifest
  const files: ArchivedFile[] = []
  for (const file of manifest.files) files.push(await withoutThem(store, manifest, file, ids))
  const changed = files.filter(({ key }) => manifest.files.every((file) => file.key !== key))
  if (changed.length > 0) {
    const list = Buffer.from(JSON.stringify({ ...manifest, files }, null, 2))
    await store.put(keyOf(day, 'manifest', part, 'json'), list)
  }
  for (const { table, key, rows, sha256 } of files)
    await em.nativeUpdate(PriceArchive, { day, part, name: table }, { key, rows, sha256 })
  const named = new Set(files.map(({ key }) => key))
  for (const { table } of files.filter((file) => PERSONAL[file.table])) {
    for (const key of await store.list(`${day}/${table}.`)) if (!named.has(key)) await store.remove(key)
  }
}

async function withoutThem(store: ObjectStore, { day, part }: Manifest, file: ArchivedFile, ids: Set<string>) {
  const column = PERSONAL[file.table]
  if (!column) return file
  const rows = await readFileBack(store, file)
  const left = rows.filter((row) => !ids.has(row[column] ?? ''))
  if (left.length === rows.length) return file
  const bytes = Buffer.from(writeCsv(columnsOf(rows), left))
  const sha256 = hashOf(bytes)
  const key = keyOf(day, `${file.table}.${sha256.slice(0, 8)}`, part, 'csv')
  await store.put(key, bytes)
  return { table: file.table, key, rows: left.length, sha256 }
}

function columnsOf([first = {}]: Row[]): string[] {
  return Object.keys(first)
}
