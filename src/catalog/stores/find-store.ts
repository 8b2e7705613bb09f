import type { EntityManager } from '@mikro-orm/postgresql'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'

export type FoundStore = { id: string; name: string; currency: string }

/**
 * Which shop a person means: a seller their own, an admin the one they name, or the one with an Instagram connection.
 * Another shop's name is refused to a seller without telling whether there is one.
 */
export async function findStore(
  em: EntityManager,
  { role, storeId }: Member,
  named = '',
  where = 'behind it',
): Promise<FoundStore> {
  const stores = await sql<FoundStore & { connected: boolean }>(
    em,
    `select s.id, s.name, s.currency,
       exists (select 1 from instagram_accounts a where a.store_id = s.id and a.state = 'active') as connected
     from stores s order by s.created_at, s.id`,
  )
  if (role !== 'admin') {
    const own = stores.find(({ id }) => id === storeId)
    if (!own) throw new NotAllowed('You have no shop yet. An admin lets you in for one.')
    if (named && !isNamed(own, named))
      throw new NotAllowed('That shop is not yours. Leave its name out, and it is your own.')
    return own
  }
  if (named) return oneOf(namedSo(stores, named), stores, where)
  const connected = stores.filter((store) => store.connected)
  return oneOf(connected.length > 0 ? connected : stores.slice(0, 1), stores, where)
}

function oneOf<T extends FoundStore>(found: T[], all: FoundStore[], where: string): T {
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const names = all.map(({ name }) => name).join(', ')
  throw new Refusal(
    only ? `Which shop? Write its name ${where}. There are: ${names}.` : `There is no such shop. There are: ${names}.`,
  )
}

/** Its whole name, else a part of it. */
function namedSo<T extends FoundStore>(stores: T[], named: string): T[] {
  const whole = stores.filter(({ name }) => name.toLowerCase() === named.trim().toLowerCase())
  return whole.length > 0 ? whole : stores.filter((store) => isNamed(store, named))
}

function isNamed({ name }: FoundStore, named: string): boolean {
  return name.toLowerCase().includes(named.trim().toLowerCase())
}
