import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Tx } from '#src/database/transaction.ts'
import { showChange } from '../card/show-change.ts'

/** Words that are neither yes nor no, kept on the offers they may be about: Dane reads them on his cards. */
export async function noteWords(tx: Tx, offers: Pick<BookingMessage, 'id' | 'bookingId'>[], words: string) {
  const ids = offers.map(({ id }) => id)
  await tx.em.nativeUpdate(BookingMessage, { id: { $in: ids } }, { said: words.slice(0, MOST_CHARS), saidAt: tx.at })
  for (const bookingId of new Set(offers.map((offer) => offer.bookingId))) await showChange(tx, bookingId)
}

const MOST_CHARS = 600
