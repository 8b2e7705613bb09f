import type { Draft } from './amounts.ts'
import { DOZEN_WORDS, NUMBER_WORDS, PAIR_WORDS } from './numbers.ts'
import type { Palette } from './palette.ts'
import { SIGNS } from './signs.ts'
import type { Token } from './tokens.ts'

/** Hebrew and Arabic write "and" on to the next word. */
export function withoutAnd(v: string): string {
  return /^[\u05d5\u0648]./.test(v) ? v.slice(1) : ''
}

const OWNED = /^(?:my|the|that|this|her|his|your)$/

const POINTED = /^(?:this|that|which|every|any|no|the|last|first|another|each|other|favou?rite|only|best|my|cute|size)$/

const SPOKEN = /^(?:day|size|time|woman|man|person|thing|love|more|question|last|i|that|we|you|is|was)$/

/** "this one", "the last one", "no one", "one day", "one woman shop". */
export function isPronoun(tokens: Token[], i: number): boolean {
  const v = tokens[i]?.v
  if (v !== 'one' && v !== 'uno' && v !== 'ones') return false
  const [owner = '', before = '', after = ''] = [tokens[i - 2]?.v, tokens[i - 1]?.v, tokens[i + 1]?.v]
  return OWNED.test(owner) || POINTED.test(before) || SPOKEN.test(after)
}

/** "a", "un", "ein" count when a colour, a pair or a dozen follows, at most one noun between. */
export function readArticle(tokens: Token[], i: number, palette: Palette): Draft | null {
  const one = { value: 1, doubt: null, article: true }
  const next = tokens[i + 1]?.v ?? ''
  if (DOZEN_WORDS.has(next) || PAIR_WORDS.has(next)) return { ...one, next: i + 1 }
  for (let at = i + 1; at <= i + 3; at++) {
    const token = tokens[at]
    if (token?.kind !== 'word') return null
    const counts = token.v === 'of' && NUMBER_WORDS.has(tokens[i]?.v ?? '')
    if (counts || palette.find(tokens, at, at === i + 1) || startsEach(tokens, at)) return { ...one, next: i + 1 }
  }
  return null
}

/** "each", "de cada". */
function startsEach(tokens: Token[], at: number): boolean {
  const v = tokens[at]?.v ?? ''
  return SIGNS.get(v) === 'each' || (v === 'de' && SIGNS.get(tokens[at + 1]?.v ?? '') === 'each')
}
