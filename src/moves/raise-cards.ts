import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Kind, RecordRow } from './kind.ts'

/** The step that brings cards up to date. */
export const DELIVER_CARDS = 'cards.deliver'

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
    const waits = kind.waits(after)
    return { id: row.id, pipeline: kind.pipeline(after), waits, ring: waits && (ring || !kind.waits(row)) ? 1 : 0 }
  })
  await redraw(tx, kind.name, cards)
  await hang(
    tx,
    kind.name,
    cards.filter(({ waits }) => waits),
  )
}

/** Gives new records that wait from the start their cards. */
export async function raiseNewCards<Row extends RecordRow>(tx: Tx, kind: Kind<Row>, rows: Row[]): Promise<void> {
  const waiting = rows.filter((row) => kind.waits(row))
  await hang(
    tx,
    kind.name,
    waiting.map((row) => ({ id: row.id, pipeline: kind.pipeline(row) })),
  )
}

async function redraw(tx: Tx, kind: string, cards: { id: string; ring: number }[]): Promise<void> {
  if (cards.length === 0) return
  await sql(
    tx.em,
    `update card_posts c set wanted = c.wanted + 1, ring = c.ring + v.ring
     from jsonb_to_recordset($1::jsonb) as v(id uuid, ring int) where c.subject = $2 and c.subject_id = v.id`,
    [JSON.stringify(cards), kind],
  )
  tx.ring(DELIVER_CARDS)
}

async function hang(tx: Tx, kind: string, cards: { id: string; pipeline: string }[]): Promise<void> {
  if (cards.length === 0) return
  await sql(
    tx.em,
    `insert into card_posts (id, subject, subject_id, platform, place)
     select gen_random_uuid(), $2, v.id, r.platform, r.place
     from jsonb_to_recordset($1::jsonb) as v(id uuid, pipeline text)
     join routes r on r.pipeline = v.pipeline or (r.pipeline = '*' and not exists (
       select 1 from routes own where own.pipeline = v.pipeline and own.platform = r.platform))
     on conflict (subject, subject_id, platform, place) do nothing`,
    [JSON.stringify(cards), kind],
  )
  tx.ring(DELIVER_CARDS)
}
