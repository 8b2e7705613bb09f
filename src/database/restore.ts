import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { migrations } from '#entities/migrations/index.ts'
import { Refusal } from '#src/errors.ts'
import { HEADER, type Header, TRAILER, type Trailer, VERSION } from './backup.ts'
import { copyIn } from './copy.ts'
import { migrateDatabase } from './migrate.ts'

/** `doubtful`: messages that were waiting when the backup was made and may have left since. */
export type Restored = { at: Date; rows: number; doubtful: number }

/**
 * Puts a backup into an empty database, wholly or not at all: brings it to the schema of the backup, copies, and then
 * to today's. What waited to be sent counts as tried, so that it is looked up at its vendor before it may leave, and
 * where the vendor cannot tell, a card asks: nothing is sent twice.
 */
export async function restoreBackup(url: string, file: string, now: Date): Promise<Restored> {
  const lines = readLines(file)
  const header = readHeader(await nextLine(lines))
  await requireFresh(url, header)
  await migrateDatabase(url, header.migrations.at(-1))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('set constraints all deferred')
    await requireEmpty(client)
    const rows = await copyTables(client, lines)
    const doubtful = await doubtWaiting(client, now)
    await client.query('commit')
    await migrateDatabase(url)
    return { at: new Date(header.at), rows, doubtful }
  } finally {
    await client.end()
  }
}

/** Reads a backup to its end; how many rows it holds. Refuses one that is cut off or damaged. */
export async function countRows(file: string): Promise<number> {
  const lines = readLines(file)
  readHeader(await nextLine(lines))
  let rows = 0
  for (;;) {
    const line = await nextLine(lines)
    if (line.startsWith(TRAILER)) {
      const { rows: told }: Trailer = JSON.parse(line.slice(TRAILER.length))
      if (told !== rows) throw new Refusal(`The backup is damaged: it holds ${rows} rows of ${told}.`)
      return rows
    }
    for await (const _ of untilEnd(lines)) rows += 1
  }
}

function readHeader(line: string): Header {
  if (!line.startsWith(HEADER)) throw new Refusal('That is no backup of Deskhand.')
  const header: Header = JSON.parse(line.slice(HEADER.length))
  const known = migrations.map(({ name }) => name)
  const isKnown = header.version === VERSION && header.migrations.every((name, at) => name === known[at])
  if (!isKnown) throw new Refusal('The backup was made by a newer Deskhand: restore it with that one.')
  return header
}

/** An older backup needs a database that was not brought further than it. */
async function requireFresh(url: string, header: Header): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('mikro_orm_migrations') is not null as there`,
    )
    if (!rows[0]?.there) return
    const applied = await client.query('select 1 from mikro_orm_migrations')
    if ((applied.rowCount ?? 0) <= header.migrations.length) return
    throw new Refusal('The backup is older than this database\u2019s schema. Restore it into a new, empty database.')
  } finally {
    await client.end()
  }
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not like all(array['mikro_orm_migrations', 'agenda_%']) order by 1`,
  )
  for (const { name } of rows) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`)
    if (rowCount) throw new Refusal(`The database is not empty: there are ${name}. Restore into a new one.`)
  }
}

type Lines = AsyncGenerator<Buffer, void>

async function copyTables(client: pg.Client, lines: Lines): Promise<number> {
  let copied = 0
  for (;;) {
    const line = await nextLine(lines)
    if (line.startsWith(TRAILER)) {
      const { rows, sequences }: Trailer = JSON.parse(line.slice(TRAILER.length))
      if (rows !== copied) throw new Refusal(`The backup is damaged: it holds ${copied} rows of ${rows}.`)
      await setSequences(client, sequences)
      return copied
    }
    const [, into] = /^COPY (.+) FROM stdin;\n$/.exec(line) ?? []
    if (!into) throw new Refusal('The backup is damaged.')
    copied += await copyIn(client, `copy ${into} from stdin`, untilEnd(lines))
  }
}

/** By hand, as `for await` over the lines would close them at the end of the first table. */
async function* untilEnd(lines: Lines): Lines {
  for (;;) {
    const { value } = await lines.next()
    if (!value) throw new Refusal('The backup is cut off.')
    if (value.length === 3 && value.toString() === '\\.\n') return
    yield value
  }
}

async function setSequences(client: pg.Client, sequences: Record<string, number>): Promise<void> {
  for (const [name, last] of Object.entries(sequences)) {
    await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), last])
  }
}

async function doubtWaiting(client: pg.Client, now: Date): Promise<number> {
  const { rowCount } = await client.query(
    `update deliveries set trying_since = coalesce(trying_since, created_at), lease_token = null, leased_until = null,
       next_try_at = null where state = 'waiting' and not_before <= $1`,
    [now],
  )
  return rowCount ?? 0
}

async function nextLine(lines: Lines): Promise<string> {
  const { value } = await lines.next()
  if (!value) throw new Refusal('The backup is cut off.')
  return value.toString()
}

/** Lines with their ends, as bytes: inside a row no other line end counts. */
async function* readLines(file: string): Lines {
  const gunzip = createGunzip()
  const read = pipeline(createReadStream(file), gunzip)
  read.catch(() => {})
  try {
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of gunzip) {
      const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        yield bytes.subarray(from, end + 1)
        from = end + 1
      }
      rest = bytes.subarray(from)
    }
  } catch (cause) {
    throw new Refusal(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'damaged'}.`, null, { cause })
  }
}
