import type { EntityClass } from '@mikro-orm/core'
import type { Flow } from '#entities/flow.ts'

/** What every record has. */
export type RecordRow = { id: string; number: number; state: string; moves: number }

/** A kind of record: where it is kept, how it may move, and when a person must decide. */
export type Kind<Row extends RecordRow = RecordRow> = {
  name: string
  /** Before the number of its ref: `O` in `O-142`. */
  prefix: string
  entity: EntityClass<Row>
  table: string
  flow: Flow
  /** Whose place its card hangs in. */
  pipeline(row: Row): string
  /** A person must decide now. */
  waits(row: Row): boolean
  /** The same in SQL, over the columns of its table. */
  waitsSql: string
  /** Its card hangs, and rings anew with each state, although nobody must decide. */
  rings?(row: Row): boolean
  /** Its card hangs with these people alone, not in the pipeline's place; null: in the place. */
  audience?(row: Row): { personIds: string[] } | null
  /** What `find` looks through, in SQL over the columns of its table; `$1` is a pattern for `ilike`. */
  findSql?: string
  /** Nothing happens to it any more, in SQL over the columns of its table: its history is pruned by age. */
  endedSql?: string
  /** Columns that hold the time of the last move. */
  stamps?: (keyof Row & string)[]
}

export function defineKind<Row extends RecordRow>(kind: Kind<Row>): Kind<Row> {
  return kind
}
