import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from './instrument-names.ts'

const words = loadLexicon('booking-seats')
const OWNERS = new Set(['i', 'we', 'he', 'she'])
const MINE = new Set(['my', 'our', 'his', 'her'])
const ASKING = new Set(['could', 'can', 'may', 'might', 'shall', 'should'])
const ADVERBS = new Set(['already', 'also', 'can', 'will', 'do', 'own'])

const DONE = wordsOf('booking-words', 'played')
/** "our Christmas record": of these nobody knows whether they ask. */
const NOUNS = new Set(['record', 'add', 'request', 'book', 'find'])

/** "Last year Marcus played tenor sax on our record": told in passing. */
export function isPast(tokens: readonly Token[]): boolean {
  if (!means(tokens, 'past') || !tokens.some(({ text }) => DONE.has(text))) return false
  return !tokens.some((token, at) => meaningAt(tokens, at) === 'wants' && !NOUNS.has(token.text))
}

/** Said of an instrument that nobody is to be booked for: "I play piano", "my drummer is ill", "no drums". */
export function isOwned(tokens: readonly Token[]): boolean {
  return means(tokens, 'spares') || isPast(tokens) || tokens.some((_, at) => isOwnedAt(tokens, at))
}

export function isOwnedAt(tokens: readonly Token[], at: number): boolean {
  const [word = '', short] = (tokens[at]?.text ?? '').split(/(?=')/)
  if (isPerson(tokens, at)) return tellsOwn(tokens, at + 2, true)
  if (word === 'i' && short === "'m") return [2, 3].some((ahead) => namedAt(tokens, at + ahead) !== null)
  // "Could I have a cello"
  return OWNERS.has(word) && !ASKING.has(tokens[at - 1]?.text ?? '') && tellsOwn(tokens, at + 1, false)
}

/** "my drummer", "our studio"; "the singer" is one they know. */
function isPerson(tokens: readonly Token[], at: number): boolean {
  const [word = '', next] = [tokens[at]?.text, tokens[at + 1]]
  if (next?.kind !== 'word' || ASKING.has(tokens[at - 1]?.text ?? '')) return false
  return MINE.has(word) || (word === 'the' && /(?:er|ist)s?$/.test(next.text))
}

/** "(we) already have", "(my drummer) is", but not "(we) have to book". */
function tellsOwn(tokens: readonly Token[], from: number, isThing: boolean): boolean {
  let at = from
  while (ADVERBS.has(tokens[at]?.text ?? '')) at += 1
  const verb = meaningAt(tokens, at)
  return (verb === 'has' || (isThing && verb === 'is')) && meaningAt(tokens, at + 1) !== 'wants'
}

/** Whether the words say something of this meaning. */
export function means(tokens: readonly Token[], meaning: string): boolean {
  return words.meaningsIn(tokens).has(meaning)
}

export function meaningAt(tokens: readonly Token[], at: number): string {
  return words.at(tokens, at)?.value.meaning ?? ''
}
