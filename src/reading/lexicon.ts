import { readFileSync } from 'node:fs'
import type { Match } from './match.ts'
import { fold, normalise } from './text.ts'
import { type Token, tokenise } from './tokens.ts'

/** A word or phrase that is known: what it means to the reader, and the languages it is from (ISO 639-1). */
export type Entry = { word: string; meaning: string; languages: string }

type Index = {
  entries: Map<string, Entry>
  /** How many words the longest entry has that begins with a word: most tokens begin none. */
  longest: Map<string, number>
}

export class Lexicon {
  private readonly source: Iterable<Entry>
  private index: Index | null = null

  /** The entries are read when a word is looked up first: a process that reads no text need not wait for them. */
  constructor(source: Iterable<Entry>) {
    this.source = source
  }

  get(word: string): Entry | null {
    return this.opened().entries.get(keyOf(word)) ?? null
  }

  /** The longest entry that stands at `at`; a hyphen or an apostrophe between its words is the same as a space. */
  at(tokens: readonly Token[], at: number): Match<Entry> | null {
    const most = this.opened().longest.get(tokens[at]?.text ?? '')
    return most === undefined ? null : this.longestAt(tokens, at, most)
  }

  private longestAt(tokens: readonly Token[], at: number, most: number): Match<Entry> | null {
    let best: Match<Entry> | null = null
    for (const { key, next } of phrasesFrom(tokens, at, most)) {
      const entry = this.opened().entries.get(key)
      if (entry) best = { value: entry, next }
    }
    return best
  }

  /** What any of the words mean, each read as part of the longest entry that starts with it. */
  meaningsIn(tokens: readonly Token[]): Set<string> {
    return new Set(tokens.flatMap((_, at) => this.at(tokens, at)?.value.meaning ?? []))
  }

  /** Whether a text says something of this meaning. */
  says(text: string, meaning: string): boolean {
    return this.meaningsIn(tokenise(normalise(text).text)).has(meaning)
  }

  all(): Iterable<Entry> {
    return this.opened().entries.values()
  }

  private opened(): Index {
    this.index ??= indexOf(this.source)
    return this.index
  }
}

/** Where two entries have one word, the first stands. */
function indexOf(source: Iterable<Entry>): Index {
  const index: Index = { entries: new Map(), longest: new Map() }
  for (const entry of source) {
    const key = keyOf(entry.word)
    if (key === '' || index.entries.has(key)) continue
    index.entries.set(key, entry)
    const [first = '', ...more] = key.split(' ')
    index.longest.set(first, Math.max(index.longest.get(first) ?? 0, more.length + 1))
  }
  return index
}

/** One word, two words ... from `at` on, in one line, and where each ends. */
function* phrasesFrom(tokens: readonly Token[], at: number, most: number): Generator<{ key: string; next: number }> {
  let key = ''
  for (let next = at, words = 0; words < most && next < tokens.length; next++) {
    const token = tokens[next]
    if (!token || token.kind === 'line') return
    if (words > 0 && isJoint(token, tokens[next + 1])) continue
    key = words > 0 ? `${key} ${token.text}` : token.text
    words += 1
    yield { key, next: next + 1 }
  }
}

const loaded = new Map<string, Lexicon>()

/** The words of `lexicon/<name>.tsv`, of several together: one entry a line, `word <tab> meaning <tab> languages`. */
export function loadLexicon(...names: string[]): Lexicon {
  const known = loaded.get(names.join(' '))
  if (known) return known
  const lexicon = new Lexicon({ [Symbol.iterator]: () => names.flatMap(readEntries)[Symbol.iterator]() })
  loaded.set(names.join(' '), lexicon)
  return lexicon
}

export function readEntries(name: string): Entry[] {
  const file = readFileSync(new URL(`./lexicon/${name}.tsv`, import.meta.url), 'utf8')
  return file.split('\n').flatMap((line) => {
    const [word = '', meaning = '', languages = ''] = line.split('\t')
    return word ? [{ word, meaning, languages }] : []
  })
}

/** The words of a meaning in `lexicon/<name>.tsv`; a word may have several. */
export function wordsOf(name: string, meaning: string): ReadonlySet<string> {
  return new Set(rowsOf(name).flatMap((entry) => (entry.meaning === meaning ? [entry.word] : [])))
}

const rows = new Map<string, Entry[]>()

function rowsOf(name: string): Entry[] {
  const known = rows.get(name) ?? readEntries(name)
  rows.set(name, known)
  return known
}

function keyOf(word: string): string {
  const tokens = tokenise(fold(word))
  const kept = tokens.filter((token, i) => i === 0 || !isJoint(token, tokens[i + 1]))
  return kept.map(({ text }) => text).join(' ')
}

function isJoint(token: Token, next: Token | undefined): boolean {
  return token.text === '-' && token.glued && next?.kind === 'word' && next.glued
}

/** The few words of one rule, in rows parted by spaces; what several rules know is an entry of a lexicon. */
export function wordSet(...rows: string[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => row.split(' ')))
}
