import type { Span } from '../span.ts'

/**
 * An iCalendar file of one session, for who has no calendar shared with us. Times are UTC, lines end in CRLF and are
 * folded at 75 octets.
 * @see https://www.rfc-editor.org/rfc/rfc5545
 */
export function writeIcs(event: {
  uid: string
  at: Date
  time: Span
  summary: string
  description: string
  location?: string
}): string {
  const { uid, at, time, summary, description, location } = event
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Deskhand//Bookings//EN',
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp(at)}`,
    `DTSTART:${stamp(time.start)}`,
    `DTEND:${stamp(time.end)}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    ...(location ? [`LOCATION:${escapeText(location)}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}

function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (char) => `\\${char}`).replace(/\r?\n/g, '\\n')
}

function foldLine(line: string): string {
  const pieces: string[] = []
  let piece = ''
  for (const char of line) {
    if (Buffer.byteLength(piece + char) > (pieces.length === 0 ? 75 : 74)) {
      pieces.push(piece)
      piece = ''
    }
    piece += char
  }
  return [...pieces, piece].join('\r\n ')
}
