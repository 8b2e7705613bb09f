import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'

const times = loadLexicon('booking-times')
const intent = loadLexicon('booking-intent')
const dates = loadLexicon('dates')
const FOR = wordsOf('booking-words', 'for')
const ARTICLES = wordsOf('booking-words', 'article')
/** Where the thing ends: what goes on of it is read by itself. */
const LINKS = wordsOf('booking-words', 'link')
/** A stretch, a place in a row, or how sure it is: none of these is a thing that is played for. */
const LOOSE = wordsOf('booking-words', 'loose')
const MOST_WORDS = 4

/** "for a cereal jingle, ...": what a session is for says nothing of when. Where the words end; null where none do. */
export function purposeAt(text: string, tokens: readonly Token[], at: number): number | null {
  if (!FOR.has(tokens[at]?.text ?? '') || !ARTICLES.has(tokens[at + 1]?.text ?? '')) return null
  let next = at + 2
  while (next <= at + 2 + MOST_WORDS && isOfThing(tokens[next])) next += 1
  const words = tokens.slice(at + 2, next)
  const isThing =
    words.length > 0 && words.length <= MOST_WORDS && !words.some((_, step) => isLoose(tokens, at + 2 + step))
  const after = tokens[next]
  const isStretch = after?.kind === 'number' || LOOSE.has(after?.text ?? '')
  // An hour or a day that was understood has left a gap: "for a rough 2pm".
  return isThing && !isStretch && !text.startsWith('  ', words.at(-1)?.end) ? next : null
}

function isOfThing(token: Token | undefined): boolean {
  return token?.kind === 'word' && !LINKS.has(token.text) && times.get(token.text) === null
}

function isLoose(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? ''
  const isSaid = [dates, intent].some((words) => words.at(tokens, at) !== null) || numberWordAt(tokens, at) !== null
  return LOOSE.has(word) || word.endsWith('ed') || isSaid || namedAt(tokens, at) !== null
}
