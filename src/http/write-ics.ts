export type IcsEvent = {
  /** The same for the same session, so that a second import changes the first. */
  uid: string
  title: string
  description: string
  place: string
  start: Date
  end: Date
  /** When it was made. */
  stamp: Date
}

const LINE_OCTETS = 75

/**
 * One event as an iCalendar file, its times in UTC: every calendar shows them in its owner's zone.
 * @see https://www.rfc-editor.org/rfc/rfc5545
 */
export function writeIcs({ uid, title, description, place, start, end, stamp }: IcsEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Deskhand//Bookings//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${writeUtc(stamp)}`,
    `DTSTART:${writeUtc(start)}`,
    `DTEND:${writeUtc(end)}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `LOCATION:${escapeText(place)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

/** `20260210T160000Z` */
function writeUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
}

/** A line is at most 75 octets; it goes on after a line break and a space, never inside a character. */
function fold(line: string): string {
  const pieces = ['']
  for (const char of line) {
    const last = pieces.at(-1) ?? ''
    if (Buffer.byteLength(last + char) <= LINE_OCTETS - (pieces.length > 1 ? 1 : 0))
      pieces[pieces.length - 1] = last + char
    else pieces.push(char)
  }
  return pieces.join('\r\n ')
}
