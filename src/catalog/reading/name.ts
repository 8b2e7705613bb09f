import { capital } from '#src/basics/capital.ts'
import { isFiller } from './filler.ts'
import { wordsOf } from './lexicon.ts'
import type { Priced } from './role.ts'
import { quote, type Source } from './source.ts'
import type { Token } from './tokens.ts'
import { isVariantWord } from './variant-words.ts'

export type NameRead = { name: string; from: string } | null

const MOST_CHARS = 60
const MOST_WORDS = 8
const SHOUT = wordsOf('shout')

/** The thing itself: the first run of words that names something, without prices and cries. */
export function readName(source: Source, tokens: Token[], priced: Priced[]): NameRead {
  const taken = new Set(priced.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)))
  const runs = split(tokens, taken)
    .map((run) => trim(run))
    .filter((run) => run.some((token) => isTelling(token) && !isVariantWord(token.key)))
  const best = runs[0]
  const first = best?.[0]
  const last = best?.slice(0, MOST_WORDS).at(-1)
  if (!first || !last) return null
  const from = quote(source, first.start, last.end)
  return { name: tidy(from), from }
}

function split(tokens: Token[], taken: Set<number>): Token[][] {
  const runs: Token[][] = [[]]
  for (const [at, token] of tokens.entries()) {
    const isStop = token.kind === 'end' || taken.has(at) || ',;:()|'.includes(token.text) || token.kind === 'tag'
    if (isStop) runs.push([])
    else runs.at(-1)?.push(token)
  }
  return runs.filter((run) => run.length > 0)
}

/** Without the filler at both ends. */
function trim(run: Token[]): Token[] {
  const start = run.findIndex(isTelling)
  const end = run.findLastIndex((token) => isTelling(token) || token.kind === 'number' || token.kind === 'code')
  const unit = run[end + 1]
  const isUnit = unit?.kind === 'word' && unit.start === run[end]?.end
  return start === -1 ? [] : run.slice(start, end + (isUnit ? 2 : 1))
}

function isTelling({ kind, key, text }: Token): boolean {
  return kind === 'word' && text.length > 1 && !isFiller(key) && !SHOUT.has(key.toLowerCase())
}

function tidy(words: string): string {
  const clean = words
    .replace(/\s+/g, ' ')
    .replace(/[\s\-–:,@]+$/, '')
    .slice(0, MOST_CHARS)
    .trim()
  return capital(clean)
}
