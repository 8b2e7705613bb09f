import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { ordinalEnding } from '#src/reading/ordinals.ts'
import type { Token } from '#src/reading/tokens.ts'

const words = loadLexicon('comments')
const FOR = new Set('for para pra pour fur voor per'.split(' '))
const OWN = wordSet(
  'my our his her their your mi mis nuestro nuestra mon ma mes notre nos mein meine meinen meinem unser unsere unseren',
  'mijn onze ons mio mia miei mie nostro nostra minha meu meus minhas nosso nossa',
)
const ANY = wordSet(
  'the a an el la los las un una le les une die das den der dem ein eine einen het de il lo i gli o os as um uma',
)
const POLITE = wordSet('please pls plz thanks thx')
const PLACES = wordSet('shop store house home family kids baby')
const MOST_WORDS = 3

/**
 * "for my sister's 40th", "pour ma soeur", "for the swim club": whom the things are for, in up to three words that mean
 * nothing else here, up to the end of what is said. `isFree`: whether a token names nothing of the sale.
 */
export function forWhomAt(tokens: readonly Token[], at: number, isFree: (at: number) => boolean): Match<string> | null {
  const preposition = tokens[at]?.text ?? ''
  const determined = FOR.has(preposition) && !beginsPhrase(tokens, at + 1) ? determinersAt(tokens, at + 1) : null
  if (!determined) return null
  const { isOwn, next: start } = determined
  let next = start
  for (let said = 0; said < MOST_WORDS; said += 1)
    next = isFree(next) && isNounAt(tokens, next, isOwn) ? nounEnd(tokens, next) : ordinalEnd(tokens, next)
  return next > start && isEnd(tokens, next, isOwn) ? { value: preposition, next } : null
}

/** "my", "the", "a minha" */
function determinersAt(tokens: readonly Token[], at: number): { isOwn: boolean; next: number } | null {
  const [first, second] = [tokens[at]?.text ?? '', tokens[at + 1]?.text ?? '']
  if (OWN.has(first)) return { isOwn: true, next: at + 1 }
  if (!ANY.has(first)) return null
  return OWN.has(second) ? { isOwn: true, next: at + 2 } : { isOwn: false, next: at + 1 }
}

/** "as per my comment" */
function beginsPhrase(tokens: readonly Token[], at: number): boolean {
  const phrase = words.at(tokens, at)
  return phrase !== null && phrase.next > at + 1 && phrase.value.meaning !== 'fill'
}

/** "the kids' party" */
function nounEnd(tokens: readonly Token[], at: number): number {
  return tokens[at + 1]?.text === "'" ? at + 2 : at + 1
}

/** "the shop window": a word of a place before one that is not known. */
function isNounAt(tokens: readonly Token[], at: number, isOwn: boolean): boolean {
  return isNoun(tokens, at, isOwn) || (PLACES.has(tokens[at]?.text ?? '') && isNoun(tokens, at + 1, isOwn))
}

/** A word that is not known; of one's own ("my shop") it may be one that says nothing by itself. */
function isNoun(tokens: readonly Token[], at: number, isOwn: boolean): boolean {
  if (tokens[at]?.kind !== 'word' || numberWordAt(tokens, at)) return false
  const word = words.at(tokens, at)
  return word === null || (isOwn && word.value.meaning === 'fill' && word.value.word !== 'so')
}

function ordinalEnd(tokens: readonly Token[], at: number): number {
  const [number, ending] = [tokens[at], tokens[at + 1]]
  const isOrdinal = number?.kind === 'number' && ending?.text === ordinalEnding(Number(number.text))
  return isOrdinal ? at + 2 : at
}

/** A sign, another thing, a courtesy; not a word that goes on with it: "for the one I saw", "for the matte ones". */
function isEnd(tokens: readonly Token[], at: number, isOwn: boolean): boolean {
  const token = tokens[at]
  if (token?.kind !== 'word' || numberWordAt(tokens, at) || POLITE.has(token.text)) return true
  const meaning = words.at(tokens, at)?.value.meaning ?? ''
  return meaning === 'and' || token.text === 'e' || (isOwn && ['want', 'fill', 'also'].includes(meaning))
}
