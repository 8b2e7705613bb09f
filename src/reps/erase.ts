import type { EntityManager } from '@mikro-orm/postgresql'
import { writeRef } from '#src/cards/ref.ts'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Known } from '#src/erase/known.ts'
import type { Erasing, Mine } from '#src/pipeline.ts'
import { leadKind, repKind, requestKind } from './kinds.ts'
import { contactKeys } from './registry/read-lead.ts'

type Lead = { id: string; number: number; name: string | null; phone: string | null; email: string | null }
type LeadRow = Lead & { handles: (string | null)[] }
type Act = { id: string; number: number; state: string }
type RepRow = { id: string; number: number; name: string; phone: string | null; ig: string | null; state: string }

/** Leads, and reps: what was done stays counted, without a word of it. */
export const repPeople: Erasing = {
  async find(em, known) {
    const leads = await findLeads(em, known)
    const [acts, reps] = await Promise.all([findActs(em, leads), findReps(em, known)])
    return {
      mine: [...leads.map(leadOf), ...acts.map(actOf), ...reps.map(repOf)],
      known: {
        emails: leads.map(({ email }) => email),
        phones: [...leads, ...reps].map(({ phone }) => phone),
        handles: leads.flatMap(({ handles }) => handles),
        names: [...leads, ...reps].map(({ name }) => name),
      },
    }
  },

  async erase(tx, { lead: leads = [], request: acts = [], rep: reps = [] }) {
    await hashKeys(tx, leads)
    await sql(tx.em, 'delete from lead_messages where lead_id = any($1::uuid[])', [leads])
    await sql(tx.em, 'delete from lead_handles where lead_id = any($1::uuid[])', [leads])
    await sql(
      tx.em,
      'update leads set name = null, phone = null, email = null, wrote_at = null where id = any($1::uuid[])',
      [leads],
    )
    await sql(
      tx.em,
      `update rep_requests set content = '', why = null, evidence = null, platform_ref = null, idempotency_key = null
       where id = any($1::uuid[])`,
      [acts],
    )
    await eraseReps(tx, reps)
  },
}

/** Who is on the list stays on it, by hashes of what they were known by. */
async function hashKeys(tx: Tx, leadIds: readonly string[]): Promise<void> {
  const leads = await sql<LeadRow>(tx.em, `${LEADS} where l.id = any($1::uuid[])`, [leadIds])
  const keys = leads.flatMap((lead) => contactKeys({ ...lead, handles: lead.handles.flatMap((one) => one ?? []) }))
  await sql(
    tx.em,
    `update do_not_contact set key = ${hashInSql('key')}
      where key = any($1::text[])`,
    [keys],
  )
}

async function eraseReps(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql(
    tx.em,
    `update reps set full_name = 'Erased ' || number, phone_number = null, ig_username = null, ig_password = null,
       available = false, available_until = null where id = any($1::uuid[])`,
    [ids],
  )
  await sql(
    tx.em,
    'update rep_channels set username = null, password = null, available = false where rep_id = any($1::uuid[])',
    [ids],
  )
}

const LEADS = `select l.id, l.number, l.name, l.phone, l.email,
  array(select handle from lead_handles h where h.lead_id = l.id) as handles from leads l`

function findLeads(em: EntityManager, { emails, phones, handles }: Known): Promise<LeadRow[]> {
  return sql<LeadRow>(
    em,
    `${LEADS} where l.email = any($1::text[]) or l.phone = any($2::text[])
       or exists (select 1 from lead_handles h where h.lead_id = l.id and lower(h.handle) = any($3::text[]))`,
    [emails, phones, handles],
  )
}

function findActs(em: EntityManager, leads: Lead[]): Promise<Act[]> {
  return sql<Act>(em, 'select id, number, state from rep_requests where lead_id = any($1::uuid[]) order by number', [
    leads.map(({ id }) => id),
  ])
}

function findReps(em: EntityManager, { phones, handles }: Known): Promise<RepRow[]> {
  return sql<RepRow>(
    em,
    `select id, number, full_name as name, phone_number as phone, ig_username as ig, state from reps
     where phone_number = any($1::text[]) or lower(ig_username) = any($2::text[])`,
    [phones, handles],
  )
}

function leadOf({ id, number }: Lead): Mine {
  return { kind: leadKind.name, id, ref: writeRef(leadKind, { number }) }
}

/** What is on its way to a channel cannot be ended: it is settled within a minute. */
function actOf({ id, number, state }: Act): Mine {
  const row = { kind: requestKind.name, id, ref: writeRef(requestKind, { number }) }
  if (state === 'queued') return { ...row, open: 'withdraw' }
  if (state === 'doubtful') return { ...row, open: 'drop' }
  return state === 'sending' ? { ...row, open: null } : row
}

function repOf({ id, number, state }: RepRow): Mine {
  const row = { kind: repKind.name, id, ref: writeRef(repKind, { number }) }
  return state === 'active' ? { ...row, open: 'pause' } : row
}
