import { type Entry, readEntries } from '#src/reading/lexicon.ts'

/** Words of dates and times, folded, in the languages clients write in: `lexicon/dates.tsv`. */

export type Part = 'morning' | 'midday' | 'afternoon' | 'evening' | 'night'

export type Op =
  | ('to' | 'and' | 'or' | 'comma' | 'from' | 'between' | 'after' | 'before' | 'at' | 'on' | 'of' | 'for' | 'the')
  | ('next' | 'this' | 'onwards' | 'all-day' | 'any-time' | 'each' | 'not' | 'only' | 'week' | 'weekend' | 'weekdays')
  | ('open' | 'close' | 'same')

/** "half past two", "two hours": hours and lengths of several words, in minutes. */
const spelt = readEntries('booking-times').flatMap(({ word, meaning, languages }) => {
  const [kind = '', minutes] = meaning.split(' ')
  const isSpelt = /^[a-z]+ /.test(word) && (kind === 'clock' || kind === 'length')
  return isSpelt ? [{ word, meaning: `${kind === 'clock' ? 'wall' : kind} ${minutes}`, languages }] : []
})

/** By the first letters of a phrase, the longest first. */
const phrases = new Map<string, Entry[]>()
for (const entry of [...readEntries('dates'), ...spelt]) {
  const first = lettersAt(entry.word, 0)
  const known = { ...entry, word: unjoined(entry.word) }
  phrases.set(
    first,
    [...(phrases.get(first) ?? []), known].sort((a, b) => b.word.length - a.word.length),
  )
}

/** The longest phrase that stands at this place of a folded text, up to the end of a word; a hyphen is a space. */
export function phraseAt(text: string, at: number): Entry | null {
  const known = phrases.get(lettersAt(text, at)) ?? []
  const said = unjoined(text.slice(at, at + LONGEST))
  return known.find(({ word }) => said.startsWith(word) && !/[a-z]/.test(said.charAt(word.length))) ?? null
}

const LONGEST = 40

function unjoined(text: string): string {
  return text.replace(/(?<=[a-z])-(?=[a-z])/g, ' ')
}

function lettersAt(text: string, at: number): string {
  return /^[a-z]*/.exec(text.slice(at, at + 20))?.[0] ?? ''
}

/** 'three' -> 3; NaN for what is no number word. */
export function numberOf(word: string | undefined): number {
  const [kind, value] = (phraseAt(word ?? '', 0)?.meaning ?? '').split(' ')
  return kind === 'number' || kind === 'ordinal' ? Number(value) : Number(word ?? Number.NaN)
}

/** The writer's language is one that puts the day first: a month, a weekday or a greeting that is no English. */
export function isForeign(folded: string): boolean {
  for (const { index } of folded.matchAll(/(?<![a-z])[a-z]/g)) {
    const { meaning = '', languages = 'en' } = phraseAt(folded, index) ?? {}
    if (/^(?:month|weekday|speaks)/.test(meaning) && !languages.split(' ').includes('en')) return true
  }
  return false
}
