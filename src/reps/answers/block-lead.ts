import type { EntityManager } from '@mikro-orm/postgresql'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { contactKeys } from '../registry/read-lead.ts'

type Known = { handles: string[]; phone: string | null; email: string | null }

/** Puts a lead on the list of those nobody writes to, under everything they are known by. */
export async function blockLead(tx: Tx, leadId: string, why: string, by: string): Promise<void> {
  await sql(
    tx.em,
    `insert into do_not_contact (key, why, by, at) select key, $2, $3, $4 from unnest($1::text[]) as key
     on conflict (key) do nothing`,
    [contactKeys(await loadKnown(tx, leadId)), why, by, tx.at],
  )
}

/** Takes a lead off the list again. */
export async function unblockLead(tx: Tx, leadId: string): Promise<void> {
  await sql(tx.em, 'delete from do_not_contact where key = any($1::text[])', [contactKeys(await loadKnown(tx, leadId))])
}

/** Whether somebody known by one of these must be left alone; who was erased is on the list by hashes. */
export async function isOnList(em: EntityManager, keys: string[]): Promise<boolean> {
  const listed = await sql(
    em,
    `select 1 from unnest($1::text[]) as k join do_not_contact d on d.key in (k, ${hashInSql('k')}) limit 1`,
    [keys],
  )
  return listed.length > 0
}

async function loadKnown(tx: Tx, leadId: string): Promise<Known> {
  const [lead] = await sql<Known>(
    tx.em,
    `select l.phone, l.email,
       coalesce((select jsonb_agg(distinct handle) from lead_handles h where h.lead_id = l.id), '[]') as handles
     from leads l where l.id = $1`,
    [leadId],
  )
  return lead ?? { handles: [], phone: null, email: null }
}
