import type { EntityManager } from '@mikro-orm/postgresql'
import { readTime, sql } from './sql.ts'

/** What a step remembers by name from one run to the next, and since when; null where nothing is. */
export async function readNote<Value>(em: EntityManager, name: string): Promise<{ value: Value; at: Date } | null> {
  const [note] = await sql<{ value: Value; at: string }>(em, 'select value, at from notes where name = $1', [name])
  return note ? { value: note.value, at: readTime(note.at) } : null
}

/** Keeps a value by name, as JSON, in place of an earlier one. */
export async function writeNote(em: EntityManager, name: string, value: unknown, at: Date): Promise<void> {
  await sql(
    em,
    `insert into notes (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [name, JSON.stringify(value), at],
  )
}

/** What was kept by name is over. */
export async function forgetNote(em: EntityManager, name: string): Promise<void> {
  await sql(em, 'delete from notes where name = $1', [name])
}

/** The same for everything whose name begins like this. */
export async function forgetNotes(em: EntityManager, prefix: string): Promise<void> {
  await sql(em, 'delete from notes where starts_with(name, $1)', [prefix])
}
