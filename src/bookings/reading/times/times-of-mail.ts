import type { Temporal } from 'temporal-polyfill'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { valuesOf } from '../form/client.ts'
import type { Field } from '../form/fields.ts'
import { writeTimesText } from '../form/slots.ts'
import type { Doubt } from '../problems.ts'
import { chooseZone, zoneDoubts } from './choose-zone.ts'
import { inPlainWords } from './plain-times.ts'
import {
  readTimesText,
  resolvePairs,
  type TimesText,
  type WrittenWindow,
  writeChoices,
  writeSpan,
} from './read-times.ts'
import type { ZoneSetting } from './resolve-pair.ts'
import type { Pair } from './time-pairs.ts'
import { isShared } from './zones.ts'

export type MailTimes = {
  times: WrittenWindow[]
  timezone: string
  /** How long a session is, where it is said once for all. */
  minutes: number | null
  doubts: Doubt[]
  choices: { label: string; times: WrittenWindow[] }[]
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
  const answer = writeTimesText(fields) || unknownTimes(fields)
  const said = mergeNotes(readAnswer(inPlainWords(answer), isCut), readTimesText(inPlainWords(notes), false), notes)
  const zone = chooseZone({ answer, notes }, said.pairs, fields, home)
  const setting: ZoneSetting = {
    ...zone,
    received,
    today: received.toZonedDateTimeISO(zone.zone).toPlainDate(),
    is24: said.is24,
    minutes: said.minutes,
    years: yearsOf(said.pairs),
    isDayFirst: said.isForeign,
    isMonthFirst: said.pairs.some(isMonthFirst),
    isForeign: !/^(?:America|US|Pacific\/Honolulu)/.test(zone.zone),
  }
  const read = resolvePairs(said.pairs, setting)
  const doubts = [
    ...zoneDoubts(read.windows, zone.zone, zone.otherZone),
    ...sharedZones(said.pairs),
    ...(said.isChanged ? [{ problem: 'conflicting_times' } as const] : []),
    ...read.doubts,
  ]
  if (read.windows.length === 0)
    doubts.push({ problem: 'no_times' }, ...(words.says(answer, 'roughly') ? [{ problem: 'vague_time' } as const] : []))
  return {
    times: read.windows.map(writeSpan),
    timezone: zone.zone,
    minutes: said.minutes,
    doubts,
    choices: writeChoices(read.windows),
    piece: answer,
  }
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

/** A question we do not know may still be answered with dates and times. */
function unknownTimes(fields: readonly Field[]): string {
  const open = fields.filter(({ role, value }) => role === null && value !== '')
  return open
    .filter(({ value }) => readTimesText(value, false).pairs.offered.length > 0)
    .map(({ value }) => value)
    .join('\n')
}

type Said = { pairs: Pair[]; is24: boolean; minutes: number | null; isForeign: boolean; isChanged: boolean }

/** Notes that take a slot back or name another win over the slot. Without an answer the notes are all there is. */
function mergeNotes(answer: TimesText, notes: TimesText, text: string): Said {
  const said = {
    is24: answer.is24 || (answer.pairs.offered.length === 0 && notes.is24),
    minutes: answer.minutes ?? notes.minutes,
    isForeign: answer.isForeign || notes.isForeign,
  }
  const base = without(answer.pairs.offered, answer.pairs.withdrawn)
  const told = without(notes.pairs.offered, notes.pairs.withdrawn)
  if (base.length === 0) return { ...said, pairs: told, isChanged: false }
  const kept = without(base, notes.pairs.withdrawn)
  if (told.length > 0 && notes.pairs.isOnly) return { ...said, pairs: told, isChanged: true }
  const isChanged = kept.length < base.length
  return { ...said, pairs: isChanged || words.says(text, 'adds') ? [...kept, ...told] : kept, isChanged }
}

function without(pairs: readonly Pair[], gone: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => !gone.some((one) => isSameDay(pair, one)))
}

/** A withdrawal names a day, a weekday or only 'the 30th'. */
function isSameDay(pair: Pair, gone: Pair): boolean {
  if (pair.kind !== 'dated' || gone.kind !== 'dated') return false
  const [a, b] = [pair.date, gone.date]
  if (b.day !== null) return a.day === b.day && (b.month === null || a.month === b.month)
  if (b.weekday === null) return b.inDays !== null && a.inDays === b.inDays
  return a.weekday === b.weekday || (a.weekday === null && weekdayOf(a.year, a.month, a.day) === b.weekday)
}

function weekdayOf(year: number | null, month: number | null, day: number | null): number | null {
  if (year === null || month === null || day === null || month > 12 || day > 31) return null
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}
