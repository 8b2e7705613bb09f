import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '#entities/actor.ts'
import { nextState } from '#entities/flow.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { columnsOf, writeJson } from './columns-of.ts'
import type { Kind, RecordRow } from './kind.ts'
import { raiseCards } from './raise-cards.ts'

export type MoveOptions<Row> = {
  /** What else changes with the move, by property name. */
  set?: (row: Row) => Partial<Row>
  /** What a person changed by hand: kept in the history as before and after. */
  edited?: boolean
  note?: string
  /** Ring the phones although the record waited before: something new came for it. */
  ring?: boolean
}

/**
 * The only way a record changes state: checks the flow, writes the history, raises the cards,
 * with one statement per table however many rows there are. Returns the rows as they are now;
 * a row that someone else moved since it was loaded is left out.
 */
export async function move<Row extends RecordRow>(
  tx: Tx,
  kind: Kind<Row>,
  rows: Row[],
  verb: string,
  by: Actor,
  options: MoveOptions<Row> = {},
): Promise<Row[]> {
  if (rows.length === 0) return []
  const changes = rows.map((row) => plan(tx, kind, row, verb, options))
  const moved = await update(tx, kind, changes)
  const done = changes.filter(({ row }) => moved.has(row.id))
  await remember(tx, kind, done, verb, by, options)
  await raiseCards(tx, kind, done, options.ring ?? false)
  return done.map(({ after }) => after)
}

export type Change<Row> = { row: Row; after: Row; set: Partial<Row> }

function plan<Row extends RecordRow>(
  tx: Tx,
  kind: Kind<Row>,
  row: Row,
  verb: string,
  options: MoveOptions<Row>,
): Change<Row> {
  const state = nextState(kind.flow, row.state, verb)
  const stamps = Object.fromEntries((kind.stamps ?? []).map((name) => [name, tx.at]))
  const set = { ...stamps, ...options.set?.(row) } as Partial<Row>
  return { row, set, after: { ...row, ...set, state, moves: row.moves + 1 } }
}

async function update<Row extends RecordRow>(tx: Tx, kind: Kind<Row>, changes: Change<Row>[]): Promise<Set<string>> {
  const names = [...new Set(changes.flatMap(({ set }) => Object.keys(set)))]
  const columns = columnsOf(tx.em, kind.entity, names)
  const values = changes.map(({ row, after }) => ({
    id: row.id,
    was: row.state,
    count: row.moves,
    will: after.state,
    ...Object.fromEntries(
      columns.map(({ property, column }) => [`_${column}`, writeJson(after[property as keyof Row])]),
    ),
  }))
  const sets = columns.map(({ column }) => `, "${column}" = v."_${column}"`).join('')
  const types = columns.map(({ column, type }) => `, "_${column}" ${type}`).join('')
  const found = await sql<{ id: string }>(
    tx.em,
    `update "${kind.table}" t set state = v.will, moves = t.moves + 1${sets}
     from jsonb_to_recordset($1::jsonb) as v(id uuid, was text, count int, will text${types})
     where t.id = v.id and t.state = v.was and t.moves = v.count returning t.id`,
    [JSON.stringify(values)],
  )
  return new Set(found.map(({ id }) => id))
}

async function remember<Row extends RecordRow>(
  tx: Tx,
  kind: Kind<Row>,
  changes: Change<Row>[],
  verb: string,
  by: Actor,
  options: MoveOptions<Row>,
): Promise<void> {
  const moves = changes.map(({ row, after, set }) => ({
    id: uuid(),
    record: row.id,
    from: row.state,
    to: after.state,
    edits: options.edited ? editsOf(row, set, kind.stamps ?? []) : null,
  }))
  await sql(
    tx.em,
    `with written as (
       insert into moves (id, kind, record_id, verb, "from", "to", by, at, edits, note)
       select v.id, $2, v.record, $3, v."from", v."to", $4, $5, v.edits, $6
       from jsonb_to_recordset($1::jsonb) as v(id uuid, record uuid, "from" text, "to" text, edits jsonb) returning 1)
     select pg_notify('moves', $7) from (select count(*) from written) counted`,
    [
      JSON.stringify(moves),
      kind.name,
      verb,
      JSON.stringify(by),
      tx.at,
      options.note ?? null,
      JSON.stringify({ kind: kind.name, ids: moves.slice(0, 50).map(({ record }) => record) }),
    ],
  )
}

function editsOf<Row extends RecordRow>(
  row: Row,
  set: Partial<Row>,
  stamps: string[],
): Record<string, [unknown, unknown]> {
  const edits = Object.entries(set)
    .filter(([name]) => !stamps.includes(name))
    .map(([name, value]) => [name, [writeJson(row[name as keyof Row]), writeJson(value)]] as const)
  return Object.fromEntries(
    edits.filter(([, [was, is]]) => !isDeepStrictEqual(was, is)).map(([name, pair]) => [name, [...pair]]),
  )
}
