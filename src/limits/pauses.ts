import type { EntityManager } from '@mikro-orm/postgresql'
import { forgetNotes } from '#src/database/notes.ts'
import { readTime, sql } from '#src/database/sql.ts'

const noteOf = (name: string) => `pause:${name}`

/** Nobody calls this vendor before `until`, in any process; a shorter pause never cuts a longer one. */
export async function pauseVendor(em: EntityManager, name: string, until: Date): Promise<void> {
  await sql(
    em,
    `insert into notes (name, value, at) values ($1, 'true', $2)
     on conflict (name) do update set at = greatest(notes.at, excluded.at)`,
    [noteOf(name), until],
  )
}

/** Those of the vendors whom anybody may call. */
export async function unpaused(em: EntityManager, names: string[], at: Date): Promise<string[]> {
  const paused = await sql<{ name: string }>(em, 'select name from notes where name = any($1::text[]) and at > $2', [
    names.map(noteOf),
    at,
  ])
  const notes = new Set(paused.map(({ name }) => name))
  return names.filter((name) => !notes.has(noteOf(name)))
}

/** Ends the pauses of all vendors whose name begins like this. */
export async function endPauses(em: EntityManager, prefix: string): Promise<void> {
  await forgetNotes(em, noteOf(prefix))
}

/** Until when nobody may call the vendor; null when anybody may. */
export async function pausedUntil(em: EntityManager, name: string, at: Date): Promise<Date | null> {
  const [note] = await sql<{ at: string }>(em, 'select at from notes where name = $1 and at > $2', [noteOf(name), at])
  return note ? readTime(note.at) : null
}
