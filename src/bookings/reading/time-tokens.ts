import { months, numberWords, type Op, ops, ordinalWords, type Part, parts, shyWords, weekdays } from './time-words.ts'
import { type ZoneMention, zoneAt } from './zones.ts'

export type Clock = { hour: number; minute: number; meridiem: 'am' | 'pm' | null; is24: boolean; isFull: boolean }
type Meaning =
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
  | { kind: 'break'; isHard: boolean }
  | { kind: 'word'; text: string }
export type Token = Meaning & { start: number; end: number }

type Rule = [RegExp, (match: RegExpExecArray) => Meaning | null]

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
const hourOf = (word: string | undefined) => numberWords.get(word ?? '') ?? Number(word)

/** Tried in this order at each place; digits first. */
const digitRules: Rule[] = [
  [
    /(\d{4}-\d\d-\d\d)(?:t| {1,2}(?=\d\d:\d\d(?:(?::\d\d)?(?:\.\d+)? ?z\b|:\d\d(?:\.\d+)? ?[+-]\d\d:?\d\d)))(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)? ?(z\b|[+-](?:0\d|1[0-4]):?[034][05])?(?!:?\d)/y,
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
    /(\d{1,2}):(\d\d)(?::\d\d)? ?(?:([ap])\.? ?m\b\.?|([ap])\b)/y,
    (m) => clockOf(number(m[1]), number(m[2]), (m[3] ?? m[4]) === 'a' ? 'am' : 'pm', false),
  ],
  [
    /(\d{1,2})(?:\.(\d\d))? ?(?:([ap])\.? ?m\b\.?|(?<! )([ap])\b)/y,
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
    /(\d{1,2})\. ?(?=(?:jan|janner|feb|marz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]{0,7}\b)/y,
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

const wordRules: Rule[] = [
  [/(?:12 )?(?:noon|midday|mid-day|midi|mediodia|mittags?|mezzogiorno)\b/y, () => clockOf(12, 0, null, true)],
  [/(?:midnight|minuit|medianoche|mitternacht|mezzanotte)\b/y, () => clockOf(24, 0, null, true)],
  [new RegExp(`half (?:past )?${hourWord}\\b`, 'y'), (m) => clockOf(hourOf(m[1]), 30, null, false)],
  [new RegExp(`(?:a )?quarter (?:past|after) ${hourWord}\\b`, 'y'), (m) => clockOf(hourOf(m[1]), 15, null, false)],
  [
    new RegExp(`(?:a )?quarter (?:to|of|till|before) ${hourWord}\\b`, 'y'),
    (m) => clockOf(hourOf(m[1]) === 1 ? 12 : hourOf(m[1]) - 1, 45, null, false),
  ],
  [
    new RegExp(`${hourWord}[ -](fifteen|thirty|forty[ -]?five)\\b(?: ?([ap])\\.? ?m\\b\\.?)?`, 'y'),
    (m) => clockOf(hourOf(m[1]), m[2] === 'fifteen' ? 15 : m[2] === 'thirty' ? 30 : 45, meridiemOf(m[3]), false),
  ],
  [new RegExp(`${hourWord} ?([ap])\\.? ?m\\b\\.?`, 'y'), (m) => clockOf(hourOf(m[1]), 0, meridiemOf(m[2]), false)],
  [new RegExp(`${hourWord} ?o'? ?clock\\b`, 'y'), (m) => clockOf(hourOf(m[1]), 0, null, false)],
  [
    /(half an|an|one|two|three|four|five|six|eight)[ -](?:and a half[ -])?(hours?|hrs?)\b(?: and a half)?/y,
    (m) =>
      lasting(
        (m[1] === 'half an' ? 0.5 : m[1] === 'an' ? 1 : hourOf(m[1])) +
          (/half/.test(m[0]) && m[1] !== 'half an' ? 0.5 : 0),
        'hours',
      ),
  ],
  [/day after tomorrow\b/y, () => ({ kind: 'days', days: 2 })],
  [/(?:tomorrow|demain|morgen(?! um \d* ?uhr morgens)|domani)\b/y, () => ({ kind: 'days', days: 1 })],
  [/ton(?:ight|ite)\b/y, () => ({ kind: 'days', days: 0 })],
  [/(?:today|aujourd'hui|heute|hoy|oggi)\b/y, () => ({ kind: 'days', days: 0 })],
  [
    /in (\d{1,2}|two|three|four|five|six|seven|ten) (days|weeks)\b/y,
    (m) => ({ kind: 'days', days: hourOf(m[1]) * (m[2] === 'weeks' ? 7 : 1) }),
  ],
  [/in a week\b|a week from (?:today|now)\b/y, () => ({ kind: 'days', days: 7 })],
  [/(?:all|whole|entire|full)[ -]day(?: long)?\b|toute la journee\b|ganztagig\b|todo el dia\b/y, () => op('all-day')],
  [/any ?time(?: at all)?\b|at any hour\b|whenever\b/y, () => op('any-time')],
  [/or (?:later|after)\b|and (?:after|later|on)\b|and onwards?\b/y, () => op('onwards')],
  [/(?:no|not) later than\b/y, () => op('before')],
  [/(?:no|not) (?:earlier|before) than\b|not before\b/y, () => op('after')],
  [/jusqu'a\b|up until\b/y, () => op('to')],
  [/apres-midi\b/y, () => ({ kind: 'part', part: 'afternoon' })],
  [
    /(?:twenty|thirty)-[a-z]{5,7}\b/y,
    (m) =>
      ordinalWords.has(m[0])
        ? { kind: 'number', value: ordinalWords.get(m[0]) ?? 0, isOrdinal: true, digits: 2 }
        : null,
  ],
  [/(?:can't|don't|won't|isn't|aren't|couldn't)\b/y, () => op('not')],
  [/(?:segunda|terca|quarta|quinta|sexta)-feira\b/y, (m) => ({ kind: 'weekday', weekday: weekdays.get(m[0]) ?? 1 })],
]

const op = (name: Op): Meaning => ({ kind: 'op', op: name, text: name })
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

const signs = new Map<string, Meaning>([
  [',', op('comma')],
  ['(', op('open')],
  ['[', op('open')],
  [')', op('close')],
  [']', op('close')],
  ['-', op('to')],
  ['\u2192', op('to')],
  ['&', op('and')],
  ['+', op('onwards')],
  ['@', op('at')],
  ['/', op('or')],
  ['|', op('comma')],
  [';', { kind: 'break', isHard: false }],
  ['\n', { kind: 'break', isHard: true }],
  ['?', { kind: 'break', isHard: false }],
  ['!', { kind: 'break', isHard: false }],
])

/** What a folded text says about dates and times, piece by piece. Linear: every rule is anchored and bounded. */
export function readTokens(folded: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < folded.length; ) {
    const token = tokenAt(folded, at, tokens.at(-1))
    if (token) tokens.push(token)
    at = token?.end ?? at + 1
  }
  return tokens
}

function tokenAt(text: string, at: number, before: Token | undefined): Token | null {
  const sign = text.charAt(at)
  if (sign === ' ') return null
  if (/\d/.test(sign)) return byRules(digitRules, text, at)
  if (/[a-z]/.test(sign)) return wordAt(text, at, before)
  if (sign === '.' && /[\s)]|$/.test(text.charAt(at + 1)) && !isAbbreviation(before))
    return { kind: 'break', isHard: false, start: at, end: at + 1 }
  const meaning = signs.get(sign)
  return meaning ? { ...meaning, start: at, end: at + 1 } : null
}

function isAbbreviation(before: Token | undefined): boolean {
  return before?.kind === 'month' || before?.kind === 'weekday' || (before?.kind === 'number' && before.isOrdinal)
}

function byRules(rules: Rule[], text: string, at: number): Token | null {
  for (const [pattern, mean] of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const meaning = match && mean(match)
    if (match && meaning) return { ...meaning, start: at, end: at + match[0].length }
  }
  return null
}

const wordPattern = /[a-z']+(?:-[a-z]+)*/y

function wordAt(text: string, at: number, before: Token | undefined): Token {
  const isAfterClock =
    before?.kind === 'clock' ||
    before?.kind === 'number' ||
    before?.kind === 'part' ||
    (before?.kind === 'op' && before.op === 'open')
  const zone = isConnector(text, at) ? null : zoneAt(text, at, isAfterClock)
  if (zone) return { kind: 'zone', mention: zone.mention, start: at, end: zone.end }
  const half = halfDay(text, at, before)
  if (half) return half
  const byRule = byRules(wordRules, text, at)
  if (byRule) return byRule
  wordPattern.lastIndex = at
  const whole = wordPattern.exec(text)?.[0] ?? text.charAt(at)
  const word = known(whole) ? whole : (whole.split('-')[0] ?? whole)
  return { ...meaningOf(word, text, at + word.length), start: at, end: at + word.length }
}

/** 'today pm', 'Tuesday AM'; 'I am' is none. */
function halfDay(text: string, at: number, before: Token | undefined): Token | null {
  const isAfterDay =
    before?.kind === 'days' || before?.kind === 'weekday' || before?.kind === 'date' || before?.kind === 'number'
  const match = isAfterDay ? /^([ap])\.? ?m\b\.?/.exec(text.slice(at, at + 6)) : null
  return (
    match && { kind: 'part', part: match[1] === 'a' ? 'morning' : 'afternoon', start: at, end: at + match[0].length }
  )
}

/** French 'et', Spanish 'la' and the like between two times are no zones. */
function isConnector(text: string, at: number): boolean {
  return /^(?:et|la|mt|ct|pt|ist|west) +(?:\d|(?:le |de |a )|[a-z]+di\b)/.test(text.slice(at, at + 16))
}

function known(word: string): boolean {
  return months.has(word) || weekdays.has(word) || ops.has(word) || parts.has(word) || ordinalWords.has(word)
}

function meaningOf(word: string, text: string, end: number): Meaning {
  const isShy = shyWords.has(word) && !standsBesideDate(text, end - word.length, end)
  const month = months.get(word)
  if (month !== undefined && !isShy) return { kind: 'month', month }
  const weekday = weekdays.get(word)
  if (weekday !== undefined && !isShy) return { kind: 'weekday', weekday }
  const part = parts.get(word)
  if (part) return { kind: 'part', part }
  const ordinal = ordinalWords.get(word)
  if (ordinal !== undefined) return { kind: 'number', value: ordinal, isOrdinal: true, digits: 1 }
  const value = numberWords.get(word)
  if (value !== undefined && !['un', 'une', 'uno', 'una', 'couple'].includes(word))
    return { kind: 'number', value, isOrdinal: false, digits: 1 }
  const connecting = ops.get(word)
  return connecting ? { kind: 'op', op: connecting, text: word } : { kind: 'word', text: word }
}

function standsBesideDate(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 12)
  if (
    /^\.?,? ?(?:\d|-|\/|&|$|\n|\(|(?:and|or|at|from|after|before|morn|aft|even|night|all|any|the|noon|mid|between|through|thru|to|by|until)\b)/.test(
      after,
    )
  )
    return true
  if (/^\.?,? ?[a-z]{3,4}/.test(after) && months.has(/^\.?,? ?([a-z]+)/.exec(after)?.[1] ?? '')) return true
  return /(?:\d(?:st|nd|rd|th)?(?: of)?|,|\bor|\band|&|\/|next|this|on|every|-) ?$/.test(
    text.slice(Math.max(0, start - 12), start),
  )
}
