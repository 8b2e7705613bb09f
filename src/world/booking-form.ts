import { Temporal } from 'temporal-polyfill'
import { Refusal } from '#src/errors.ts'

export type BookingForm = {
  name: string
  email: string
  phone: string
  instruments: string
  times: string
  notes: string
}

/** Whom the form names at first. */
export const CLIENT = 'ismael.dunwoody@example.org'

/** Passes the studio's form on as Zapier would: the mail it sends, as JSON, with the token. */
export async function postBooking(form: Partial<BookingForm>, url: string, token: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      subject: `New booking: ${form.name ?? ''}`,
      from: 'Custom Tracks <no-reply@custom-tracks.com>',
      body_plain: writeMail(form),
      message_id: `<${crypto.randomUUID()}@custom-tracks.com>`,
    }),
  })
  if (!response.ok) throw new Refusal(`The form could not be sent: ${await response.text()}`)
}

function writeMail({ name, email, phone, instruments, times, notes }: Partial<BookingForm>): string {
  const lines = [
    'New booking request from custom-tracks.com',
    '',
    `Name: ${name ?? ''}`,
    `Email: ${email ?? ''}`,
    `Phone: ${phone ?? ''}`,
    `Instruments needed: ${instruments ?? ''}`,
    'Preferred times:',
    ...(times ?? '').split('\n').map((time) => `  - ${time.trim()}`),
    `Notes: ${notes ?? ''}`,
  ]
  return lines.join('\n')
}

/** What stands in the form at first: the Tuesday after next. */
export function firstForm(now: Date): BookingForm {
  return {
    name: 'Ismael Dunwoody',
    email: CLIENT,
    phone: '(646) 555-0117',
    instruments: '2 violins, 1 cello',
    times: `${write(nextTuesday(now, 2))}, 11:00 AM - 1:00 PM`,
    notes: '',
  }
}

/** A Wednesday that is called a Tuesday, and the button that puts it right. */
export function wrongDay(now: Date): { times: string; right: string } {
  const wednesday = nextTuesday(now, 4).add({ days: 1 })
  const date = wednesday.toLocaleString('en-US', { month: 'short', day: 'numeric' })
  return { times: `Tuesday ${date}, ${wednesday.year} 3-5 PM`, right: `Wed ${date}` }
}

function nextTuesday(now: Date, weeks: number): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('America/New_York')
    .toPlainDate()
  return today.add({ days: ((9 - today.dayOfWeek) % 7) + weeks * 7 })
}

function write(day: Temporal.PlainDate): string {
  return day.toLocaleString('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
}
