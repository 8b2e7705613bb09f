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
  const days = starts ? ['en', 'es'].flatMap((language) => daysOf(starts, language)) : []
  const named = [...days, ...(starts ? hoursOf(starts) : []), ...(instrument ? [instrument] : [])]
  return named.flatMap((word) => [word, `on ${word}`, `for ${word}`, `on the ${word}`, `for the ${word}`])
}

/** `friday`, `fri`, `december 11`, `dec 11th`, `11th`; `viernes`, `11 de diciembre`. */
function daysOf(starts: Temporal.PlainDateTime, language: string): string[] {
  const say = (parts: Intl.DateTimeFormatOptions) => starts.toLocaleString(language, parts).replace('.', '')
  const short = say({ weekday: 'short' })
  const weekdays = [say({ weekday: 'long' }), short, LONGER[short] ?? short]
  const months = [say({ month: 'long' }), say({ month: 'short' })]
  const { day } = starts
  if (language === 'es') return [...weekdays, ...months.map((month) => `${day} de ${month}`)]
  const nth = `${day}${ordinalEnding(day)}`
  const dates = months.flatMap((month) => [`${month} ${day}`, `${month} ${nth}`])
  return [...weekdays, ...dates, ...weekdays.flatMap((weekday) => dates.map((date) => `${weekday} ${date}`)), nth]
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
