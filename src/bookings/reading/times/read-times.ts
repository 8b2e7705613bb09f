import type { Temporal } from 'temporal-polyfill'
import { fold } from '../form/fold.ts'
import type { Doubt } from '../problems.ts'
import { isOp } from './calendar-days.ts'
import { joinItems } from './join-items.ts'
import { type Choice, resolvePair, type Span, type Window, type ZoneSetting } from './resolve-pair.ts'
import { readItems } from './time-items.ts'
import { joinPairs, type Pair, type Pairs } from './time-pairs.ts'
import { isRoughly, readTokens, type Token } from './time-tokens.ts'
import { isForeign } from './time-words.ts'

/** Text beyond this is no answer to 'when?'. */
const MOST_TEXT = 6000
const MOST_WINDOWS = 30

export type TimesText = {
  pairs: Pairs
  is24: boolean
  /** How long a session is, said once for all. */
  minutes: number | null
  /** Lengths in minutes that are told right beside a time: "2 to 5 pm (4 hours)". */
  lengths: number[]
  isForeign: boolean
}
export type TimesRead = { windows: Window[]; doubts: Doubt[] }
export type WrittenWindow = { start: string | null; end: string | null }

/** Dates with times of a text as they were written. `isField`: the text is an answer to 'when?'. */
export function readTimesText(text: string, isField: boolean): TimesText {
  const folded = fold(text.slice(0, MOST_TEXT))
  const tokens = readTokens(folded)
  return {
    pairs: joinPairs(joinItems(readItems(tokens)), isField),
    is24: countsTo24(tokens),
    minutes: sessionLength(tokens),
    lengths: lengthsBeside(tokens),
    isForeign: isForeign(folded),
  }
}

const lastingWords = new Set('last lasts take takes need session long slot block booking length duration'.split(' '))

/** How long the session is to be, said once for all times: 'for 90 minutes', 'a two-hour session'. */
function sessionLength(tokens: readonly Token[]): number | null {
  const lengths = tokens.flatMap((token, at) =>
    token.kind === 'duration' && isOfSession(tokens, at) ? [token.minutes] : [],
  )
  const [minutes] = new Set(lengths)
  return minutes !== undefined && new Set(lengths).size === 1 && minutes >= 20 && minutes <= 720 ? minutes : null
}

function isOfSession(tokens: readonly Token[], at: number): boolean {
  const isRough = isOp(tokens[at - 1], 'open') || isRoughly(tokens[at - 1])
  const before = tokens[isRough ? at - 2 : at - 1]
  return [before, tokens[at + 1]].some(
    (token) => (token?.kind === 'word' && lastingWords.has(token.text)) || (token?.kind === 'op' && token.op === 'for'),
  )
}

/** Between a time and a length nothing but signs, and behind both no word that would make it the length of a part. */
function lengthsBeside(tokens: readonly Token[]): number[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'duration' || tokens[at + 1]?.kind === 'word' || isOp(tokens[at + 1], 'of')) return []
    const last = tokens.findLastIndex((one, place) => place < at && !isSign(one))
    const next = tokens.findIndex((one, place) => place > at && !isSign(one))
    const isEnd = isOp(tokens[last - 1], 'to') || tokens[last]?.kind === 'clock'
    return isEnd || isOp(tokens[next + 1], 'to') || tokens[next]?.kind === 'clock' ? [token.minutes] : []
  })
}

function isSign(token: Token): boolean {
  return isOp(token, 'open', 'close', 'comma', 'for', 'from')
}

/** The writer counts hours to 24 somewhere: '14:00', '09:30'. */
function countsTo24(tokens: readonly Token[]): boolean {
  const clocks = tokens.flatMap((token) => (token.kind === 'clock' ? [token.clock] : []))
  return (
    clocks.some(({ is24, hour }) => is24 && hour !== 12 && hour !== 24) &&
    clocks.every(({ meridiem }) => meridiem === null)
  )
}

/** Windows of the pairs, each once, in the order of the text. */
export function resolvePairs(pairs: readonly Pair[], setting: ZoneSetting): TimesRead {
  const windows: Window[] = []
  const doubts: Doubt[] = []
  const seen = new Set<string>()
  for (const pair of pairs.slice(0, MOST_WINDOWS)) {
    const read = resolvePair(pair, setting)
    doubts.push(...read.doubts)
    if (!read.window || seen.has(keyOf(read.window))) continue
    seen.add(keyOf(read.window))
    windows.push(read.window)
    doubts.push(...read.window.doubts)
  }
  if (overlap(windows)) doubts.push({ problem: 'overlapping_times' })
  return { windows, doubts }
}

function keyOf({ start, end }: Span): string {
  return `${start?.epochMilliseconds ?? ''}/${end?.epochMilliseconds ?? ''}`
}

function overlap(windows: readonly Window[]): boolean {
  const spans = windows
    .flatMap(({ start, end }) => (start && end ? [[start.epochMilliseconds, end.epochMilliseconds] as const] : []))
    .sort(([a], [b]) => a - b)
  return spans.some(([start], at) => at > 0 && start < Math.max(...spans.slice(0, at).map(([, end]) => end)))
}

/** ISO 8601 with the offset that is true on that date. */
export function writeSpan({ start, end }: Span): WrittenWindow {
  return { start: start && written(start), end: end && written(end) }
}

function written(zoned: Temporal.ZonedDateTime): string {
  return `${zoned.toPlainDateTime().toString({ smallestUnit: 'second' })}${zoned.offset}`
}

const MOST_CHOICES = 4

/** One-tap answers: all windows with the doubtful ones read one way. None where the readings do not line up. */
export function writeChoices(windows: readonly Window[]): { label: string; times: WrittenWindow[] }[] {
  const doubtful = windows.filter(({ choices }) => choices.length > 1)
  const count = doubtful[0]?.choices.length ?? 0
  if (count < 2 || count > MOST_CHOICES || doubtful.some(({ choices }) => choices.length !== count)) return []
  return Array.from({ length: count }, (_, at) => {
    const taken = (window: Window): Choice | Window => window.choices[at] ?? window
    const label = doubtful.map((window) => window.choices[at]?.label ?? '').join(', ')
    return {
      label,
      at: taken(doubtful[0] as Window).start?.epochMilliseconds ?? 0,
      times: windows.map((window) => writeSpan(taken(window))),
    }
  })
    .sort((a, b) => a.at - b.at)
    .map(({ label, times }) => ({ label, times }))
}
