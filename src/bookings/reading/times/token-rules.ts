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

export type Rule = [RegExp, (match: RegExpExecArray) => Meaning | null]

const number = (text: string | undefined) => Number(text ?? 0)
const clockOf = (
  hour: number,
  minute: number,
  meridiem: Clock['meridiem'],
  is24: boolean,
  isFull = false,
): Meaning | null =>
  hour > 24 || minute > 59 || (meridiem && (hour > 12 || hour === 0))
    ? null
    : { kind: 'clock', clock: { hour, minute, meridiem, is24, isFull } }
const fullYear = (text: string | undefined) =>
  text === undefined ? null : text.length === 2 ? 2000 + Number(text) : Number(text)
const hourWord = '(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])'
const half = '(?: ?([ap])(?:\\. ?m\\b\\.?| ?m\\b))?'
const hourOf = numberOf

const isoDay = String.raw`(\d{4}-\d\d-\d\d)`
const isoClock = String.raw`(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?`
const isoOffset = String.raw` ?(z\b|[+-](?:0\d|1[0-4]):?[034][05])?(?!:?\d)`
/** With a space for the `T` it is a moment only where seconds and an offset follow. */
const withZone = String.raw`\d\d:\d\d(?:(?::\d\d)?(?:\.\d+)? ?z\b|:\d\d(?:\.\d+)? ?[+-]\d\d:?\d\d)`

/** Tried in this order at each place; digits first. */
export const digitRules: Rule[] = [
  [
    new RegExp(`${isoDay}(?:t| {1,2}(?=${withZone}))${isoClock}${isoOffset}`, 'y'),
    (m) => ({
      kind: 'instant',
      date: m[1] ?? '',
      clock: { hour: number(m[2]), minute: number(m[3]), meridiem: null, is24: true, isFull: true },
      offset: m[4] ?? null,
    }),
  ],
  [
    /(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})(?!\d)/y,
    (m) => ({ kind: 'date', year: number(m[1]), first: number(m[3]), second: number(m[4]), isIso: true, mark: '-' }),
  ],
  [/(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d\d)(?![\d:])/y, (m) => numeric(m[1], m[3], m[4], m[2])],
  [
    /(\d{1,2})(\/)(\d{1,2})(?![\d/]|:\d| ?(?:time|groove|feel|beats?|meter|takt)\b)/y,
    (m) => numeric(m[1], m[3], undefined, m[2]),
  ],
  [
    /(\d{1,2}):(\d\d)(?::\d\d)? ?(?:([ap])(?:\. ?m\b\.?| ?m\b)|([ap])\b)/y,
    (m) => clockOf(number(m[1]), number(m[2]), (m[3] ?? m[4]) === 'a' ? 'am' : 'pm', false),
  ],
  [
    /(\d{1,2})(?:\.(\d\d))? ?(?:([ap])(?:\. ?m\b\.?| ?m\b)|(?<! )([ap])\b)/y,
    (m) => clockOf(number(m[1]), number(m[2]), (m[3] ?? m[4]) === 'a' ? 'am' : 'pm', false),
  ],
  [
    /(\d{1,2}):(\d\d)(?::\d\d)?(?!\d)(?: ?(?:uhr|hrs?|h)\b)?/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, isMilitary(m[1]), m[1]?.length === 2),
  ],
  [
    /(\d{1,2})\.(00|15|30|45)(?= ?(?:-|to|til|until|a) ?\d{1,2}\.(?:00|15|30|45)(?!\d|\.))/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, isMilitary(m[1])),
  ],
  [
    /(?<=\b(?:at|from|to|until|til|a) |\d\d ?- ?)(\d{1,2})\.(00|15|30|45)(?!\d|[./-]\d)/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, isMilitary(m[1])),
  ],
  [/(\d{1,2})\.([0-5]\d) ?(?:uhr|h)\b/y, (m) => clockOf(number(m[1]), number(m[2]), null, true)],
  [
    /(\d{1,2}) ?(?:h|uhr|heures?) ?([0-5]\d)(?!\d)(?: ?uhr\b)?/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, true),
  ],
  [
    /(\d{1,2}) ?(?:uhr|heures?)\b|(\d{1,2})h\b(?! ?(?:session|block|long))/y,
    (m) => clockOf(number(m[1] ?? m[2]), 0, null, true),
  ],
  [/([01]\d|2[0-3])([0-5]\d) ?(?:hrs?|hours?)\b/y, (m) => clockOf(number(m[1]), number(m[2]), null, true)],
  [
    /(?!20[23]\d)([01]\d|2[0-3])([0-5]\d)(?= ?(?:-|to|til|until) ?(?:[01]\d|2[0-4])[0-5]\d(?!\d))/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, true),
  ],
  [
    /(?<=\b(?:[01]\d|2[0-3])[0-5]\d ?(?:-|to|til|until) ?)(?!20[23]\d)([01]\d|2[0-4])([0-5]\d)(?!\d)/y,
    (m) => clockOf(number(m[1]), number(m[2]), null, true),
  ],
  [
    /(\d{1,2}(?:[.,]\d{1,2})?) ?-? ?(hours?|hrs?|h|minutes?|mins?|heures|stunden|horas|ore)\b/y,
    (m) => lasting(Number(m[1]?.replace(',', '.')), m[2]),
  ],
  [/(\d{1,2}) ?o'? ?clock\b/y, (m) => clockOf(number(m[1]), 0, null, false)],
  [
    /(\d{1,2})\. ?(?=(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]{0,7}\b)/y,
    (m) => ({ kind: 'number', value: number(m[1]), isOrdinal: true, digits: 2 }),
  ],
  [
    /(\d{1,2})(?:st|nd|rd|th|er|eme|º)\b/y,
    (m) => ({ kind: 'number', value: number(m[1]), isOrdinal: true, digits: 2 }),
  ],
  [
    /\d{1,9}(?:[.,]\d+)?/y,
    (m) => ({ kind: 'number', value: Number(m[0].replace(',', '.')), isOrdinal: false, digits: m[0].length }),
  ],
]

export const wordRules: Rule[] = [
  [new RegExp(`half (?:past )?${hourWord}\\b${half}`, 'y'), (m) => clockOf(hourOf(m[1]), 30, meridiemOf(m[2]), false)],
  [
    new RegExp(`(?:a )?quarter (?:past|after) ${hourWord}\\b${half}`, 'y'),
    (m) => clockOf(hourOf(m[1]), 15, meridiemOf(m[2]), false),
  ],
  [
    new RegExp(`(?:a )?quarter (?:to|of|till|before) ${hourWord}\\b${half}`, 'y'),
    (m) => clockOf(hourOf(m[1]) === 1 ? 12 : hourOf(m[1]) - 1, 45, meridiemOf(m[2]), false),
  ],
  [
    new RegExp(`${hourWord}[ -](fifteen|thirty|forty[ -]?five)\\b(?: ?([ap])(?:\\. ?m\\b\\.?| ?m\\b))?`, 'y'),
    (m) => clockOf(hourOf(m[1]), m[2] === 'fifteen' ? 15 : m[2] === 'thirty' ? 30 : 45, meridiemOf(m[3]), false),
  ],
  [
    new RegExp(`${hourWord} ?([ap])(?:\\. ?m\\b\\.?| ?m\\b)`, 'y'),
    (m) => clockOf(hourOf(m[1]), 0, meridiemOf(m[2]), false),
  ],
  [new RegExp(`${hourWord} ?o'? ?clock\\b`, 'y'), (m) => clockOf(hourOf(m[1]), 0, null, false)],
  [
    /(half an|an|one|two|three|[fs][a-z]+|eight)[ -](?:and a half[ -])?(hours?|hrs?)( and a half)?\b/y,
    (m) =>
      lasting(
        (m[1] === 'half an' ? 0.5 : m[1] === 'an' ? 1 : hourOf(m[1])) +
          (/half/.test(m[0]) && m[1] !== 'half an' ? 0.5 : 0),
        'hours',
      ),
  ],
  [
    /in (\d{1,2}|two|three|four|five|six|seven|ten) (days|weeks)\b/y,
    (m) => ({ kind: 'days', days: hourOf(m[1]) * (m[2] === 'weeks' ? 7 : 1) }),
  ],
  [
    /(twenty|thirty)[- ]([a-z]{4,7}(?:st|nd|rd|th))\b/y,
    (m) => ({ kind: 'number', value: tens(m[1]) + hourOf(m[2]), isOrdinal: true, digits: 2 }),
  ],
  [
    /(twenty|thirty)[- ](one|two|three|four|five|six|seven|eight|nine)\b/y,
    (m) => ({ kind: 'number', value: tens(m[1]) + hourOf(m[2]), isOrdinal: false, digits: 2 }),
  ],
]

export const op = (name: Op): Meaning => ({ kind: 'op', op: name, text: name })
const tens = (word: string | undefined) => (word === 'thirty' ? 30 : 20)
const meridiemOf = (letter: string | undefined) => (letter === undefined ? null : letter === 'a' ? 'am' : 'pm')
const isMilitary = (hour: string | undefined) => number(hour) > 12 || number(hour) === 0 || /^0/.test(hour ?? '')

function numeric(
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
  mark: string | undefined,
): Meaning | null {
  if (number(first) === 0 || number(second) === 0) return null
  const loose = first?.startsWith('0') || second?.startsWith('0') ? '0' : ''
  return {
    kind: 'date',
    year: fullYear(year),
    first: number(first),
    second: number(second),
    isIso: false,
    mark: `${mark}${loose}`,
  }
}

function lasting(count: number, unit: string | undefined): Meaning {
  return { kind: 'duration', minutes: Math.round(count * (/^m/.test(unit ?? '') ? 1 : 60)) }
}
