import type { Temporal } from 'temporal-polyfill'
import { writeCount } from '#src/basics/write-count.ts'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { type Field, valuesOf } from '../form/field.ts'
import { writeTimesText } from '../form/slots.ts'
import type { Doubt } from '../problems.ts'
import { chooseZone, zoneDoubts } from './choose-zone.ts'
import { orderOfStamp, orderTold } from './date-order.ts'
import { inPlainWords, isRough } from './plain-times.ts'
import {
  readTimesText,
  resolvePairs,
  type TimesText,
  type WrittenWindow,
  writeChoices,
  writeSpan,
} from './read-times.ts'
import type { Window, ZoneSetting } from './resolve-pair.ts'
import { shortDay } from './settle-date.ts'
import { clockLabel } from './time-labels.ts'
import type { Pair } from './time-pairs.ts'
import { isShared } from './zones.ts'

export type MailTimes = {
  times: WrittenWindow[]
  timezone: string
  /** How long a session is, where it is said once for all. */
  minutes: number | null
  /** The notes took a time of the form back, or named another. */
  isChanged: boolean
  doubts: Doubt[]
  choices: { label: string; times: WrittenWindow[] }[]
  isDayTold: boolean
  piece: string
}

/** The windows a mail offers, in its zone: the answers to 'when?', changed by what the notes say. */
export function readMailTimes(
  fields: Field[],
  prose: string,
  received: Temporal.Instant,
  home: string,
  isCut: boolean,
): MailTimes {
  const notes = [...valuesOf(fields, 'text'), prose].join('\n')
  const asked = writeTimesText(fields)
  const beside = unknownTimes(fields, asked !== '')
  const answer = [asked, ...beside.map(({ value }) => value)].filter((one) => one !== '').join('\n')
  const said = mergeNotes(readAnswer(inPlainWords(answer), isCut), readTimesText(inPlainWords(notes), false), notes)
  const labelled = fields.flatMap(({ role, label, value }) =>
    role === null || role === 'times' ? [`${label}: ${value}`] : [],
  )
  said.minutes ??= readTimesText(labelled.join('\n'), false).minutes
  const zone = chooseZone({ answer, notes }, said.pairs, fields, home)
  const order = orderTold(fields) ?? orderOfStamp(fields, prose, received.toZonedDateTimeISO(home).toPlainDate())
  const setting: ZoneSetting = {
    ...zone,
    received,
    today: received.toZonedDateTimeISO(zone.zone).toPlainDate(),
    is24: said.is24,
    minutes: said.minutes,
    years: yearsOf(said.pairs),
    isDayFirst: said.isForeign,
    isMonthFirst: order === 'month' || said.pairs.some(isMonthFirst),
    isDayTold: order === 'day',
    isForeign: !/^(?:America|US|Pacific\/Honolulu)/.test(zone.zone),
  }
  const read = resolvePairs(said.pairs, setting)
  const doubts = [
    ...zoneDoubts(read.windows, zone.zone, zone.otherZone),
    ...sharedZones(said.pairs),
    ...(asked === '' ? [] : beside.flatMap(unknownSession)),
    ...(said.isChanged ? [{ problem: 'conflicting_times' } as const] : []),
    ...otherLength(said.lengths.concat(said.minutes ?? []), read.windows),
    ...(isRough(`${answer}\n${notes}`) ? [{ problem: 'vague_time' } as const] : []),
    ...read.doubts,
    ...untaken(resolvePairs(said.aside, setting).windows, read.windows),
  ]
  if (read.windows.length === 0)
    doubts.push({ problem: 'no_times' }, ...(words.says(answer, 'roughly') ? [{ problem: 'vague_time' } as const] : []))
  return {
    times: read.windows.map(writeSpan),
    timezone: zone.zone,
    minutes: said.minutes,
    isChanged: said.isChanged,
    doubts,
    choices: writeChoices(read.windows),
    isDayTold: order === 'day',
    piece: answer,
  }
}

/** "2 to 5 pm (4 hours)": one of the two is wrong, and nobody says which. */
function otherLength(lengths: readonly number[], windows: readonly Window[]): Doubt[] {
  const spans = windows.flatMap(({ start, end }) => (start && end ? [minutesBetween(start, end)] : []))
  const isWhole = spans.length > 0 && spans.length === windows.length
  const fits = new Set([...spans, spans.reduce((sum, one) => sum + one, 0)])
  const other = isWhole ? lengths.find((one) => !fits.has(one)) : undefined
  return other === undefined ? [] : [{ problem: 'conflicting_times', about: writeLength(other) }]
}

function minutesBetween(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): number {
  return (end.epochMilliseconds - start.epochMilliseconds) / 60_000
}

function writeLength(minutes: number): string {
  return minutes % 60 === 0 ? writeCount(minutes / 60, 'hour') : `${minutes} minutes`
}

/** Windows of the notes that are none of the answer's: nobody says what they are. */
function untaken(told: readonly Window[], taken: readonly Window[]): Doubt[] {
  const known = new Set(taken.map((one) => JSON.stringify(writeSpan(one))))
  const other = told.find((one) => !known.has(JSON.stringify(writeSpan(one))))
  if (!other?.start) return []
  const about = `'${shortDay(other.start.toPlainDate())}, ${clockLabel(other.start, other.end)}'`
  return [{ problem: 'not_understood', about }]
}

/** A zone that several countries write alike. */
function sharedZones(pairs: readonly Pair[]): Doubt[] {
  const zones = pairs.flatMap((pair) => (pair.kind === 'dated' && pair.time?.zone ? [pair.time.zone] : []))
  return zones.filter(isShared).map(({ text }) => ({ problem: 'not_understood', about: text.toUpperCase() }))
}

/** "12/14/2026": the writer's numbers begin with the month. */
function isMonthFirst(pair: Pair): boolean {
  if (pair.kind !== 'dated') return false
  const { mark, month, day } = pair.date
  return mark.startsWith('/') && month !== null && month <= 12 && day !== null && day > 12
}

function yearsOf(pairs: readonly Pair[]): Set<number> {
  return new Set(pairs.flatMap((pair) => (pair.kind === 'dated' && pair.date.year !== null ? [pair.date.year] : [])))
}

const words = loadLexicon('booking-mail')

/** Where the mail breaks off, a last date without its time is left out. */
function readAnswer(answer: string, isCut: boolean): TimesText {
  const read = readTimesText(answer, true)
  const last = read.pairs.offered.at(-1)
  if (isCut && last?.kind === 'dated' && last.time === null) read.pairs.offered.pop()
  return read
}

/** A question we do not know may be answered with dates and times; beside a known one only with a whole window. */
function unknownTimes(fields: readonly Field[], isAsked: boolean): Field[] {
  return fields.filter(({ role, value }) => {
    if (role !== null || value === '') return false
    const { offered } = readTimesText(inPlainWords(value), false).pairs
    return offered.some((pair) => !isAsked || isWhole(pair))
  })
}

function isWhole(pair: Pair): boolean {
  if (pair.kind === 'moment') return pair.moment.end !== null
  return pair.time !== null && pair.time.start !== null && (pair.time.end ?? pair.time.minutes) !== null
}

/** "Rehearsal: ..." is when somebody plays; of a label nobody knows a person says so. */
function unknownSession({ label }: Field): Doubt[] {
  return words.says(label, 'session') ? [] : [{ problem: 'not_understood', about: `'${label}'` }]
}

/** `aside`: what the notes name besides the answer that is followed. */
type Said = { pairs: Pair[]; aside: Pair[]; isChanged: boolean } & Omit<TimesText, 'pairs'>

/** Notes that take a slot back or name another win over the slot. Without an answer the notes are all there is. */
function mergeNotes(answer: TimesText, notes: TimesText, text: string): Said {
  const said = {
    aside: [],
    is24: answer.is24 || (answer.pairs.offered.length === 0 && notes.is24),
    minutes: answer.minutes ?? notes.minutes,
    lengths: [...answer.lengths, ...notes.lengths],
    isForeign: answer.isForeign || notes.isForeign,
  }
  const base = without(answer.pairs.offered, answer.pairs.withdrawn)
  const told = without(notes.pairs.offered, notes.pairs.withdrawn)
  if (base.length === 0) return { ...said, pairs: told, isChanged: false }
  const kept = without(base, notes.pairs.withdrawn)
  if (told.length > 0 && notes.pairs.isOnly) return { ...said, pairs: told, isChanged: true }
  const isChanged = kept.length < base.length
  const isAdded = isChanged || words.says(text, 'adds')
  return { ...said, pairs: isAdded ? [...kept, ...told] : kept, aside: isAdded ? [] : told.filter(isWhole), isChanged }
}

function without(pairs: readonly Pair[], gone: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => !gone.some((one) => isSameDay(pair, one)))
}

/** A withdrawal names a day, a weekday or only 'the 30th'. */
function isSameDay(pair: Pair, gone: Pair): boolean {
  if (pair.kind !== 'dated' || gone.kind !== 'dated') return false
  const [a, b] = [pair.date, gone.date]
  if (b.day !== null && !b.isOfWeek) return a.day === b.day && (b.month === null || a.month === b.month)
  if (b.weekday === null) return b.inDays !== null && a.inDays === b.inDays
  return a.weekday === b.weekday || (a.weekday === null && weekdayOf(a.year, a.month, a.day) === b.weekday)
}

function weekdayOf(year: number | null, month: number | null, day: number | null): number | null {
  if (year === null || month === null || day === null || month > 12 || day > 31) return null
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}
