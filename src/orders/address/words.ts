import { type Entry, Lexicon, loadLexicon, readEntries } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'
import type { Token } from '#src/reading/tokens.ts'

/** Streets, flats, boxes, houses; the labels of forms. */
const addressWords = new Lexicon(readEntries('address').filter(({ meaning }) => !meaning.startsWith('label')))
const labels = new Lexicon(readEntries('address').filter(({ meaning }) => meaning.startsWith('label')))
export const courtesy = loadLexicon('courtesy')
const regions = loadLexicon('regions')

const ENDED = ['de', 'nl', 'sv', 'ja']

/** Endings of street names that are one word: "Hauptstraße", "Madeliefplein". */
const endings = readEntries('address')
  .filter(
    ({ word, meaning, languages: spoken }) =>
      meaning === 'street' && ENDED.includes(spoken.slice(0, 2)) && word.length > 1,
  )
  .map((entry) => ({ entry, ending: fold(entry.word) }))
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sw', 'ja', 'ar', 'pl', 'sv']
/** Names that people write and no list of today's has. */
// biome-ignore format: a table
const short: Record<string, string> = {
  usa: 'US', 'u.s.a': 'US', 'u.s': 'US', us: 'US', america: 'US', 'united states of america': 'US',
  uk: 'GB', 'u.k': 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'northern ireland': 'GB', 'great britain': 'GB',
  uae: 'AE', holland: 'NL', turkey: 'TR', 'czech republic': 'CZ', 'ceska republika': 'CZ', 'ivory coast': 'CI',
  'republic of ireland': 'IE', eire: 'IE', korea: 'KR', 'republic of korea': 'KR', 'slovak republic': 'SK',
  'hong kong': 'HK', swaziland: 'SZ', burma: 'MM', macedonia: 'MK',
}
const counties = /^(?:co\.?|county)\s+\p{L}/iu

let countries: Map<string, string> | null = null

/** ISO 3166 of a country named in any of our customers' languages; null where none is. */
export function countryNamed(text: string): string | null {
  countries ??= listCountries()
  const name = fold(text)
    .replace(/[.\s]+$/, '')
    .replace(/^the\s+/, '')
    .trim()
  return short[name] ?? countries.get(name) ?? null
}

function listCountries(): Map<string, string> {
  const found = new Map<string, string>()
  const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    .flatMap((one) => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((two) => one + two))
    .filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of codes) {
      const name = names.of(code)
      if (name) found.set(fold(name), found.get(fold(name)) ?? code)
    }
  }
  for (const code of codes) {
    const name = ownName(code)
    if (name) found.set(fold(name), found.get(fold(name)) ?? code)
  }
  return found
}

/** "Suomi", "Magyarország": as its own people write it. */
function ownName(code: string): string | undefined {
  const { language } = new Intl.Locale(`und-${code}`).maximize()
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code)
}

let monthNames: Set<string> | null = null
let dayNames: Set<string> | null = null

/** Names of months, long and short. */
export function months(): ReadonlySet<string> {
  monthNames ??= namesOf('month', 12, (at) => Date.UTC(2026, at, 15))
  return monthNames
}

/** Names of the days of the week, long and short. */
export function weekdays(): ReadonlySet<string> {
  dayNames ??= namesOf('weekday', 7, (at) => Date.UTC(2026, 0, 5 + at))
  return dayNames
}

function namesOf(part: 'month' | 'weekday', count: number, at: (index: number) => number): Set<string> {
  return new Set(
    languages.slice(0, 7).flatMap((language) =>
      (['long', 'short'] as const).flatMap((style) => {
        const format = new Intl.DateTimeFormat(language, { [part]: style, timeZone: 'UTC' })
        return Array.from({ length: count }, (_, index) => fold(format.format(at(index))).replace(/\.$/, ''))
      }),
    ),
  )
}

/** A state, province or town that tells the country: its code, and whether the text is the two letters of a state. */
export function regionNamed(text: string): { country: string; isCode: boolean } | null {
  if (counties.test(text)) return { country: '', isCode: false }
  const entry = regions.get(fold(text).replace(/^[\s(]+|[\s.)]+$/g, ''))
  if (!entry) return null
  const [country = '', code] = entry.meaning.split(' ')
  return { country, isCode: code === 'code' }
}

export function labelNamed(text: string): string | null {
  return (
    labels
      .get(
        fold(text)
          .replace(/[\s*_]+/g, ' ')
          .trim(),
      )
      ?.meaning.slice('label '.length) ?? null
  )
}

/** The word of a street, flat, box or house that stands at `at`; `mayEnd`: as the end of a word too. */
export function addressWordAt(tokens: readonly Token[], at: number, mayEnd = true): Entry | null {
  const known = addressWords.at(tokens, at)
  if (known || !mayEnd) return known?.value ?? null
  const text = tokens[at]?.text ?? ''
  const found = endings.find(({ ending }) => text.length > ending.length + 1 && text.endsWith(ending))
  return found?.entry ?? null
}
