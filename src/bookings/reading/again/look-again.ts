import type { Temporal } from 'temporal-polyfill'
import { findDates } from '#src/reading/dates.ts'
import { fold, normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { inPlainWords } from '../times/plain-times.ts'
import type { WrittenWindow } from '../times/read-times.ts'
import { WRITTEN_ORDER } from '../times/time-labels.ts'
import { readZones, zoneAt } from '../times/zones.ts'
import {
  bareRange,
  fourAlone,
  fourBehind,
  fourDigits,
  fourMore,
  rangeStart,
  withHalf,
  withMinutes,
} from './clock-forms.ts'
import { inEnglish } from './in-english.ts'
import { type Named, takeWords } from './left-words.ts'
import { instantsApart, namedApart, windowsApart } from './named-apart.ts'
import { namesTold } from './names-told.ts'
import { Sheet } from './sheet.ts'

type Read = { times: readonly WrittenWindow[]; timezone: string; minutes: number | null; isDayTold?: boolean }

const isoClock = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?/g
const length = /(?<![\d:.])(\d{1,3}(?:\.5)?)[ -]?(hours?|hrs?|h|minutes?|mins?)\b/g
/** The same hours again in another zone; that they fit is looked at elsewhere. */
const elsewhere = /\([^()]{0,80}\b(?:[ecmp][sd]?t|utc|gmt|[a-z]{4,12} time)\b[^()]{0,40}\)/g
/** "1) May 4" */
const listMark = /^ *\d{1,2}\)/gm
/** The writer's own clock, wherever they are. */
const ownClock = /\b(?:here|(?:my|our) (?:time|end))\b|\byour (?=\d)/g
/** "Saturday the 19th": the number is looked for, the first reading has compared the two. */
const nthBehind = /^,? ?\d{1,2}(?:st|nd|rd|th)/
/** Chrono takes it for a part of the day. */
const onDay = /^(?:on|in|at) +/
/** "01/14/2027 (Thursday)", "Mar 12 - that's the Friday": the weekday of the date before. */
const appositive = /^[ ,(\u2013-]{1,4}(?:(?:that|which|it)(?:'?s| is) )?(?:an? |the )?$/
const reach = /\S+@\S+|\+\d[\d ().-]{8,16}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/g
const MOST = 2_000

/**
 * A second, smaller reading of the words that say when. Every word must be known, and every day and hour that is
 * written must stand in a window and the other way round; what does not is answered, nothing where both readings
 * agree. It never changes a time: it only says that a person should look. Linear in the first 2,000 characters.
 * `own`: the writer's name, with which one signs.
 */
export function lookAgain(text: string, read: Read, received: Temporal.Instant, own = ''): string[] {
  if (text.length > MOST) return ['a long answer']
  const instants = [...text.matchAll(isoClock)].map(([one]) => one).filter((one) => /Z|[+-]\d\d:?\d\d$/.test(one))
  if (instants.length > 0) return instantsApart(instants, read)
  const today = received.toZonedDateTimeISO(read.timezone).toPlainDate()
  const sheet = new Sheet(inEnglish(normalise(inPlainWords(text)).text.replace(WRITTEN_ORDER, '')))
  const ownClocks = [...sheet.text.matchAll(ownClock)].map(([one]) => one)
  for (const aside of [elsewhere, reach]) sheet.take(aside, () => undefined)
  for (const { text: zone } of readZones(sheet.text)) sheet.blankWord(zone)
  takeZone(sheet, read.timezone)
  sheet.take(listMark, () => undefined)
  const named: Named = { clocks: [], durations: [read.minutes ?? 0], days: [], spans: [], numbers: [] }
  takeLengths(sheet, named)
  takeClocks(sheet, named)
  takeDays(sheet, named, today, read.isDayTold ?? false)
  const names = new Set([...tokenise(fold(own)).map((token) => token.text), ...namesTold(text)])
  const unknown = takeWords(sheet.text, named).filter((word) => !names.has(word))
  return [...new Set([...ownClocks, ...unknown, ...windowsApart(named, read), ...namedApart(named, read)])].slice(0, 6)
}

/** The zone that was read, under its everyday name: "(Phoenix)". */
function takeZone(sheet: Sheet, timezone: string): void {
  for (const { index } of sheet.text.matchAll(/(?<![a-z/])[a-z]/g)) {
    const found = zoneAt(sheet.text, index, true)
    if (found?.mention.zone === timezone) sheet.blank(index, found.end)
  }
}

function takeLengths(sheet: Sheet, named: Named): void {
  sheet.take(length, ([, count = '0', unit = '']) => {
    const isHours = unit.startsWith('h')
    // "15h" is a clock in French, "2h" a length.
    if (unit === 'h' && Number(count) > 8) named.clocks.push((Number(count) * 60) % 720)
    else named.durations.push(Number(count) * (isHours ? 60 : 1))
  })
}

function takeClocks(sheet: Sheet, { clocks }: Named): void {
  const add = (hour: string | undefined, minutes: string | undefined) =>
    clocks.push((Number(hour) * 60 + Number(minutes || 0)) % 720)
  for (const pattern of [rangeStart, withMinutes, withHalf, fourMore, fourDigits, fourAlone, fourBehind]) {
    sheet.take(pattern, ([, hour, minutes]) => add(hour, minutes))
  }
  sheet.take(bareRange, ([, from, to]) => [from, to].map((hour) => add(hour, '0')))
}

function takeDays(sheet: Sheet, named: Named, today: Temporal.PlainDate, dayFirst: boolean): void {
  // Behind a month chrono takes many spaces for the place of a year.
  const text = sheet.text.replace(/ {2,}/g, (gap) => ' ;'.padEnd(gap.length))
  let before: { date: Temporal.PlainDate; end: number } | null = null
  for (const { date, until, start, end, weekday, piece } of findDates(text, { today, dayFirst })) {
    const isOfBefore =
      !/\d/.test(piece) && before?.date.dayOfWeek === weekday && appositive.test(text.slice(before.end, start))
    if (piece === 'now') continue
    if (until) named.spans.push([`${date}`, `${until}`])
    else if (!isOfBefore && !nthBehind.test(text.slice(end))) named.days.push(`${date}`)
    sheet.blank(start + (onDay.exec(piece)?.[0].length ?? 0), end)
    before = { date, end }
  }
}
