import type { BookingTime } from '#entities/bookings/booking.ts'
import { Refusal } from '#src/errors.ts'
import { readBookingEmail } from './intake/read-booking-email.ts'
import { wholeTimes } from './intake/read-mails.ts'
import { writePlural } from './write-instruments.ts'

/** Times that a person typed, one a line, in the studio's zone: read as the form's are, or refused with the reason. */
export async function readTimesField(text: string, field: string, timezone: string, now: Date): Promise<BookingTime[]> {
  const list = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const body = [
    'Name: Studio',
    'Email: studio@example.com',
    'Instruments needed: violin',
    'Preferred times:',
    ...list.map((line) => `  - ${line}`),
  ]
  const reading = await readBookingEmail({ body: body.join('\n'), received_at: now.toISOString() }, { timezone })
  const times = wholeTimes(reading.times)
  const harmless = ['missing_year', 'date_inferred', 'overlapping_times', 'missing_name', 'missing_email']
  const doubt = reading.problems.findIndex((problem) => !harmless.includes(problem))
  const past = times.find(({ start }) => new Date(start) <= now)
  if (past) throw new Refusal(PAST, { [field]: PAST })
  if (times.length > 0 && times.length >= list.length && doubt === -1) return times
  const why = reading.sentences[doubt] ?? 'Write it like Tue Feb 17, 2026, 2-4 PM.'
  throw new Refusal(why, { [field]: why })
}

const PAST = 'That time has passed.'

/** `2 violins, cello`: names as they are written; who plays them is looked for by the bench. */
export function readInstrumentsField(text: string): Record<string, number> {
  const parts = text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean)
  const counts: Record<string, number> = {}
  for (const part of parts) {
    const [, count = '1', name = ''] = /^(?:(\d{1,2})\s*x?\s+)?(\p{L}[\p{L} .'-]{1,40})$/u.exec(part) ?? []
    if (!name || Number(count) < 1)
      throw new Refusal('Write it like 2 violins, cello.', { instruments: 'Such as 2 violins, cello.' })
    const one = singular(name.toLowerCase(), Number(count))
    counts[one] = (counts[one] ?? 0) + Number(count)
  }
  if (parts.length === 0) throw new Refusal('Name at least one instrument.', { instruments: 'Name at least one.' })
  return counts
}

/** `2 violins` are violins: what the form shows, it reads again. */
function singular(name: string, count: number): string {
  if (count === 1) return name
  const one = [name.replace(/es$/, ''), name.replace(/s$/, '')].find(
    (stem) => stem !== name && writePlural(stem) === name,
  )
  return one ?? name
}
