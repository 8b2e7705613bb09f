import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { numberAt } from '#src/reading/numbers/number-words.ts'
import type { Token } from '#src/reading/tokens.ts'
import type { ColourRead, Palette } from './palette.ts'

const words = loadLexicon('comments')
const JOINS = wordsOf('order-words', 'joins')
const NEAR = 4

type Sign = { colour: Match<ColourRead> | null; isMeant: boolean }

/**
 * The colour that stands at `at`. "one pair of pearl 🤍": a heart that is not on offer, and not counted, is none, and
 * "black x2 💕" never is. `isMeant`: "2 black and 🟢" wants something of it, and nobody can tell how many.
 */
export function ornamental(tokens: readonly Token[], at: number, palette: Palette): Sign {
  const colour = palette.at(tokens, at)
  if (!colour?.value.isEmoji) return { colour, isMeant: false }
  if (isEcho(tokens, at, colour, palette)) return { colour: null, isMeant: false }
  if (isJoined(tokens, at)) return { colour, isMeant: !isCount(tokens, colour.next) }
  const isColour = colour.value.isOrnament
    ? isOnlyCounted(tokens, at, palette)
    : colour.value.offered || tokens[at]?.glued || isCounted(tokens, at, palette)
  return { colour: isColour ? colour : null, isMeant: false }
}

/** "2 black ⚫", "black & white, one each ⚫⚪": a word has said it, and nothing counts or adds the sign. */
function isEcho(tokens: readonly Token[], at: number, { value, next }: Match<ColourRead>, palette: Palette): boolean {
  const names = (place: number) => tokens[place]?.kind === 'word' && palette.at(tokens, place)?.value.key === value.key
  const isAdded = isCount(tokens, at - 1) || ADDS.has(tokens[at - 1]?.text ?? '') || isJoined(tokens, at)
  const isCountOfSign = isCount(tokens, next) && !names(next + 1)
  return !isAdded && !isCountOfSign && tokens.some((_, place) => names(place))
}

const ADDS = new Set(['a', 'an', 'another', 'other', 'more', 'extra', 'also'])

/** "two 💚"; of "a jade one 💚" the one is jade. */
function isCounted(tokens: readonly Token[], at: number, palette: Palette): boolean {
  const isPronoun = tokens[at - 1]?.text === 'one' && at > 1 && palette.at(tokens.slice(0, at - 1), at - 2) !== null
  return at > 0 && !isPronoun && isCount(tokens, at - 1)
}

function isCount(tokens: readonly Token[], at: number): boolean {
  return /^[x×]$/.test(tokens[at]?.text ?? '') || numberAt(tokens, at) !== null
}

/** "black and 🟢", "1 white + the 🟣" */
function isJoined(tokens: readonly Token[], at: number): boolean {
  const joins = (place: number) => tokens[place]?.text !== ',' && JOINS.has(tokens[place]?.text ?? '')
  return joins(at - 1) || (joins(at - 2) && words.get(tokens[at - 1]?.text ?? '')?.meaning === 'fill')
}

/** "2💗"; in "black 2💕" and "2💕 black" the number is the word's. */
function isOnlyCounted(tokens: readonly Token[], at: number, palette: Palette): boolean {
  if (!tokens[at]?.glued || tokens[at - 1]?.kind !== 'number') return false
  const [before, behind] = [tokens.slice(Math.max(0, at - 1 - NEAR), at - 1), tokens.slice(at + 1, at + 1 + NEAR)]
  const isEnd = ({ kind, text }: Token) => kind === 'line' || text === ','
  const end = behind.findIndex(isEnd)
  const near = [...before.slice(before.findLastIndex(isEnd) + 1), ...behind.slice(0, end < 0 ? NEAR : end)]
  return !near.some((token) => token.kind === 'word' && palette.at([token], 0) !== null)
}
