import { uuid } from '#entities/uuid.ts'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { stopRequests } from '../answers/stop-requests.ts'
import { type Book, createBook, type Known } from './lead-book.ts'
import { contactKeys, type LeadEntry } from './read-lead.ts'

/** Whose they become when they are new, and in which channel their handle is. */
export type Saving = { channelId: string | null; repId: string | null; personId: string | null }

export type Saved = { leadId: string; as: 'created' | 'merged' } | { refused: string }

/**
 * Saves leads: each row makes a person, is one we know, or is refused with its reason. A number, a mail or a handle is
 * one person's, in whatever channel the handle stands. A constant number of queries, however many rows.
 */
export async function saveLeads(tx: Tx, entries: LeadEntry[], saving: Saving): Promise<Saved[]> {
  await sql(tx.em, `select pg_advisory_xact_lock(hashtextextended('leads', 0))`)
  const book = createBook(await loadKnown(tx, entries))
  const saved = entries.map((entry) => settle(book, entry, saving))
  await write(tx, [...book.all()], saving)
  return saved
}

async function loadKnown(tx: Tx, entries: LeadEntry[]): Promise<Known[]> {
  const listed = (name: 'handle' | 'phone' | 'email') => entries.flatMap((entry) => entry[name] ?? [])
  const rows = await sql<Omit<Known, 'isNew' | 'isChanged'>>(
    tx.em,
    `select l.id, l.number, l.name, l.phone, l.email,
       coalesce((select jsonb_agg(jsonb_build_object('channelId', h.channel_id, 'handle', h.handle) order by h.id)
         from lead_handles h where h.lead_id = l.id), '[]') as handles
     from leads l where l.phone = any($1::text[]) or l.email = any($2::text[])
       or l.id in (select lead_id from lead_handles where handle = any($3::text[]))`,
    [listed('phone'), listed('email'), listed('handle')],
  )
  return rows.map((row) => ({ ...row, isNew: false, isChanged: false }))
}

function settle(book: Book, entry: LeadEntry, { channelId }: Saving): Saved {
  const found = book.find(entry, channelId)
  if (found.length > 1) {
    return { refused: `It names several leads: ${[...new Set(found.map(refOf))].join(' and ')}.` }
  }
  if (entry.handle && !channelId && found.length === 0) return { refused: 'Say in which channel the handle is.' }
  const lead = found[0] ?? {
    id: uuid(),
    number: 0,
    name: null,
    phone: null,
    email: null,
    handles: [],
    isNew: true,
    isChanged: false,
  }
  const clash = clashOf(lead, entry, channelId)
  if (clash) return { refused: `${lead.isNew ? 'A line above' : refOf(lead)} has them with another ${clash}.` }
  fill(lead, entry, channelId)
  book.keep(lead)
  return { leadId: lead.id, as: lead.isNew && found.length === 0 ? 'created' : 'merged' }
}

/** What the row says otherwise than we know it. It is not told: they may be another rep's. */
function clashOf(lead: Known, entry: LeadEntry, channelId: string | null): string | null {
  if (entry.phone && lead.phone && entry.phone !== lead.phone) return 'phone'
  if (entry.email && lead.email && entry.email !== lead.email) return 'e-mail'
  const known = lead.handles.find((one) => one.channelId === channelId)
  return entry.handle && known && known.handle !== entry.handle ? 'handle' : null
}

function refOf({ number, isNew }: Known): string {
  return isNew ? 'those of lines above' : `L-${number}`
}

/** What was not known is added; what was is left as it is. */
function fill(lead: Known, { name, phone, email, handle }: LeadEntry, channelId: string | null): void {
  const before = JSON.stringify(lead)
  Object.assign(lead, { name: lead.name ?? name, phone: lead.phone ?? phone, email: lead.email ?? email })
  const has = lead.handles.some((one) => one.channelId === channelId)
  if (handle && channelId && !has) lead.handles.push({ channelId, handle })
  if (JSON.stringify(lead) !== before) lead.isChanged = true
}

async function write(tx: Tx, all: Known[], { repId, personId }: Saving): Promise<void> {
  const rows = all
    .filter(({ isNew, isChanged }) => isNew || isChanged)
    .map((lead) => ({ ...lead, keys: contactKeys({ ...lead, handles: lead.handles.map(({ handle }) => handle) }) }))
  if (rows.length === 0) return
  await sql(
    tx.em,
    `insert into leads (id, state, name, phone, email, rep_id, person_id, created_at)
     select v.id, case when exists (
       select 1 from jsonb_array_elements_text(v.keys) k join do_not_contact d
         on d.key in (k, ${hashInSql('k')})) then 'blocked' else 'open' end,
       v.name, v.phone, v.email, $2, $3, $4
     from jsonb_to_recordset($1::jsonb) as v(id uuid, name text, phone text, email text, keys jsonb)
     on conflict (id) do update set name = excluded.name, phone = excluded.phone, email = excluded.email,
       state = case when excluded.state = 'blocked' then 'blocked' else leads.state end`,
    [JSON.stringify(rows), repId, personId, tx.at],
  )
  await stopListed(
    tx,
    rows.map(({ id }) => id),
  )
  const handles = rows.flatMap(({ id, handles }) => handles.map((one) => ({ ...one, leadId: id, id: uuid() })))
  await sql(
    tx.em,
    `insert into lead_handles (id, lead_id, channel_id, handle)
     select v.id, v."leadId", v."channelId", v.handle
     from jsonb_to_recordset($1::jsonb) as v(id uuid, "leadId" uuid, "channelId" uuid, handle text)
     on conflict (channel_id, handle) do nothing`,
    [JSON.stringify(handles)],
  )
}

/** What is new about them may be on the list: then nothing that waits for them leaves either. */
async function stopListed(tx: Tx, ids: string[]): Promise<void> {
  const listed = await sql<{ id: string }>(
    tx.em,
    `select id from leads l where id = any($1::uuid[]) and state = 'blocked' and exists (select 1 from rep_requests q
       where q.lead_id = l.id and q.state in ('queued', 'sending')) order by id for update`,
    [ids],
  )
  for (const { id } of listed) await stopRequests(tx, id, 'They are on the do-not-contact list.', 'all')
}
