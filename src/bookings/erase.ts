import type { EntityManager } from '@mikro-orm/postgresql'
import type { BookingClient, BookingState } from '#entities/bookings/booking.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Known } from '#src/erase/known.ts'
import type { Erasing, ErasingApp, Mine } from '#src/pipeline.ts'
import { stopMusician } from './answers/stop-musician.ts'
import { bookingKind } from './kinds.ts'

type Row = { id: string; number: number; state: BookingState; client: BookingClient; inboxId: string; ahead: boolean }
type Player = Pick<Musician, 'id' | 'number' | 'name' | 'phone' | 'calendarId'> & { offers: string[] | null }

/** Clients, and musicians: sessions stay, without the names. */
export const bookingPeople: Erasing = {
  async find(em, known, at) {
    const [rows, players] = await Promise.all([findBookings(em, known, at), findMusicians(em, known, at)])
    return {
      mine: [...rows.map(mineOf), ...players.flatMap(playerOf)],
      known: {
        emails: rows.map(({ client }) => client.email),
        phones: [...rows.map(({ client }) => client.phone), ...players.map(({ phone }) => phone)],
        names: [...rows.map(({ client }) => client.name), ...players.map(({ name }) => name)],
      },
      items: rows.map(({ inboxId }) => inboxId),
    }
  },

  async erase(tx, { booking: bookings = [], musician: musicians = [] }, app) {
    await sql(
      tx.em,
      `update bookings set client = '{"name": null, "email": null, "phone": null}',
        mail = null, subject_line = 'Erased',
         sentences = '{}', problems = '{}', attention = null, attention_note = null, client_words = null,
         client_thread_id = null, client_message_ids = '{}', client_subject = null, last_error = null
       where id = any($1::uuid[])`,
      [bookings],
    )
    for (const id of musicians) await eraseMusician(tx, id, app)
  },
}

/** Nobody is asked any more; a seat they only held opens again. */
async function eraseMusician(tx: Tx, id: string, app: ErasingApp): Promise<void> {
  const musician = await tx.em.findOneOrFail(Musician, { id }, { refresh: true })
  await stopMusician(tx, app, { ...musician, name: 'erased' } as Musician)
  await sql(
    tx.em,
    `update musicians set name = 'Erased ' || number, phone = 'erased-' || number, calendar_id = null, active = false
     where id = $1`,
    [id],
  )
  await sql(tx.em, 'update booking_messages set said = null where musician_id = $1', [id])
}

function findBookings(em: EntityManager, { emails, phones }: Known, at: Date): Promise<Row[]> {
  return sql<Row>(
    em,
    `select b.id, b.number, b.state, b.client, b.inbox_id as "inboxId", coalesce(o.starts_at > $3, false) as ahead
     from bookings b left join booking_options o on o.id = b.option_id
     where lower(b.client ->> 'email') = any($1::text[]) or b.client ->> 'phone' = any($2::text[]) order by b.number`,
    [emails, phones, at],
  )
}

function mineOf({ id, number, state, ahead }: Row): Mine {
  const row = { kind: bookingKind.name, id, ref: writeRef(bookingKind, { number }) }
  return state === 'cancelled' || (state === 'completed' && !ahead) ? row : { ...row, open: 'cancel' }
}

/** With the sessions ahead that they are asked for or play in. */
function findMusicians(em: EntityManager, { emails, phones }: Known, at: Date): Promise<Player[]> {
  return sql<Player>(
    em,
    `select m.id, m.number, m.name, m.phone, m.calendar_id as "calendarId",
       (select jsonb_agg(distinct b.number) from booking_messages o join bookings b on b.id = o.booking_id
        where o.musician_id = m.id and o.closed_at is null and b.state <> 'cancelled'
        and o.booking_time > $3) as offers
     from musicians m where m.phone = any($2::text[]) or lower(m.calendar_id) = any($1::text[])`,
    [emails, phones, at],
  )
}

function playerOf({ id, number, offers }: Player): Mine[] {
  const row = { kind: 'musician', id, ref: `musician ${number}` }
  if (!offers) return [row]
  const sessions = offers.map((session) => writeRef(bookingKind, { number: Number(session) })).join(', ')
  return [{ ...row, ref: `${row.ref} (asked for ${sessions})`, open: null }]
}
