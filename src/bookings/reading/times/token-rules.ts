import { numberOf, type Op, type Part } from './time-words.ts'
import type { ZoneMention } from './zones.ts'

export type Clock = { hour: number; minute: number; meridiem: 'am' | 'pm' | null; is24: boolean; isFull: boolean }
export type Meaning =
  | { kind: 'instant'; date: string; clock: Clock; offset: string | null }
  | { kind: 'date'; year: number | null; first: number; second: number; isIso: boolean; mark: string }
  | { kind: 'month'; month: number }
  | { kind: 'weekday'; weekday: number }
  | { kind: 'number'; value: number; isOrdinal: boolean; digits: number }
  | { kind: 'clock'; clock: Clock }
  | { kind: 'part'; part: Part }
  | { kind: 'days'; days: number }
  | { kind: 'duration'; minutes: number }
  | { kind: 'zone'; mention: ZoneMention }
  | { kind: 'op'; op: Op; text: string }
  | { kind: 'break' }
  | { kind: 'word'; text: string }

type Named = Record<string, string | undefined>
export type Rule = [RegExp, (named: Named) => Meaning | null]

const rule = (pattern: string, mean: (named: Named) => Meaning | null): Rule => [new RegExp(pattern, 'y'), mean]
const raw = String.raw
const isoDay = raw`(?<date>\d{4}-\d\d-\d\d)`
const isoClock = raw`(?<h>\d\d):(?<m>\d\d)(?::\d\d(?:\.\d{1,9})?)?`
const isoOffset = raw` ?(?<offset>z\b|[+-](?:0\d|1[0-4]):?[034][05])?(?!:?\d)`
/** With a space for the `T` it is a moment only where seconds and an offset follow. */
const withZone = raw`\d\d:\d\d(?:(?::\d\d)?(?:\.\d+)? ?z\b|:\d\d(?:\.\d+)? ?[+-]\d\d:?\d\d)`
const half = raw` ?(?:(?<half>[ap])(?:\. ?m\b\.?| ?m\b))`
const hour = raw`(?<h>\d{1,2})`
const four = raw`(?<h>[01]\d|2[0-3])(?<m>[0-5]\d)`
const quarters = raw`\.(?<m>00|15|30|45)`
const until = '(?:-|to|til|till|until|a)'
const ends = '(?:at|from|to|until|till?|a|by|call|start(?:s|ing)?|finish(?:es)?|ends?)'
const numeral = '(?<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)'

/** Hours as people write them, the surest first; true: counted to 24. */
const clocks: [pattern: string, is24?: boolean][] = [
  [raw`(?<h>1[0-2]|[1-9])(?<m>[0-5][05])${half}`],
  [raw`${hour}(?:[:.](?<m>\d\d)(?::\d\d)?)?(?:${half}|(?<! )(?<glued>[ap])\b)`],
  [raw`${hour}:(?<m>\d\d)(?::\d\d)?(?!\d)(?: ?(?:uhr|hrs?|h)\b)?`],
  [raw`${hour}${quarters}(?= ?${until} ?\d{1,2}\.(?:00|15|30|45)(?!\d|\.\d))`],
  [raw`(?<=\b${ends} |\d\d ?- ?)${hour}${quarters}(?!\d|[./-]\d)`],
  [raw`${hour}\.(?<m>[0-5]\d) ?(?:uhr|h)\b`, true],
  [raw`${hour} ?(?:h|uhr|heures?) ?(?<m>[0-5]\d)(?!\d)(?: ?uhr\b)?`, true],
  [raw`${hour} ?(?:uhr|heures?)\b`, true],
  [raw`${hour}h\b(?! ?(?:session|block|long))`, true],
  [raw`${hour} h(?= ?(?:a|jusqu'a) ?\d{1,2} ?h\b)`, true],
  [raw`(?<=\d ?h ?(?:a|jusqu'a) ?)${hour} h\b`, true],
  [raw`(?<![\d.:/-] ?)(?<h>0[1-9])(?<m>00|15|30|45)(?!\d|[./-]\d)`, true],
  [raw`(?<=\b${ends} )(?!20[23]\d)${four}(?!\d|[./-]\d)`, true],
  [raw`${four} ?(?:hrs?|hours?)\b`, true],
  [raw`(?!20[23]\d)${four}(?= ?(?:-|to|til|until) ?(?:[01]\d|2[0-4])[0-5]\d(?!\d))`, true],
  [raw`(?<=\b(?:[01]\d|2[0-3])[0-5]\d ?(?:-|to|til|until) ?)(?!20[23]\d)(?<h>[01]\d|2[0-4])(?<m>[0-5]\d)(?!\d)`, true],
]

const fromToday = raw`(?<unit>days?|weeks?) from (?<from>today|now|tomorrow)\b`

/** Tried in this order at each place; digits first. */
export const digitRules: Rule[] = [
  rule(raw`(?<n>\d{1,2}) ${fromToday}`, inDays),
  rule(raw`${isoDay}(?:t| {1,2}(?=${withZone}))${isoClock}${isoOffset}`, ({ date = '', offset, h, m }) => {
    const clock = { hour: Number(h), minute: Number(m), meridiem: null, is24: true, isFull: true }
    return { kind: 'instant', date, clock, offset: offset ?? null }
  }),
  rule(raw`(?<y>\d{4})[-/.](?<a>\d{1,2})[-/.](?<b>\d{1,2})(?!\d)`, ({ y, a, b }) => ({
    ...{ kind: 'date', year: Number(y), first: Number(a), second: Number(b), isIso: true, mark: '-' },
  })),
  rule(raw`(?<a>\d{1,2}) ?(?<mark>[-/.]) ?(?<b>\d{1,2}) ?\k<mark> ?(?<y>\d{4}|\d\d)(?![\d:])`, numeric),
  rule(raw`(?<a>\d{1,2})(?<mark>\/)(?<b>\d{1,2})(?![\d/]|:\d| ?(?:time|groove|feel|beats?|meter|takt)\b)`, numeric),
  rule(raw`(?<=\bon )(?<a>\d{1,2})(?<mark>-)(?<b>\d{1,2})(?![\d:/-]| ?[ap]\.?m)`, numeric),
  ...clocks.map(([pattern, is24]) => rule(pattern, (named) => clockOf(named, is24))),
  rule(
    raw`(?<n>\d{1,3}(?:[.,]\d{1,2})?) ?-? ?(?<unit>hours?|hrs?|h|minutes?|mins?|heures|stunden|horas|ore)\b`,
    ({ n = '', unit = '' }) => ({
      ...{ kind: 'duration', minutes: Math.round(Number(n.replace(',', '.')) * (unit.startsWith('m') ? 1 : 60)) },
    }),
  ),
  rule(raw`${hour} ?o'? ?clock\b`, (named) => clockOf(named, false)),
  rule(raw`(?<n>\d{1,2})\. ?(?=(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]{0,7}\b(?! \d\d?\b))`, ordinal),
  rule(raw`(?<n>\d{1,2})(?:st|nd|rd|th|er|eme|º)\b`, ordinal),
  rule(raw`(?<n>\d{1,9}(?:[.,]\d+)?)`, ({ n = '' }) => ({
    ...{ kind: 'number', value: Number(n.replace(',', '.')), isOrdinal: false, digits: n.length },
  })),
]

/** "three pm", "in two weeks", "twenty-first"; "half past two" and "two hours" are in the lexicon. */
export const wordRules: Rule[] = [
  rule(raw`(?<n>one|two|three|four|five|six|a) ${fromToday}`, inDays),
  rule(raw`${numeral}${half}`, (named) => clockOf(named, false)),
  rule(raw`${numeral} ?o'? ?clock\b`, (named) => clockOf(named, false)),
  rule(raw`in (?<n>\d{1,2}|two|three|four|five|six|seven|ten) (?<unit>days|weeks)\b`, inDays),
  rule(raw`(?<tens>twenty|thirty)[- ](?<n>[a-z]{4,7}(?:st|nd|rd|th))\b`, ordinal),
]

export const op = (name: Op): Meaning => ({ kind: 'op', op: name, text: name })

function clockOf({ h = '', m, half: said, glued }: Named, is24?: boolean): Meaning | null {
  const [at, minute] = [numberOf(h), Number(m ?? 0)]
  const letter = said ?? glued
  if (at > 24 || minute > 59 || (letter && (at > 12 || at === 0))) return null
  if (letter) return clockAt(at, minute, letter === 'a' ? 'am' : 'pm', false, false)
  const isMilitary = at > 12 || at === 0 || h.startsWith('0')
  return clockAt(at, minute, null, is24 ?? isMilitary, is24 === undefined && h.length === 2)
}

function clockAt(hour: number, minute: number, meridiem: Clock['meridiem'], is24: boolean, isFull: boolean): Meaning {
  return { kind: 'clock', clock: { hour, minute, meridiem, is24, isFull } }
}

function inDays({ n, unit = '', from }: Named): Meaning {
  const days = (n === 'a' ? 1 : numberOf(n)) * (unit.startsWith('week') ? 7 : 1)
  return { kind: 'days', days: from === 'tomorrow' ? days + 1 : days }
}

function ordinal({ tens, n }: Named): Meaning {
  const value = numberOf(n) + (tens === 'thirty' ? 30 : tens ? 20 : 0)
  return { kind: 'number', value, isOrdinal: true, digits: 2 }
}

function numeric({ a = '', b = '', y, mark = '' }: Named): Meaning | null {
  if (Number(a) === 0 || Number(b) === 0) return null
  const year = y === undefined ? null : Number(y.length === 2 ? `20${y}` : y)
  const loose = a.startsWith('0') || b.startsWith('0') ? '0' : ''
  return { kind: 'date', year, first: Number(a), second: Number(b), isIso: false, mark: `${mark}${loose}` }
}
