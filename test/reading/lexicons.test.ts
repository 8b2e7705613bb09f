import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { Lexicon, readEntries } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'

/** Tables of what there is in the world (zones, currencies, colours ...): any row may come tomorrow. */
const TABLES = new Set(
  [
    'zones currencies country-money regions colours colour-families colour-kin mail-hosts nicknames',
    'instruments booking-instruments',
  ].flatMap((row) => row.split(' ')),
)
/** Measured once; a new word comes with a sample, a word nobody needs goes. */
const MOST: Record<string, number> = {
  ...{ address: 0.6, answers: 0.6, 'booking-intent': 0.86, 'caption-kinds': 0.87, comments: 0.83, dates: 0.57 },
  ...{ elsewhere: 0.73, 'form-labels': 0.6, mail: 0.82, numbers: 0.85, 'price-roles': 0.53, 'to-machine': 0.59 },
  chatter: 0.6,
}
const LONGEST = 6
const samples = [...globSync('test/corpora/*.json'), ...globSync('test/**/*.test.ts')]

/** Every run of up to six words of every sample, folded as readers fold. */
function phrasesOfSamples(): Set<string> {
  const phrases = new Set<string>()
  for (const file of samples) {
    const text = readFileSync(file, 'utf8').replaceAll('\\n', '\n')
    for (const line of text.split('\n')) addPhrases(line, phrases)
  }
  return phrases
}

function addPhrases(line: string, phrases: Set<string>): void {
  const words = wordsOf(line)
  for (let at = 0; at < words.length; at += 1)
    for (let size = 1; size <= LONGEST && at + size <= words.length; size += 1)
      phrases.add(words.slice(at, at + size).join(' '))
}

function wordsOf(text: string): string[] {
  return tokenise(normalise(text, 100_000).text).flatMap(({ kind, text: word }) => (kind === 'mark' ? [] : [word]))
}

test('the share of words no sample needs does not grow; they are named', () => {
  const phrases = phrasesOfSamples()
  const unused = globSync('src/reading/lexicon/*.tsv')
    .map((file) => basename(file, '.tsv'))
    .filter((name) => !TABLES.has(name))
    .map((name) => {
      const entries = readEntries(name)
      const needless = entries.filter(({ word }) => !phrases.has(wordsOf(word).join(' ')))
      return { name, share: needless.length / entries.length, words: needless.map(({ word }) => word) }
    })
  const grown = unused.filter(({ name, share }) => share > (MOST[name] ?? 0.5))
  expect(grown.map(({ name, words }) => `${name}: ${words.slice(0, 40).join(' / ')}`)).toEqual([])
})

test('a word stands once in a lexicon that is looked up as a whole: a second one is never found', () => {
  const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'))
  const namesIn = (pattern: RegExp) =>
    new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)))
  // What is read row by row may hold a word in two meanings.
  const byRow = namesIn(/readEntries\('([\w-]+)'\)/g)
  const whole = [...namesIn(/loadLexicon\('([\w-]+)'\)/g)].filter((name) => !byRow.has(name))
  expect(whole.length).toBeGreaterThan(15)
  const twice = whole.flatMap((name = '') => {
    const entries = readEntries(name)
    const found = new Set(new Lexicon(entries).all())
    return entries.filter((entry) => !found.has(entry)).map(({ word, meaning }) => `${name}: ${word}, ${meaning}`)
  })
  expect(twice).toEqual([])
})

test('every word has a meaning', () => {
  const odd = globSync('src/reading/lexicon/*.tsv').flatMap((file) => {
    const entries = readEntries(basename(file, '.tsv'))
    return entries.filter(({ meaning }) => meaning === '').map(({ word }) => `${file}: ${word}`)
  })
  expect(odd).toEqual([])
})
