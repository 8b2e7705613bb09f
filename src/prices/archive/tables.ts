import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** The tables that are archived, by the names of their files, in the order in which they can be put back. */
export const archivedTables = {
  websites: 'websites',
  products: 'tracked_products',
  users: 'price_users',
  user_preferences: 'price_subscriptions',
  prices: 'prices',
} as const

export type ArchivedTable = keyof typeof archivedTables

/** What stays in the house: the hash of a code that proves a phone, and our own mark on what is exported. */
const KEPT_BACK = ['code_hash', 'archived_on']

export type Column = { name: string; type: string }

/** The columns of a table as the database has them now. */
export async function columnsOf(em: EntityManager, name: ArchivedTable): Promise<Column[]> {
  const columns = await sql<Column>(
    em,
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [archivedTables[name]],
  )
  return columns.filter((column) => !KEPT_BACK.includes(column.name))
}
