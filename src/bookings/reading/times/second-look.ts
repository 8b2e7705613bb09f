import { Temporal } from 'temporal-polyfill'
import { findDates } from '#src/reading/dates.ts'
import { loadLexicon, readEntries } from '#src/reading/lexicon.ts'
import { fold, normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { inPlainWords } from './plain-times.ts'
import type { WrittenWindow } from './read-times.ts'
import { readZones, zoneAt } from './zones.ts'

type Read = { times: readonly WrittenWindow[]; timezone: string; minutes: number | null }

/** What the text names: minutes of a half day (3 PM, 15:00 and "3" are one), days, bare numbers that may be either. */
type Named = { clocks: number[]; durations: number[]; days: string[]; spans: [string, string][]; numbers: number[] }

const words = loadLexicon('booking-times')
const seats = loadLexicon('booking-seats')
const instruments = loadLexicon('booking-instruments')
const courtesy = loadLexicon('courtesy')
const dates = loadLexicon('dates')
const POLITE = new Set(['say', 'weak', 'greet'])
const isoClock = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?/g
const withMinutes = /(?<![\d:.])([01]?\d|2[0-4])[:h.]([0-5]\d)(?::\d\d)?(?![\d:]|\.\d)(?: ?[ap]\.?m\b)?/g
const withHalf = /(?<![\d:.])(\d{1,2})() ?(?:[ap]\.?m?\b|h\b|uhr\b|o'clock\b)/g
const fourDigits = /(?<![\d:./-])([01]\d|2[0-3])([0-5]\d)(?= ?(?:-|to|hrs|h\b))(?!-\d\d?-)/g
const fourMore = /(?<=\d ?(?:-|to) ?)([01]\d|2[0-3])([0-5]\d)(?!\d)/g
/** The first of "11-1pm". */
const rangeStart = /(?<![\d:./-])(\d{1,2})() ?(?:-|to|until|till) ?(?=\d{1,2}(?::\d\d)? ?[ap]\.?m)/g
const length = /(?<![\d:.])(\d{1,3}(?:\.5)?)[ -]?(hours?|hrs?|h|minutes?|mins?)\b/g
/** The same hours again in another zone; that they fit is looked at elsewhere. */
const elsewhere = /\([^()]{0,80}\b(?:[ecmp][sd]?t|utc|gmt|[a-z]{4,12} time)\b[^()]{0,40}\)/g
/** "1) May 4" */
const listMark = /^ *\d{1,2}\)/gm
const bareRange = /, *(\d{1,2}) ?(?:-|to|bis|a) ?(\d{1,2})(?![\d:])/g
const hourRange = /\bnoon\b|\bmidnight\b|(?<![\d:-])\d{1,2} ?(?:-|to) ?\d{1,2}(?![\d-])/
const numericDate = /\d\/\d|\d{4}-\d\d/
/** The writer's own clock, wherever they are. */
const ownClock = /\b(?:here|(?:my|our) (?:time|end))\b|\byour (?=\d)/g
/** "Saturday the 19th": the number is looked for, the first reading has compared the two. */
const nthBehind = /^,? ?\d{1,2}(?:st|nd|rd|th)/
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
  const sheet = new Sheet(inEnglish(normalise(inPlainWords(text)).text))
  const ownClocks = [...sheet.text.matchAll(ownClock)].map(([one]) => one)
  for (const aside of [elsewhere, reach]) sheet.take(aside, () => undefined)
  for (const { text: zone } of readZones(sheet.text)) sheet.blankWord(zone)
  takeZone(sheet, read.timezone)
  sheet.take(listMark, () => undefined)
  const named: Named = { clocks: [], durations: [read.minutes ?? 0], days: [], spans: [], numbers: [] }
  takeLengths(sheet, named)
  takeClocks(sheet, named)
  takeDays(sheet, named, today)
  const names = new Set(tokenise(fold(own)).map((token) => token.text))
  const unknown = takeWords(sheet.text, named).filter((word) => !names.has(word))
  return [...new Set([...ownClocks, ...unknown, ...windowsApart(named, read), ...namedApart(named, read)])].slice(0, 6)
}

/** The sentences of a letter that name an hour, or the day of the hour behind; the rest of it says other things. */
export function linesWithTimes(prose: string): string {
  const sentences = inEnglish(prose.slice(0, 8_000)).split(/\n|(?<=[.!?])\s+(?=\p{Lu})/u)
  const folded = sentences.map((one) => ({ one, text: normalise(one).text })).filter(({ text }) => text.trim() !== '')
  const isTold = folded.map(({ text }, at) => hasClock(text) || (namesDay(text) && isOnlyClock(folded[at + 1]?.text)))
  return folded.flatMap(({ one }, at) => (isTold[at] ? [one] : [])).join('\n')
}

function hasClock(text: string): boolean {
  return [withMinutes, withHalf].some((pattern) => text.search(pattern) >= 0) || hourRange.test(text) || spells(text)
}

/** "half nine", "quarter past two" */
function spells(text: string): boolean {
  const tokens = tokenise(text)
  return tokens.some((_, at) => {
    const said = words.at(tokens, at)
    return said !== null && said.next > at + 1 && said.value.meaning.startsWith('clock')
  })
}

function isOnlyClock(text = ''): boolean {
  return hasClock(text) && !namesDay(text)
}

function namesDay(text: string): boolean {
  return [...dates.meaningsIn(tokenise(text))].some((one) => /^(?:month|weekday)/.test(one)) || numericDate.test(text)
}

/** A text of which what is understood is made blank. */
class Sheet {
  text: string
  constructor(text: string) {
    this.text = text
  }
  blank(start: number, end: number): void {
    this.text = this.text.slice(0, start) + ' '.repeat(end - start) + this.text.slice(end)
  }
  blankWord(word: string): void {
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, at + 1)) {
      this.blank(at, at + word.length)
    }
  }
  take(pattern: RegExp, use: (match: RegExpMatchArray) => void): void {
    for (const match of [...this.text.matchAll(pattern)]) {
      use(match)
      this.blank(match.index, match.index + match[0].length)
    }
  }
}

function instantsApart(written: readonly string[], { times }: Read): string[] {
  const known = new Set(written.map((one) => Date.parse(one)))
  const used = new Set(times.flatMap(({ start, end }) => [start, end]).flatMap((one) => (one ? [Date.parse(one)] : [])))
  return [
    ...written.filter((one) => !used.has(Date.parse(one))),
    ...[...used].filter((one) => !known.has(one)).map(() => 'a time'),
  ]
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
  for (const pattern of [rangeStart, withMinutes, withHalf, fourMore, fourDigits]) {
    sheet.take(pattern, ([, hour, minutes]) => add(hour, minutes))
  }
  sheet.take(bareRange, ([, from, to]) => [from, to].map((hour) => add(hour, '0')))
}

function takeDays(sheet: Sheet, named: Named, today: Temporal.PlainDate): void {
  // Behind a month chrono takes many spaces for the place of a year.
  const text = sheet.text.replace(/ {2,}/g, (gap) => ' ;'.padEnd(gap.length))
  for (const { date, until, start, end } of findDates(text, { today, dayFirst: false })) {
    if (until) named.spans.push([`${date}`, `${until}`])
    else if (!nthBehind.test(text.slice(end))) named.days.push(`${date}`)
    sheet.blank(start, end)
  }
}

const months = new Map(
  readEntries('dates').flatMap(({ word, meaning, languages }): [string, string][] => {
    const [kind, number] = meaning.split(' ')
    const name = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')[Number(number) - 1]
    return kind === 'month' && name && !/\ben\b/.test(languages) ? [[fold(word), name]] : []
  }),
)
const foreignDate = /(?<!\d)(\d{1,2})(?:\.|er)? (?:de |di )?(\p{L}{3,10})(?: (?:de |del )?(\d{4}))?(?![\p{L}\d])/gu

/** "Monday the 14th of December" */
const theDay = /(?<=day,? )the (?=\d)/g

/** "15 de diciembre de 2026", "14. dezember": chrono reads English. */
function inEnglish(text: string): string {
  return text.replace(theDay, '').replace(foreignDate, (whole, day: string, word: string, year = '') => {
    const month = months.get(fold(word))
    return month ? `${day} ${month} ${year}`.trim() : whole
  })
}

/** Words that are left: known ones, bare numbers ("10-2", "and 20"), and those nobody knows. */
function takeWords(text: string, named: Named): string[] {
  const tokens = tokenise(text)
  const unknown: string[] = []
  for (let at = 0; at < tokens.length; ) {
    const seat = seatAt(tokens, at)
    const entry = seat === null ? words.at(tokens, at) : null
    const next = seat ?? entry?.next ?? plainAt(tokens, at)
    if (entry) readMeaning(entry.value.meaning, named)
    else if (next === null) unknown.push(...readToken(tokens[at], named))
    at = next ?? at + 1
  }
  return unknown
}

/** "dos violines", "1 violin", "a viola player": who is wanted is read elsewhere. */
function seatAt(tokens: readonly Token[], at: number): number | null {
  if (tokens[at]?.kind === 'number' && namedAt(tokens, at + 1)) return at + 1
  const said = seats.at(tokens, at)
  const isWanted = said?.value.meaning === 'wants' || (said?.value.meaning === 'count' && namedAt(tokens, said.next))
  if (said && isWanted) return said.next
  return instruments.at(tokens, at) && namedAt(tokens, at - 1)?.next === at ? at + 1 : null
}

/** An instrument, a weekday, a word of courtesy; a greeting may name whom it greets: "Hi Dane, ...", "Meg, ...". */
function plainAt(tokens: readonly Token[], at: number): number | null {
  const said = courtesy.at(tokens, at)
  const opensLine = at === 0 || tokens[at - 1]?.kind === 'line'
  const isNamed = opensLine && tokens[at]?.kind === 'word' && tokens[at + 1]?.text === ','
  if (isNamed || dates.get(tokens[at]?.text ?? '')?.meaning.startsWith('weekday')) return at + 1
  const isGreeted = said?.value.meaning === 'greet' && tokens[said.next]?.kind === 'word'
  if (isGreeted && /^[,!.]$/.test(tokens[said.next + 1]?.text ?? '')) return said.next + 1
  return namedAt(tokens, at)?.next ?? (said && POLITE.has(said.value.meaning) ? said.next : null)
}

function readMeaning(meaning: string, { clocks, durations }: Named): void {
  const [kind, minutes] = meaning.split(' ')
  if (kind === 'clock') clocks.push(Number(minutes))
  if (kind === 'length') durations.push(Number(minutes))
}

function readToken(token: Token | undefined, { numbers }: Named): string[] {
  if (token?.kind === 'word') return [token.text]
  if (token?.kind !== 'number') return []
  const value = Number(token.text)
  if (Number.isInteger(value) && value <= 31) numbers.push(value)
  else if (!(value >= 2020 && value < 2100)) return [token.text]
  return []
}

/** Hours and days of windows that nobody wrote. */
function windowsApart(named: Named, { times, timezone }: Read): string[] {
  const clocks = new Set([...named.clocks, ...named.numbers.map((hour) => (hour * 60) % 720)])
  for (const clock of [...clocks]) for (const more of named.durations) clocks.add((clock + more) % 720)
  return times.flatMap(({ start, end }) => {
    const at = [start, end].flatMap((one) => (one ? [Temporal.Instant.from(one).toZonedDateTimeISO(timezone)] : []))
    const hours = at.filter((one) => !clocks.has(minutesOf(one))).map((one) => one.toPlainTime().toString().slice(0, 5))
    const day = at[0]?.toPlainDate()
    return day && !isNamed(named, day) ? [...hours, `${day}`] : hours
  })
}

function minutesOf({ hour, minute }: Temporal.ZonedDateTime): number {
  return (hour * 60 + minute) % 720
}

function isNamed({ days, spans, numbers }: Named, date: Temporal.PlainDate): boolean {
  const text = `${date}`
  return days.includes(text) || spans.some(([from, to]) => from <= text && text <= to) || numbers.includes(date.day)
}

/** Hours and days that were written and stand in no window. */
function namedApart(named: Named, { times, timezone }: Read): string[] {
  const at = times
    .flatMap(({ start, end }) => [start, end])
    .flatMap((one) => (one ? [Temporal.Instant.from(one).toZonedDateTimeISO(timezone)] : []))
  const clocks = new Set(at.map(minutesOf))
  const days = new Set(at.map((one) => `${one.toPlainDate()}`))
  const monthDays = new Set(at.map((one) => one.day))
  return [
    ...named.clocks.filter((clock) => !clocks.has(clock)).map(writeClock),
    ...named.days.filter((day) => !days.has(day)),
    ...named.spans.flat().filter((day) => !days.has(day)),
    ...named.numbers.filter((one) => !clocks.has((one * 60) % 720) && !monthDays.has(one)).map(String),
  ]
}

function writeClock(minutes: number): string {
  return `${Math.floor(minutes / 60) || 12}:${String(minutes % 60).padStart(2, '0')}`
}
