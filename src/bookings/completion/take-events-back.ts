import type { Actor } from '#entities/actor.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import type { BookingView, OfferView } from '../card/booking-view.ts'
import { eventKey, uneventDelivery } from '../write-deliveries.ts'

/** Removes events that were made, or are on their way, for these offers; and the studio's with them where asked. */
export async function takeEventsBack(
  tx: Tx,
  { settings }: Needs<'settings'>,
  view: BookingView,
  offers: OfferView[],
  withStudio: boolean,
  by: Actor,
): Promise<NewDelivery[]> {
  const own = offers.flatMap(({ eventId, musician }) =>
    eventId && musician.calendarId ? [{ eventId, calendarId: musician.calendarId }] : [],
  )
  const studio =
    withStudio && view.studioEventId && settings.STUDIO_CALENDAR_ID
      ? [{ eventId: view.studioEventId, calendarId: settings.STUDIO_CALENDAR_ID }]
      : []
  const gone = [...own, ...studio]
  const stopped = await cancel(
    tx,
    gone.map(({ eventId }) => eventKey(eventId)),
    by,
  )
  await tx.em.nativeUpdate(BookingMessage, { id: { $in: offers.map(({ id }) => id) } }, { eventId: null })
  return gone
    .filter(({ eventId }) => !stopped.has(eventKey(eventId)))
    .map(({ eventId, calendarId }) => uneventDelivery(view, calendarId, eventId))
}
