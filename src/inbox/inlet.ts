import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { wellFormedJson } from '#src/database/well-formed.ts'
import type { Reader } from './reader.ts'

const MOST_ITEMS = 1_000
const MOST_CHARS = 8_000_000

type Row = { id: string; source: string; externalId: string; body: string; bytes: Buffer | null; receivedAt: Date }
type Waiting = { row: Row; done: (stored: Stored) => void; failed: (error: unknown) => void }

/** `isNew`: it was not there before. */
export type Stored = { id: string; isNew: boolean }

/**
 * The one door in. `externalId`: the sender's own id, or a hash of the bytes; `body`: best as the bytes that came, so
 * that what no table holds is kept beside.
 */
export type Inlet = (source: string, externalId: string, body: string | Buffer) => Promise<Stored>

type InletApp = Needs<'em' | 'clock' | 'ring'>

/**
 * Stores what came in before anybody reads it, with a row for every reader: resolves when it is committed, also when it
 * was there already, and rejects when it is not. What arrives while one insert runs goes into the next one together.
 */
export function createInlet(app: InletApp, readers: readonly Reader[]): Inlet {
  const waiting: Waiting[] = []
  let running = false

  const run = async () => {
    running = true
    while (waiting.length > 0) await storeGroup(app, readers, waiting.splice(0, groupSize(waiting)))
    running = false
  }
  return (source, externalId, body) =>
    new Promise((done, failed) => {
      const row = { id: uuid(), source, externalId, ...keep(body), receivedAt: app.clock() }
      waiting.push({ row, done, failed })
      // In a later turn: requests that were read together are stored together from the first one on.
      if (!running) {
        running = true
        setImmediate(() => void run())
      }
    })
}

/** Bytes that are no UTF-8, or that hold what no table does, stay beside the text. */
function keep(came: string | Buffer): { body: string; bytes: Buffer | null } {
  const text = typeof came === 'string' ? came : came.toString('utf8')
  const body = wellFormedJson(text)
  const raw = Buffer.from(came as string)
  return { body, bytes: body === text && (typeof came === 'string' || raw.equals(Buffer.from(text))) ? null : raw }
}

function groupSize(waiting: Waiting[]): number {
  let chars = 0
  const over = waiting.findIndex(({ row }, i) => {
    chars += row.body.length
    return i === MOST_ITEMS || (i > 0 && chars > MOST_CHARS)
  })
  return over === -1 ? waiting.length : over
}

async function storeGroup(app: InletApp, readers: readonly Reader[], group: Waiting[]): Promise<void> {
  const rows = group.map(({ row }) => row)
  try {
    const ids = await storeRows(app, readers, rows)
    for (const { row, done } of group) {
      const id = ids.get(keyOf(row)) ?? row.id
      done({ id, isNew: id === row.id })
    }
  } catch (error) {
    for (const { failed } of group) failed(error)
    return
  }
  const sources = new Set(rows.map(({ source }) => source))
  for (const { source, step } of readers) if (sources.has(source)) app.ring(step)
}

/** The ids under which they are stored: an earlier one's where it was there already. */
async function storeRows({ em }: InletApp, readers: readonly Reader[], rows: Row[]): Promise<Map<string, string>> {
  const readings = rows.flatMap(({ id, source }) =>
    readers.filter((reader) => reader.source === source).map(({ step }) => ({ id: uuid(), item: id, step })),
  )
  const own = await sql<{ id: string; key: string }>(em.fork(), INSERT, [
    rows.map(({ id }) => id),
    rows.map(({ source }) => source),
    rows.map(({ externalId }) => externalId),
    rows.map(({ body }) => body),
    rows.map(({ bytes }) => bytes),
    rows.map(({ receivedAt }) => receivedAt),
    readings.map(({ id }) => id),
    readings.map(({ item }) => item),
    readings.map(({ step }) => step),
  ])
  if (own.length === rows.length) return new Map(own.map(({ id, key }) => [key, id]))
  const all = await sql<{ id: string; key: string }>(em.fork(), FIND, [
    rows.map(({ source }) => source),
    rows.map(({ externalId }) => externalId),
  ])
  return new Map(all.map(({ id, key }) => [key, id]))
}

function keyOf({ source, externalId }: Row): string {
  return `${source} ${externalId}`
}

const INSERT = `
  with stored as (
    insert into inbox (id, source, external_id, body, bytes, received_at)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[])
    on conflict (source, external_id) do nothing returning id, source, external_id, received_at
  ), given as (
    insert into inbox_readings (id, item_id, step, received_at)
    select r.id, r.item, r.step, s.received_at
    from unnest($7::uuid[], $8::uuid[], $9::text[]) as r(id, item, step) join stored s on s.id = r.item)
  select id, source || ' ' || external_id as key from stored`

const FIND = `
  select i.id, i.source || ' ' || i.external_id as key
  from unnest($1::text[], $2::text[]) as v(source, external_id)
  join inbox i on i.source = v.source and i.external_id = v.external_id`
