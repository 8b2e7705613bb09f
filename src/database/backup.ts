import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip, type Gzip } from 'node:zlib'
import pg from 'pg'
import { copyOut } from './copy.ts'

/** The first line of a backup, after `-- deskhand backup `. */
export type Header = { version: 1; at: string; migrations: string[]; sequences?: never }
/** The last one, after `-- end `: a file without it was cut off. */
export type Trailer = { rows: number; sequences: Record<string, number> }

export const VERSION = 1
export const HEADER = '-- deskhand backup '
export const TRAILER = '-- end '

/**
 * Not in a backup: what Agenda and the migrator write anew by themselves, and sessions, as a person who was removed
 * after the backup must not be signed in again by it.
 */
const LEFT_OUT = ['mikro_orm_migrations', 'agenda_%', 'sessions']

/**
 * Writes every table into a gzipped text file, all as they were at one instant, streamed. The file appears when it is
 * whole, for its owner alone to read.
 */
export async function writeBackup(url: string, file: string, at: Date): Promise<{ tables: number; rows: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const part = `${file}.part`
  try {
    const gzip = createGzip()
    const written = pipeline(gzip, createWriteStream(part, { mode: 0o600 }))
    const [counted] = await Promise.all([copyAll(client, gzip, at).finally(() => gzip.end()), written])
    await rename(part, file)
    return counted
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function copyAll(client: pg.Client, gzip: Gzip, at: Date): Promise<{ tables: number; rows: number }> {
  await client.query('begin isolation level repeatable read, read only')
  const { rows: names } = await client.query<{ name: string }>('select name from mikro_orm_migrations order by id')
  const header: Header = { version: VERSION, at: at.toISOString(), migrations: names.map(({ name }) => name) }
  gzip.write(`${HEADER}${JSON.stringify(header)}\n`)
  const tables = await listTables(client)
  const sink = { write: (row: Buffer) => gzip.write(row), drained: () => once(gzip, 'drain') }
  let rows = 0
  for (const { name, columns } of tables) {
    gzip.write(`COPY ${name} (${columns}) FROM stdin;\n`)
    rows += await copyOut(client, `copy ${name} (${columns}) to stdout`, sink)
    gzip.write('\\.\n')
  }
  const trailer: Trailer = { rows, sequences: await readSequences(client) }
  gzip.write(`${TRAILER}${JSON.stringify(trailer)}\n`)
  return { tables: tables.length, rows }
}

type Table = { name: string; columns: string; needs: string[] }

/** Every table of ours, after the tables its rows point to; what may be deferred is looked at when all are there. */
async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select quote_ident(c.relname) as name,
       (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       array(select distinct quote_ident(f.relname) from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid and not k.condeferrable) as needs
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and not c.relname like any($1) order by c.relname`,
    [LEFT_OUT],
  )
  const sorted: Table[] = []
  let left = rows
  while (left.length > 0) {
    const done = new Set(sorted.map(({ name }) => name))
    const ready = left.filter(({ needs }) => needs.every((need) => done.has(need)))
    if (ready.length === 0) throw new Error(`tables point at each other: ${left.map(({ name }) => name).join(', ')}`)
    sorted.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

/** Sequences stand outside the snapshot: read last, they are never behind the rows. */
async function readSequences(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value as last from pg_sequences
     where schemaname = 'public' and last_value is not null and sequencename not like any($1)`,
    [LEFT_OUT.map((name) => `${name}%`)],
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, Number(last)]))
}
