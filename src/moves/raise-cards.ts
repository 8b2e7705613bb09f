import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Kind, RecordRow } from './kind.ts'
import { ringCards } from './ring-cards.ts'

type Changed<Row> = { row: Row; after: Row }

/**
 * Marks the cards of moved records out of date, in the transaction of the move. A record that starts waiting for a
 * person rings: it gets a card in every place of its pipeline, or a new message where one hangs already.
 */
export async function raiseCards<Row extends RecordRow>(
  tx: Tx,
  kind: Kind<Row>,
  changes: Changed<Row>[],
  ring: boolean,
): Promise<void> {
  const cards = changes.map(({ row, after }) => {
    const waits = hangs(kind, after)
    return { ...addressOf(kind, after), waits, ring: waits && (ring || startsToRing(kind, row, after)) ? 1 : 0 }
  })
  await redraw(tx, kind.name, cards)
  await hang(
    tx,
    kind.name,
    cards.filter(({ waits }) => waits),
  )
}

/** Draws cards anew although nothing moved: what they show has changed. `ring`: as a new message. */
export async function redrawCards<Row extends RecordRow>(
  tx: Tx,
  kind: Kind<Row>,
  rows: Row[],
  { ring = false } = {},
): Promise<void> {
  const changes = rows.map((row) => ({ row, after: row }))
  await raiseCards(tx, kind, changes, ring)
}

/** The same where only ids are at hand: cards that hang already, and no new ones. */
export async function redrawHung(tx: Tx, kind: string, ids: string[]): Promise<void> {
  const cards = ids.map((id) => ({ id, ring: 0 }))
  await redraw(tx, kind, cards)
}

/** The card that stands for many of this kind, where there is one. */
export async function redrawQueue(tx: Tx, kind: string): Promise<void> {
  const queues = await sql<{ id: string }>(tx.em, 'select id from queues where kind = $1', [kind])
  await redrawHung(
    tx,
    'queue',
    queues.map(({ id }) => id),
  )
}

/** Gives new records that wait from the start their cards. */
export async function raiseNewCards<Row extends RecordRow>(tx: Tx, kind: Kind<Row>, rows: Row[]): Promise<void> {
  const waiting = rows.filter((row) => hangs(kind, row))
  await hang(
    tx,
    kind.name,
    waiting.map((row) => addressOf(kind, row)),
  )
}

function hangs<Row extends RecordRow>(kind: Kind<Row>, row: Row): boolean {
  return kind.waits(row) || (kind.rings?.(row) ?? false)
}

function startsToRing<Row extends RecordRow>(kind: Kind<Row>, row: Row, after: Row): boolean {
  return !hangs(kind, row) || ((kind.rings?.(after) ?? false) && row.state !== after.state)
}

/** To whom a record's card goes: the places of its pipeline, or these people alone. */
type Address = { id: string; pipeline: string; people: string[] | null }

function addressOf<Row extends RecordRow>(kind: Kind<Row>, row: Row): Address {
  return { id: row.id, pipeline: kind.pipeline(row), people: kind.audience?.(row)?.personIds ?? null }
}

async function redraw(tx: Tx, kind: string, cards: { id: string; ring: number }[]): Promise<void> {
  if (cards.length === 0) return
  await sql(
    tx.em,
    // By a list and not by a join: while statistics lag behind a burst, a join reads every card there is.
    `update card_posts c set wanted = c.wanted + 1,
       ring = c.ring + case when c.subject_id = any($4::uuid[]) then 1 else 0 end,
       rang_at = case when c.subject_id = any($4::uuid[]) then $3 else c.rang_at end,
       reminders = case when c.subject_id = any($4::uuid[]) then 0 else c.reminders end
     where c.subject = $2 and c.subject_id = any($1::uuid[])`,
    [cards.map(({ id }) => id), kind, tx.at, cards.filter(({ ring }) => ring > 0).map(({ id }) => id)],
  )
  ringCards(tx)
}

async function hang(tx: Tx, kind: string, cards: Address[]): Promise<void> {
  if (cards.length === 0) return
  await sql(
    tx.em,
    `insert into card_posts (id, subject, subject_id, platform, place, rang_at)
     select gen_random_uuid(), $2, v.id, r.platform, r.place, $3::timestamptz
     from jsonb_to_recordset($1::jsonb) as v(id uuid, pipeline text, people jsonb)
     join routes r on r.pipeline in (v.pipeline, '*' || v.pipeline, '*') and not exists (
       select 1 from routes nearer where nearer.platform = r.platform and nearer.pipeline > r.pipeline collate "C"
         and nearer.pipeline in (v.pipeline, '*' || v.pipeline))
     where v.people is null or v.people = 'null'::jsonb
     union all
     select gen_random_uuid(), $2, v.id, i.platform, coalesce(i.place, split_part(i.user_id, ':', 2)), $3::timestamptz
     from jsonb_to_recordset($1::jsonb) as v(id uuid, people jsonb)
     join people p on v.people ? p.id::text and p.state = 'member'
     join identities i on i.person_id = p.id and (i.place is not null or i.platform = 'slack')
     on conflict (subject, subject_id, platform, place) do nothing`,
    [JSON.stringify(cards), kind, tx.at],
  )
  ringCards(tx)
}
