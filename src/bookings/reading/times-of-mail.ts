import { Temporal } from 'temporal-polyfill'
import { valuesOf } from './client.ts'
import type { Field } from './fields.ts'
import { fold } from './fold.ts'
import type { Doubt } from './problems.ts'
import {
  readTimesText,
  resolvePairs,
  type TimesText,
  type WrittenWindow,
  writeChoices,
  writeSpan,
} from './read-times.ts'
import type { ZoneSetting } from './resolve-pair.ts'
import { writeTimesText } from './slots.ts'
import { zoneLabel } from './time-labels.ts'
import type { Pair } from './time-pairs.ts'
import { readZoneField, readZones, type ZoneMention } from './zones.ts'

export type MailTimes = {
  times: WrittenWindow[]
  timezone: string
  doubts: Doubt[]
  choices: { label: string; times: WrittenWindow[] }[]
  piece: string
}
type Texts = { answer: string; notes: string }

/** The windows a mail offers, in its zone: the answers to 'when?', changed by what the notes say. */
export function readMailTimes(
  fields: readonly Field[],
  prose: string,
  received: Temporal.Instant,
  home: string,
  isCut: boolean,
): MailTimes {
  const notes = [...valuesOf(fields, 'text'), prose].join('\n')
  const answer = writeTimesText(fields) || unknownTimes(fields)
  const said = mergeNotes(readAnswer(answer, isCut), readTimesText(notes, false))
  const zone = chooseZone({ answer, notes }, said.pairs, fields, home)
  const setting: ZoneSetting = {
    ...zone,
    received,
    today: received.toZonedDateTimeISO(zone.zone).toPlainDate(),
    is24: said.is24,
    isDayFirst: said.isForeign,
    isForeign: !/^(?:America|US|Pacific\/Honolulu)/.test(zone.zone),
  }
  const read = resolvePairs(said.pairs, setting)
  const doubts = [
    ...zone.doubts,
    ...(said.isChanged ? [{ problem: 'conflicting_times' } as const] : []),
    ...read.doubts,
  ]
  if (read.windows.length === 0)
    doubts.push({ problem: 'no_times' }, ...(vague.test(answer) ? [{ problem: 'vague_time' } as const] : []))
  return {
    times: read.windows.map(writeSpan),
    timezone: zone.zone,
    doubts,
    choices: writeChoices(read.windows),
    piece: answer,
  }
}

const vague =
  /\b(?:asap|soon|flexible|whenever|any ?time|sometime|open|mornings?|afternoons?|evenings?|weekends?|next (?:week|month)|this (?:week|month)|tbd|depends)\b/i

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

type Said = { pairs: Pair[]; is24: boolean; isForeign: boolean; isChanged: boolean }

/** Notes that take a slot back or name another win over the slot. Without an answer the notes are all there is. */
function mergeNotes(answer: TimesText, notes: TimesText): Said {
  const is24 = answer.is24 || (answer.pairs.offered.length === 0 && notes.is24)
  const isForeign = answer.isForeign || notes.isForeign
  const { offered, withdrawn } = answer.pairs
  const base = offered.filter((pair) => !withdrawn.some((gone) => isSameDay(pair, gone)))
  if (base.length === 0) {
    const kept = notes.pairs.offered.filter((pair) => !notes.pairs.withdrawn.some((gone) => isSameDay(pair, gone)))
    return { pairs: kept, is24, isForeign, isChanged: false }
  }
  const kept = base.filter((pair) => !notes.pairs.withdrawn.some((gone) => isSameDay(pair, gone)))
  const replaces = notes.pairs.offered.length > 0 && (notes.pairs.isOnly || kept.length < base.length)
  if (replaces)
    return {
      pairs: notes.pairs.isOnly ? notes.pairs.offered : [...kept, ...notes.pairs.offered],
      is24,
      isForeign,
      isChanged: true,
    }
  return { pairs: kept, is24, isForeign, isChanged: kept.length < base.length }
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

type ZoneChosen = { zone: string; otherZone: string | null; doubts: Doubt[] }

/** Beside the times first, then the field for it, then the notes; two that differ are a doubt. */
function chooseZone(
  { answer, notes }: Texts,
  pairs: readonly Pair[],
  fields: readonly Field[],
  home: string,
): ZoneChosen {
  const beside = pairs.flatMap((pair) => (pair.kind === 'dated' && pair.time?.zone ? [pair.time.zone] : []))
  const field = valuesOf(fields, 'timezone').map((value) => readZoneField(fold(value)))
  const stated = [
    ...beside,
    ...readZones(fold(answer.slice(0, 8000))),
    ...field,
    ...readZones(fold(notes.slice(0, 8000))),
  ].filter((one) => one !== null)
  const first = stated[0]
  const zone = first?.zone ?? home
  const other = stated.find((one) => differs(one, zone))
  if (!other) return { zone, otherZone: null, doubts: [] }
  return {
    zone,
    otherZone: other.zone,
    doubts: [{ problem: 'tz_conflict', about: `${zoneLabel(zone)} and ${zoneLabel(other.zone)}` }],
  }
}

function differs(mention: ZoneMention, zone: string): boolean {
  return mention.zone !== zone && offsetsOf(mention.zone) !== offsetsOf(zone)
}

/** Winter and summer offset of a zone: New York and Toronto do not differ. */
function offsetsOf(zone: string): string {
  return [1, 7]
    .map((month) => Temporal.PlainDate.from({ year: 2026, month, day: 1 }).toZonedDateTime(zone).offset)
    .join()
}
