import type { Temporal } from 'temporal-polyfill'
import { lookAgain } from '../reading/again/look-again.ts'
import { otherClock } from '../reading/again/other-clock.ts'
import { peopleTold } from '../reading/again/people-told.ts'
import { linesWithTimes } from '../reading/again/told-lines.ts'
import { valuesOf } from '../reading/form/field.ts'
import type { Source } from '../reading/form/unwrap.ts'
import { unknownWords } from '../reading/instruments/instrument-leftovers.ts'
import type { InstrumentsRead } from '../reading/instruments/settle-seats.ts'
import { readNotes, type Who } from '../reading/notes/notes-of-mail.ts'
import type { Doubt } from '../reading/problems.ts'
import type { MailTimes } from '../reading/times/times-of-mail.ts'
import { asksTwice, wantsAll } from '../reading/two-bookings.ts'

/** No form, no seats and no times: somebody wrote about something else. */
export function isNothing(source: Source, times: MailTimes, seats: InstrumentsRead): boolean {
  const asks = source.fields.some(({ role }) => role === 'instruments' || role === 'times' || role === 'date')
  return !asks && times.times.length === 0 && Object.keys(seats.instruments).length === 0
}

/** What only shows where seats, times and words are seen together. */
export function doubtsOfWhole(source: Source, times: MailTimes, seats: InstrumentsRead, who: Who): Doubt[] {
  const said = [times.piece, ...valuesOf(source.fields, 'text'), source.prose].join('\n')
  const hasForm = source.fields.some(({ role, value }) => (role === 'instruments' || role === 'times') && value !== '')
  const labels = source.fields.flatMap(({ role, label }) => (role === null ? [`${label},`] : []))
  const every = times.times.length > 1 ? wantsAll([...labels, said].join('\n')) : null
  const isAnswer = source.isReply && !hasForm
  const isRead = !isAnswer && times.times.length > 0 && Object.keys(seats.instruments).length > 0
  const notes = times.isChanged || !isRead ? [] : readNotes(source, times, seats, who)
  const unread = [every, ...notes]
  return [
    ...(isAnswer ? [{ problem: 'reply_not_form' } as const] : []),
    ...(Object.keys(seats.instruments).length === 0 ? [{ problem: 'no_instruments' } as const] : []),
    ...(asksTwice(said) ? [{ problem: 'two_bookings' } as const] : []),
    ...unread.flatMap((piece): Doubt[] => (piece ? [{ problem: 'not_understood', about: `'${piece}'` }] : [])),
  ]
}

/** A reading without a doubt is read a second time: words nobody knows, hours and days that one reading has alone. */
export function leftOver(
  { fields, prose }: Source,
  times: MailTimes,
  seats: InstrumentsRead,
  received: Temporal.Instant,
  name: string,
): string[] {
  const counts = Object.values(seats.instruments)
  const said = times.piece || linesWithTimes([...valuesOf(fields, 'text'), prose].join('\n'))
  const asked = valuesOf(fields, 'instruments').flatMap((one) => unknownWords(one, counts))
  const all = [times.piece, ...valuesOf(fields, 'text'), ...valuesOf(fields, null), prose].join('\n')
  const isZoneAsked = valuesOf(fields, 'timezone').length > 0
  const beside = [...otherClock(all, times.timezone, isZoneAsked), ...peopleTold(all, counts)]
  return [...new Set([...lookAgain(said, times, received, name), ...asked, ...beside])]
}

export function quoted(pieces: readonly string[]): string {
  return pieces.map((one) => `'${one}'`).join(', ')
}
