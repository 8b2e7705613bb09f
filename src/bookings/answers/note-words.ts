import type { Actor } from '#entities/actor.ts'
import { Booking } from '#entities/bookings/booking.ts'
import type { BookingMessage } from '#entities/bookings/booking-message.ts'
import { clip, quote } from '#src/cards/clip.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { showChange } from '../card/show-change.ts'
import { bookingKind } from '../kinds.ts'

const MOST_CHARS = 600
const MOST_OF_NOTE = 200

type About = Pick<BookingMessage, 'id' | 'bookingId'>

/**
 * Words that are neither yes nor no, kept on the offers they may be about, the newest last: its card rings Dane, the
 * others show them.
 */
export async function noteWords(tx: Tx, offers: About[], words: string, name: string): Promise<void> {
  await keep(tx, offers, words.replace(/\s+/g, ' ').trim())
  const ids = [...new Set(offers.map(({ bookingId }) => bookingId))]
  for (const id of ids.slice(0, -1)) await showChange(tx, id)
  const [newest] = ids.slice(-1)
  if (newest) await ring(tx, newest, words, name)
}

/** What nobody has answered since stays below. */
async function keep(tx: Tx, offers: About[], words: string): Promise<void> {
  await sql(
    tx.em,
    `update booking_messages set said_at = $3, said = left($2 || case
       when said is null or answered_at >= said_at then '' else E'\\n' || said end, ${MOST_CHARS})
     where id = any($1::uuid[])`,
    [offers.map(({ id }) => id), words, tx.at],
  )
}

async function ring(tx: Tx, id: string, words: string, name: string): Promise<void> {
  await sql(tx.em, 'select 1 from bookings where id = $1 for update', [id])
  const booking = await tx.em.findOneOrFail(Booking, { id })
  const by: Actor = { personId: null, name, via: 'link' }
  const note = `${name} wrote: ${quote(clip(words.replace(/\s+/g, ' '), MOST_OF_NOTE))}`
  const isFree = booking.attention === null || booking.attention === 'words'
  const set: Partial<Booking> = isFree ? { attention: 'words', attentionNote: note } : {}
  await move(tx, bookingKind, [booking], 'hear', by, { set: () => set, note, ring: true })
}
