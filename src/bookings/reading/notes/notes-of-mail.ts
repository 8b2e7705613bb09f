import type { Temporal } from 'temporal-polyfill'
import { linesWithout } from '../again/told-lines.ts'
import { valuesOf } from '../form/field.ts'
import type { Source } from '../form/unwrap.ts'
import { isLabelOfSeat } from '../instruments/labelled-seats.ts'
import type { InstrumentsRead } from '../instruments/settle-seats.ts'
import type { MailTimes } from '../times/times-of-mail.ts'
import { slotsOf } from './slots.ts'
import { unreadNotes, unreadTitle } from './unread-notes.ts'

/** "1" stands in "11 AM" and says nothing of it. */
const SHORTEST_TOLD = 8

/** Whose mail it is, and when it came. */
export type Who = { name: string; received: Temporal.Instant }

/** What was written beside the answers; of a letter what says nothing of when, for that is read a second time. */
export function readNotes(
  { fields, prose, subject }: Source,
  times: MailTimes,
  seats: InstrumentsRead,
  who: Who,
): string[] {
  const areSeatsHere = !fields.some(
    (field) => (field.role === 'instruments' && field.value !== '') || isLabelOfSeat(field),
  )
  const slots = slotsOf(times.times, times.timezone, who.received)
  const notes = valuesOf(fields, 'text')
  const isLetter = notes.length === 0
  const read = { seats: seats.instruments, areSeatsHere, isLetter, slots, name: who.name }
  const isForm = times.piece !== '' && !areSeatsHere
  const unknown = fields.filter((field) => field.role === null && !isLabelOfSeat(field)).map(({ value }) => value)
  // What was read as a time is looked at again elsewhere, and the subject once.
  const isTold = (one: string) =>
    one.trim() === subject.trim() || (one.length >= SHORTEST_TOLD && times.piece.includes(one))
  const untold = [...unknown, ...prose.split('\n')].filter((one) => !isTold(one))
  const beside = isForm ? [...untold, ...valuesOf(fields, 'aside')] : [...unknown, ...valuesOf(fields, 'aside'), prose]
  const title = unreadTitle(subject, read)
  if (isForm)
    return [...title, ...unreadNotes(notes.join('\n'), read, true), ...unreadNotes(beside.join('\n'), read, false)]
  const all = [...notes, ...beside].join('\n')
  return [...title, ...unreadNotes(times.piece === '' ? linesWithout(all) : all, read, false)]
}
