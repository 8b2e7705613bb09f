import type { EntityManager } from '@mikro-orm/postgresql'
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

/** Until when nobody may call the vendor; null when anybody may. */
export async function pausedUntil(em: EntityManager, name: string, at: Date): Promise<Date | null> {
  const [note] = await sql<{ at: string }>(em, 'select at from notes where name = $1 and at > $2', [noteOf(name), at])
  return note ? readTime(note.at) : null
}
