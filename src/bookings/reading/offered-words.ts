import type { Temporal } from 'temporal-polyfill'
import { type Entry, Lexicon } from '#src/reading/lexicon.ts'
import { ordinalEnding } from '#src/reading/ordinals.ts'

/** An offer as a text may name it: by its code, or by what our text said of it. */
export type Offered = {
  code: string
  instrument?: string | undefined
  /** Where the musician is. */
  starts?: Temporal.PlainDateTime | undefined
}

/** Every word our text named an offer by, and the codes of the offers it fits: `friday`, `dec 11`, `11 am`, `viola`. */
export function wordsOffered(offers: readonly Offered[]): { lexicon: Lexicon; codesOf: Map<string, Set<string>> } {
  const codesOf = new Map<string, Set<string>>()
  for (const offer of offers) {
    for (const word of wordsOf(offer)) codesOf.set(word, (codesOf.get(word) ?? new Set()).add(offer.code))
  }
  const entries = [...codesOf.keys()].map((word): Entry => ({ word, meaning: 'offered', languages: '' }))
  return { lexicon: new Lexicon(entries), codesOf }
}

function wordsOf({ instrument, starts }: Offered): string[] {
  const days = starts ? CALENDARS.flatMap((calendar) => daysOf(starts, calendar)) : []
  const named = [...days, ...(starts ? hoursOf(starts) : []), ...(instrument ? [instrument] : [])]
  return named.flatMap((word) => [
    word,
    `on ${word}`,
    `for ${word}`,
    `on the ${word}`,
    `for the ${word}`,
    `${word} one`,
  ])
}

const say = (language: string, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' })
/** Weekday and month, long and short; made once, for making one takes longer than reading a text. */
const CALENDARS = ['en', 'es'].map((language) => ({
  language,
  weekdays: [say(language, { weekday: 'long' }), say(language, { weekday: 'short' })],
  months: [say(language, { month: 'long' }), say(language, { month: 'short' })],
}))

/** `friday`, `fri`, `december 11`, `dec 11th`, `11th`; `viernes`, `11 de diciembre`. */
function daysOf({ year, month, day }: Temporal.PlainDateTime, calendar: (typeof CALENDARS)[number]): string[] {
  const date = Date.UTC(year, month - 1, day)
  const named = (formats: Intl.DateTimeFormat[]) => formats.map((format) => format.format(date).replace('.', ''))
  const [long = '', short = ''] = named(calendar.weekdays)
  const weekdays = [long, short, LONGER[short] ?? short]
  const months = named(calendar.months)
  if (calendar.language === 'es') return [...weekdays, ...months.map((name) => `${day} de ${name}`)]
  const nth = `${day}${ordinalEnding(day)}`
  const dates = months.flatMap((name) => [`${name} ${day}`, `${name} ${nth}`])
  return [...weekdays, ...dates, ...weekdays.flatMap((weekday) => dates.map((one) => `${weekday} ${one}`)), nth]
}

/** How people shorten what Intl shortens more. */
const LONGER: Record<string, string> = { Tue: 'tues', Wed: 'weds', Thu: 'thurs' }

/** `11 am`, `at 11`, `11:00`; a number alone says nothing. The part of the day is the one it begins in. */
function hoursOf({ hour, minute }: Temporal.PlainDateTime): string[] {
  const at = hour % 12 || 12
  const half = hour < 12 ? 'am' : 'pm'
  const clocks = minute === 0 ? [`${at}`, `${at}:00`] : [`${at}:${minute}`]
  const part = hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening'
  const spelt = clocks.flatMap((clock) => [`${clock} ${half}`, `at ${clock}`, `at ${clock} ${half}`])
  return [...spelt, part, `in the ${part}`, `that ${part}`, ...(hour >= 17 ? ['night', 'that night'] : [])]
}
