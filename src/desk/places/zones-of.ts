import type { EntityManager } from '@mikro-orm/postgresql'
import type { Platform } from '#entities/people/identity.ts'
import { sql } from '#src/database/sql.ts'

type Place = { platform: Platform; place: string }

/** The zones of those whose own chats are among these places, by `telegram 7100000002`; a shared place has none. */
export async function zonesOf(em: EntityManager, places: Place[]): Promise<Map<string, string>> {
  const rows = await sql<Place & { zone: string }>(
    em,
    `select v.platform, v.place, p.zone
     from (select distinct * from unnest($1::text[], $2::text[])) as v(platform, place)
     join identities i on i.platform = v.platform
       and (i.place = v.place or (i.platform = 'telegram' and i.user_id = v.place))
     join people p on p.id = i.person_id and p.state = 'member' and p.zone <> ''`,
    [places.map(({ platform }) => platform), places.map(({ place }) => place)],
  )
  return new Map(rows.map(({ platform, place, zone }) => [`${platform} ${place}`, zone]))
}
