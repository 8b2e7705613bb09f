import { uuid } from '#entities/uuid.ts'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { contactKeys, type LeadEntry } from './read-lead.ts'

/** Whose they become when they are new, and in which channel their handle is. */
export type Saving = { channelId: string | null; repId: string | null; personId: string | null }

export type Saved = { leadId: string; as: 'created' | 'merged' } | { refused: string }

type Known = {
  id: string
  number: number
  name: string | null
  phone: string | null
  email: string | null
  handles: { channelId: string; handle: string }[]
  isNew: boolean
  isChanged: boolean
}

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
    `select l.id, l.number, l.name, l.phone, l.email, coalesce((select jsonb_agg(jsonb_build_object('channelId', h.channel_id,
       'handle', h.handle) order by h.id) from lead_handles h where h.lead_id = l.id), '[]') as handles
     from leads l where l.phone = any($1::text[]) or l.email = any($2::text[])
       or l.id in (select lead_id from lead_handles where handle = any($3::text[]))`,
    [listed('phone'), listed('email'), listed('handle')],
  )
  return rows.map((row) => ({ ...row, isNew: false, isChanged: false }))
}

type Book = {
  find(entry: LeadEntry, channelId: string | null): Known[]
  keep(known: Known): void
  all(): Iterable<Known>
}

function createBook(known: Known[]): Book {
  const byKey = new Map<string, Known>()
  const all = new Set<Known>()
  const keep = (lead: Known) => {
    all.add(lead)
    for (const key of keysOf(lead)) byKey.set(key, lead)
    // The same handle in two channels may be two people: the first one met stands for it.
    for (const { handle } of lead.handles) byKey.set(`any:${handle}`, byKey.get(`any:${handle}`) ?? lead)
  }
  for (const lead of known) keep(lead)
  return {
    keep,
    all: () => all,
    find({ phone, email, handle }, channelId) {
      const byHandle = handle && (byKey.get(`handle:${channelId}:${handle}`) ?? byKey.get(`any:${handle}`))
      const found = [phone && byKey.get(`phone:${phone}`), email && byKey.get(`email:${email}`), byHandle]
      return [...new Set(found.filter((lead): lead is Known => typeof lead === 'object' && lead !== null))]
    },
  }
}

function keysOf({ phone, email, handles }: Known): string[] {
  return [
    ...(phone ? [`phone:${phone}`] : []),
    ...(email ? [`email:${email}`] : []),
    ...handles.map(({ channelId, handle }) => `handle:${channelId}:${handle}`),
  ]
}

function settle(book: Book, entry: LeadEntry, { channelId }: Saving): Saved {
  const found = book.find(entry, channelId)
  if (found.length > 1) {
    return { refused: `It names several leads: ${found.map(({ number }) => `L-${number}`).join(' and ')}.` }
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
  const clash = (['phone', 'email'] as const).find((name) => entry[name] && lead[name] && entry[name] !== lead[name])
  if (clash) return { refused: `L-${lead.number} is known with another ${clash}: ${lead[clash]}.` }
  fill(lead, entry, channelId)
  book.keep(lead)
  return { leadId: lead.id, as: lead.isNew && found.length === 0 ? 'created' : 'merged' }
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
