import { type Entry, readEntries } from '#src/reading/lexicon.ts'

/** Words of dates and times, folded, in the languages clients write in: `lexicon/dates.tsv`. */

export type Part = 'morning' | 'midday' | 'afternoon' | 'evening' | 'night'

export type Op =
  | ('to' | 'and' | 'or' | 'comma' | 'from' | 'between' | 'after' | 'before' | 'at' | 'on' | 'of' | 'for' | 'the')
  | ('next' | 'this' | 'onwards' | 'all-day' | 'any-time' | 'each' | 'not' | 'only' | 'week' | 'weekend' | 'weekdays')
  | ('open' | 'close' | 'same')

/** By the first letters of a phrase, the longest first. */
const phrases = new Map<string, Entry[]>()
for (const entry of readEntries('dates')) {
  const first = lettersAt(entry.word, 0)
  phrases.set(
    first,
    [...(phrases.get(first) ?? []), entry].sort((a, b) => b.word.length - a.word.length),
  )
}

/** The longest phrase that stands at this place of a folded text and ends with a word. */
export function phraseAt(text: string, at: number): Entry | null {
  const known = phrases.get(lettersAt(text, at)) ?? []
  return known.find(({ word }) => text.startsWith(word, at) && !/[a-z]/.test(text.charAt(at + word.length))) ?? null
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
