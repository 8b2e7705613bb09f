import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'

export type Shop = { id: string; name: string; zone: string }

/** The shops there are, the oldest first. */
export async function shopsOf(em: EntityManager): Promise<Shop[]> {
  return sql<Shop>(em, 'select id, name, zone from stores order by created_at, id')
}

/** The shop a seller sells for: the one that is named, else the only one; null while there is none at all. */
async function chooseShop(em: EntityManager, named = ''): Promise<Shop | null> {
  const shops = await shopsOf(em)
  const wanted = named.trim().toLowerCase()
  if (!wanted && shops.length === 0) return null
  const like = shops.filter(({ name }) => name.toLowerCase().includes(wanted))
  const found = like.length === 1 ? like : like.filter(({ name }) => name.toLowerCase() === wanted)
  if (found[0]) return found[0]
  const names = shops.map(({ name }) => name).join(', ') || 'none yet'
  throw new Refusal(`A seller of which shop? There are: ${names}.`, { store: `One of: ${names}.` })
}

type Asked = { role: Role; zone: string | undefined; store: string | undefined }

/** Whose shop somebody who is let in works for, and by which clock: a seller's is the shop's, unless one is named. */
export async function placeOf(
  em: EntityManager,
  { role, zone, store }: Asked,
  house: string,
): Promise<{ zone: string; storeId?: string }> {
  if (role !== 'seller' && store) throw new Refusal('Only a seller sells for one shop.', { store: 'only of a seller' })
  const shop = role === 'seller' ? await chooseShop(em, store) : null
  return { zone: zone ?? shop?.zone ?? house, ...(shop && { storeId: shop.id }) }
}
