import type { Delivery } from '#entities/outbox/delivery.ts'
import type { Calendar, CalendarEvent } from '#src/integrations/google/google-calendar.ts'
import { googleNames } from '#src/integrations/google/google-names.ts'
import type { Sender, VendorRef } from './types.ts'

/** What an event delivery carries: an event to be there, or the id of one to be gone. Times as ISO 8601. */
export type EventPayload =
  | { event: Omit<CalendarEvent, 'start' | 'end'> & { start: string; end: string } }
  | { removeId: string }

/** The events' ids are our own: an event that was made twice is one, one that was removed twice is gone. */
export function createCalendarSender(calendar: Calendar): Sender {
  return {
    vendor: 'calendar',
    name: googleNames.calendar ?? 'Google',
    noun: 'event',
    send: (delivery) => write(calendar, delivery),
    mayHaveLeft: () => false,
    async settle(delivery) {
      const payload = eventOf(delivery)
      if ('removeId' in payload) return null
      const found = await calendar.get(delivery.recipient, payload.event.id)
      return found && { eventId: found.id }
    },
  }
}

async function write(calendar: Calendar, delivery: Delivery): Promise<VendorRef> {
  const payload = eventOf(delivery)
  if ('removeId' in payload) {
    await calendar.remove(delivery.recipient, payload.removeId)
    return { eventId: payload.removeId }
  }
  const { start, end } = payload.event
  const event = { ...payload.event, start: new Date(start), end: new Date(end) }
  const { id } = await calendar.insert(delivery.recipient, event)
  return { eventId: id }
}

function eventOf({ payload }: Delivery): EventPayload {
  return payload as EventPayload
}
