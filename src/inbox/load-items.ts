import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import type { StoredItem } from './reader.ts'

type Row = Omit<StoredItem, 'receivedAt'> & { receivedAt: string }

const COLUMNS = 'i.id, i.source, i.external_id as "externalId", i.body, i.received_at as "receivedAt"'

/** The item of a reading. */
export async function loadItem(em: EntityManager, readingId: string): Promise<StoredItem> {
  const [row] = await sql<Row>(
    em,
    `select ${COLUMNS} from inbox_readings r join inbox i on i.id = r.item_id where r.id = $1`,
    [readingId],
  )
  if (!row) throw new Error('an item of the inbox is gone')
  return itemOf(row)
}

/** Readings that nobody has tried, with their items, locked until the transaction ends. Others take the next ones. */
export async function lockFresh(em: EntityManager, step: string, limit: number): Promise<[string, StoredItem][]> {
  const rows = await sql<Row & { reading: string }>(
    em,
    `select r.id as reading, ${COLUMNS} from inbox_readings r join inbox i on i.id = r.item_id
     where r.step = $1 and r.read_at is null and r.attempts = 0 and r.leased_until is null
     order by r.received_at, r.id limit $2 for update of r skip locked`,
    [step, limit],
  )
  return rows.map(({ reading, ...row }) => [reading, itemOf(row)])
}

function itemOf(row: Row): StoredItem {
  return { ...row, receivedAt: new Date(row.receivedAt) }
}
