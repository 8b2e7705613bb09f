import type { Temporal } from 'temporal-polyfill'
import { type Entry, Lexicon, loadLexicon } from '#src/reading/lexicon.ts'
import { ordinalEnding } from '#src/reading/ordinals.ts'

/** An offer as a text may name it: by its code, or by what our text said of it. */
export type Offered = {
  code: string
  instrument?: string | undefined
  /** Where the musician is. */
  starts?: Temporal.PlainDateTime | undefined
  ends?: Temporal.PlainDateTime | undefined
  /** No longer asked: "both" does not mean it. */
  isPast?: boolean | undefined
}

/** Words, and the codes of the offers each fits. */
export type OfferWords = { lexicon: Lexicon; codesOf: Map<string, Set<string>> }

/** Codes, and every word our text named an offer by: `friday`, `dec 11`, `11 am`, `viola`. */
export function wordsOffered(offers: readonly Offered[]): OfferWords {
  const codesOf = new Map(offers.map(({ code }) => [code, new Set([code])]))
  const codes = [...codesOf.keys()]
  for (const offer of offers) {
    for (const word of wordsOf(offer)) codesOf.set(word, (codesOf.get(word) ?? new Set()).add(offer.code))
  }
  const entries = [...codesOf.keys()].map((word): Entry => {
    return { word, meaning: codes.includes(word) ? 'code' : 'offered', languages: '' }
  })
  return { lexicon: new Lexicon(entries), codesOf }
}

function wordsOf({ instrument, starts, ends }: Offered): string[] {
  const { days, pairs } = starts ? daysOf(starts) : { days: [], pairs: [] }
  const named = [...days, ...(starts ? hoursOf(starts) : []), ...namesOf(instrument ?? '')]
  const spans = starts && ends ? spansOf(starts, ends) : []
  const abroad = starts ? ABROAD.flatMap((calendar) => daysAbroad(starts, calendar)) : []
  return [
    ...abroad,
    ...spans,
    ...pairs.flatMap((pair) => [pair, `on ${pair}`, `for ${pair}`]),
    ...named.flatMap((word) => [word, `${word} one`, `${word} thing`, ...BEFORE.map((before) => `${before} ${word}`)]),
  ]
}

/** `double bass`, and `bass`, its head word; other names of it. What else the word may be is not what was asked. */
function namesOf(instrument: string): string[] {
  const others = [...instruments.all()].filter(({ word, meaning }) => meaning === instrument && isPlain(word))
  return instrument ? [instrument, ...instrument.split(' ').slice(-1), ...others.map(({ word }) => word)] : []
}

const instruments = loadLexicon('instruments')
/** "va" is a viola, and Spanish for a yes. */
const isPlain = (word: string) => word.length >= SHORTEST && loadLexicon('answers').get(word) === null
const SHORTEST = 3

const BEFORE = ['on', 'for', 'on the', 'for the', 'this', 'my', 'with my', 'next']

/** `2-4`, `from 2 to 4 pm`. */
function spansOf(starts: Temporal.PlainDateTime, ends: Temporal.PlainDateTime): string[] {
  const [from, to] = [starts, ends].map(clocksOf)
  const spans = from?.flatMap((one) => to?.flatMap((other) => JOINTS.map((joint) => `${one} ${joint} ${other}`)) ?? [])
  return (spans ?? []).flatMap((span) => [span, `from ${span}`])
}

const JOINTS = ['-', 'to', 'until']

/** `2`, `2:00`, `2.00`, `2 pm`, `14:00`. */
function clocksOf({ hour, minute }: Temporal.PlainDateTime): string[] {
  const minutes = String(minute).padStart(2, '0')
  const at = hour % 12 || 12
  const bare = [...(minute === 0 ? [`${at}`] : []), `${at}:${minutes}`, `${at}.${minutes}`]
  return [...bare, ...bare.map((clock) => `${clock} ${hour < 12 ? 'am' : 'pm'}`), `${hour}:${minutes}`]
}

const say = (language: string, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' })
/** Weekday and month, long and short; made once, for making one takes longer than reading a text. */
const calendarOf = (language: string) => ({
  weekdays: [say(language, { weekday: 'long' }), say(language, { weekday: 'short' })],
  months: [say(language, { month: 'long' }), say(language, { month: 'short' })],
})
type Calendar = ReturnType<typeof calendarOf>

const ENGLISH = calendarOf('en')
const ABROAD = ['es', 'de', 'fr', 'it', 'pt', 'nl', 'sw'].map(calendarOf)

const named = (formats: Intl.DateTimeFormat[], { year, month, day }: Temporal.PlainDateTime) =>
  formats.map((format) => format.format(Date.UTC(year, month - 1, day)).replace('.', ''))

/** `friday`, `fri`, `december 11`, `11th of dec`, `fri 11`, `the 11th`. */
function daysOf(starts: Temporal.PlainDateTime): { days: string[]; pairs: string[] } {
  const { month, day } = starts
  const [long = '', short = ''] = named(ENGLISH.weekdays, starts)
  const weekdays = [long, short, LONGER[short] ?? short, `${long}s`]
  const nth = `${day}${ordinalEnding(day)}`
  const months = named(ENGLISH.months, starts).flatMap((name) => [
    ...[`${name} ${day}`, `${name} ${nth}`, `${name} the ${nth}`],
    ...[`${day} ${name}`, `${nth} ${name}`, `${nth} of ${name}`],
  ])
  const dates = [...months, `${month}/${day}`, nth, `the ${nth}`]
  const weekend = starts.dayOfWeek > FRIDAY ? WEEKEND : []
  return {
    days: [...weekdays, ...weekend, ...dates],
    pairs: weekdays.flatMap((weekday) => [...dates, `${day}`].map((one) => `${weekday} ${one}`)),
  }
}

/** `viernes`, `11 de diciembre`, `Freitag`, `11. Dezember`; the short weekday is a word of another ("do", "so"). */
function daysAbroad(starts: Temporal.PlainDateTime, { weekdays, months }: Calendar): string[] {
  const dates = named(months, starts).flatMap((name) =>
    ['', ' de', '.'].map((joint) => `${starts.day}${joint} ${name}`),
  )
  const days = named(weekdays.slice(0, 1), starts)
  return [...days, ...days.map((weekday) => `${weekday} ${starts.day}`), ...dates]
}

const FRIDAY = 5
const WEEKEND = ['that', 'this', 'the', 'all', 'that whole', 'the whole'].map((before) => `${before} weekend`)

/** How people shorten what Intl shortens more. */
const LONGER: Record<string, string> = { Tue: 'tues', Wed: 'weds', Thu: 'thurs' }

/** `11 am`, `at 11`, `a las 11`, `11:00`; a number alone says nothing. The part of the day is the one it begins in. */
function hoursOf(starts: Temporal.PlainDateTime): string[] {
  const { hour } = starts
  const part = hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening'
  const spelt = clocksOf(starts).flatMap((clock) => [
    ...(/\D/.test(clock) ? [clock] : []),
    `at ${clock}`,
    `a las ${clock}`,
  ])
  return [...spelt, part, `${part}s`, `in the ${part}`, `that ${part}`, ...(hour >= 17 ? ['night', 'that night'] : [])]
}
