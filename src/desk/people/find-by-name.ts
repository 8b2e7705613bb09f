import type { EntityManager } from '@mikro-orm/postgresql'
import type { Platform } from '#entities/people/identity.ts'
import type { Role } from '#entities/people/person.ts'
import { findNamed } from '#src/basics/find-named.ts'
import { sql } from '#src/database/sql.ts'

type Named = { name: string; role: Role; chat: string | null }

/** A member by name, with the chat in which the bot can write to them alone. None where two are called so. */
export async function findByName(em: EntityManager, name: string, platform: Platform): Promise<Named | null> {
  const members = await sql<Named>(
    em,
    `select p.name, p.role,
       (select coalesce(i.place, case i.platform when 'slack' then split_part(i.user_id, ':', 2) end)
        from identities i where i.person_id = p.id and i.platform = $1 order by i.place limit 1) as chat
     from people p where p.state = 'member'`,
    [platform],
  )
  const [found, another] = findNamed(members, name)
  return found && !another ? found : null
}
