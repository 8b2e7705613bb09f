import type { EntityManager } from '@mikro-orm/postgresql'
import { Person } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { offsetOf, type Paging } from '#src/web/paging.ts'
import type { Rows } from '#src/web/shown.ts'

/** Everyone: whoever asks to be let in first, then who works here. */
export async function findPeople(em: EntityManager, paging: Paging): Promise<Rows> {
  const { limit, offset } = offsetOf(paging)
  const rows = await sql<{ id: string }>(
    em,
    `select id from people order by state = 'asking' desc, state = 'member' desc, number limit $1 offset $2`,
    [limit, offset],
  )
  return { ids: rows.map(({ id }) => id), total: await em.count(Person) }
}
