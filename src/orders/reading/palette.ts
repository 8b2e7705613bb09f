import { MODIFIERS, plainName, readPhrase, type Sense, sensesOf, WAYS } from './colour-senses.ts'
import { EMOJI_COLOURS, WEAK } from './colours.ts'
import type { Token } from './tokens.ts'

/** A colour found in a text. `key` is the offer's name, or the asked colour in English when it is not on offer. */
export type ColourFound = {
  key: string
  offered: boolean
  how: 'exact' | 'synonym' | 'near' | 'misspelt' | 'short' | 'emoji' | 'unsure'
  weak: boolean
  length: number
}

/** What is on offer, ready to be looked for. */
export type Palette = {
  colours: string[]
  /** The colour at token i, longest first; `beside` says that a number stands next to it. */
  find: (tokens: Token[], i: number, beside: boolean) => ColourFound | null
}

const MOST_WORDS = 4

const FIRST_WORDS = new Set([...WAYS.keys()].filter((way) => way.includes(' ')).map((way) => way.split(' ')[0] ?? ''))

const MEMO = new Map<string, Palette>()

/** The palette of an offer. The same offer is asked about thousands of times, so a few are kept. */
export function createPalette(colours: readonly string[]): Palette {
  const id = colours.join('\n')
  const known = MEMO.get(id)
  if (known) return known
  if (MEMO.size > 100) MEMO.clear()
  const palette = buildPalette(colours)
  MEMO.set(id, palette)
  return palette
}

function buildPalette(colours: readonly string[]): Palette {
  const names = colours.map((colour) => ({ key: colour, plain: plainName(colour), senses: sensesOf(colour) }))
  const memo = new Map<string, Sense | null>()
  const look = (words: string, beside: boolean): Sense | null => {
    const id = `${beside ? '#' : ''}${words}`
    const seen = memo.get(id)
    if (seen !== undefined) return seen
    if (memo.size > 5_000) memo.clear()
    const sense = readPhrase(words, beside, names)
    memo.set(id, sense)
    return sense
  }
  const longFirst = new Set(names.flatMap(({ plain }) => (plain.includes(' ') ? [plain.split(' ')[0] ?? ''] : [])))
  return {
    colours: [...colours],
    find: (tokens, i, beside) => findAt(tokens, i, beside, look, longFirst),
  }
}

function findAt(
  tokens: Token[],
  i: number,
  beside: boolean,
  look: (words: string, beside: boolean) => Sense | null,
  longFirst: Set<string>,
): ColourFound | null {
  const token = tokens[i]
  if (!token) return null
  if (token.kind === 'emoji') return findEmoji(token.v, look)
  if (token.kind !== 'word') return null
  const most = longFirst.has(token.v) || FIRST_WORDS.has(token.v) || MODIFIERS.has(token.v) ? MOST_WORDS : 1
  for (let count = most; count >= 1; count--) {
    const phrase = phraseAt(tokens, i, count)
    const sense = phrase && look(phrase.words, beside && count === 1)
    if (sense) return { ...sense, weak: isWeak(phrase.words, sense), length: phrase.length }
  }
  return null
}

function isWeak(words: string, sense: Sense): boolean {
  if (sense.how === 'exact') return false
  return WEAK.has(words) || sense.how === 'short' || sense.how === 'misspelt'
}

/** `count` words from i on, across hyphens and spaces only. */
function phraseAt(tokens: Token[], i: number, count: number): { words: string; length: number } | null {
  const words: string[] = []
  let at = i
  while (words.length < count) {
    const token = tokens[at]
    if (token?.kind === 'word') words.push(token.v)
    else if (!(token?.v === '-' && token.glued && tokens[at + 1]?.glued)) return null
    at++
  }
  return { words: words.join(' '), length: at - i }
}

function findEmoji(emoji: string, look: (words: string, beside: boolean) => Sense | null): ColourFound | null {
  const name = EMOJI_COLOURS[emoji]
  const sense = name ? look(name, false) : null
  return sense ? { ...sense, how: 'emoji', weak: true, length: 1 } : null
}
