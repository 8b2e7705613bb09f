import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { readZone } from '#src/basics/zone.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { writeSlug } from '../products/slug.ts'

export type NewStore = { name: string; currency: string; zone: string }

/** `Zuri Closet KES Africa/Nairobi`: the zone last, the currency before it, all else is the name. */
export function readStore(text: string): NewStore {
  const [, name, currency, zone] = /^(.{1,80}?)\s+([A-Za-z]{3})\s+([A-Za-z]+\/[\w/+-]+|UTC)$/.exec(text.trim()) ?? []
  if (!name || !currency || !zone) throw new Refusal('Write it like: store add Zuri Closet KES Africa/Nairobi')
  if (!Intl.supportedValuesOf('currency').includes(currency.toUpperCase())) {
    throw new Refusal(`There is no currency ${currency.toUpperCase()}. It is three letters, such as KES.`)
  }
  const known = readZone(zone)
  if (!known) throw new Refusal(`There is no time zone ${zone}. It looks like Africa/Nairobi.`)
  return { name: name.trim(), currency: currency.toUpperCase(), zone: known }
}

export async function addStore(app: Needs<'em' | 'clock' | 'ring'>, store: NewStore): Promise<string> {
  return inTransaction(app, async (tx) => {
    await sql(tx.em, `select pg_advisory_xact_lock(hashtextextended('stores', 0))`)
    // By its address too: two shops with one would have one feed.
    const shops = await sql<{ name: string }>(tx.em, 'select name from stores')
    const known = shops.find(({ name }) => writeSlug(name) === writeSlug(store.name))
    if (known) throw new Refusal(`There is a shop ${known.name} already.`)
    const id = uuid()
    await sql(tx.em, 'insert into stores (id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [
      ...[id, store.name, store.zone, store.currency, tx.at],
    ])
    return id
  })
}
