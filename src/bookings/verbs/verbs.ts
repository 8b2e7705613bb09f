import { assign } from './assign.ts'
import { cancel } from './cancel.ts'
import { noted, reply } from './client.ts'
import { accept, call, choose, edit } from './reading.ts'
import { again, other, pause, resume, seen } from './texts.ts'
import type { BookingVerb } from './verb.ts'

/** What Dane can do to a booking, in the order of the buttons. */
export const bookingVerbs: Record<string, BookingVerb> = {
  ...{ choose, accept },
  ...{ reply, noted },
  ...{ seen, pause, resume, again, other, assign },
  ...{ edit, call, cancel },
}
