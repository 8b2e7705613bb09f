import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { ordinalEnding } from '#src/reading/ordinals.ts'
import type { Token } from '#src/reading/tokens.ts'

const words = loadLexicon('comments')
const dates = loadLexicon('dates')
const wordsFor = (meaning: string) => wordsOf('order-words', meaning)
const FOR = wordsFor('for whom')
const OWN = wordsFor('own')
const ANY = wordsFor('article')
const POLITE = wordsFor('polite')
const PLACES = wordsFor('ours')
const JOINS = wordsFor('joins')
const KNOWN = wordsFor('whom')
const LAUGHS = wordsFor('laughs')
const ON = wordsFor('on a day')
const DAYS = wordsFor('days')
const MOST_WORDS = 3

/**
 * "for my sister's 40th", "pour ma soeur", "for me, my son and my gym bag": whom the things are for, in up to three
 * words that mean nothing else here, with the day they are for and known others, up to the end of what is said.
 * `isFree`: whether a token names nothing of the sale.
 */
export function forWhomAt(tokens: readonly Token[], at: number, isFree: (at: number) => boolean): Match<string> | null {
  const preposition = tokens[at]?.text ?? ''
  if (!FOR.has(preposition)) return null
  const first = pronounEnd(tokens, at) ?? (beginsPhrase(tokens, at + 1) ? null : oneEnd(tokens, at + 1, isFree))
  const next = first && restEnd(tokens, first, isFree)
  return next ? { value: preposition, next } : null
}

/** "my sister's 40th", "the swim club", with its day */
function oneEnd(tokens: readonly Token[], at: number, isFree: (at: number) => boolean): number | null {
  const determined = determinersAt(tokens, at)
  if (!determined) return null
  const { isOwn, next: start } = determined
  let next = start
  for (let said = 0; said < MOST_WORDS; said += 1)
    next = isFree(next) && isNounAt(tokens, next, isOwn) ? nounEnd(tokens, next) : ordinalEnd(tokens, next)
  if (next === start) return null
  const end = dayEnd(tokens, next)
  return isEnd(tokens, end, isOwn) ? end : null
}

/** "for me, my son": where others follow, the phrase is theirs too. */
function pronounEnd(tokens: readonly Token[], at: number): number | null {
  const phrase = words.at(tokens, at)
  return phrase?.value.meaning === 'whom' && joinEnd(tokens, phrase.next) !== null ? phrase.next : null
}

/** ", my son and my gym bag": only one's own go on; "and the red one" is another thing. */
function restEnd(tokens: readonly Token[], from: number, isFree: (at: number) => boolean): number {
  let next = from
  for (;;) {
    const join = joinEnd(tokens, next)
    const end = join === null ? null : knownEnd(tokens, join, isFree)
    if (end === null) return next
    next = end
  }
}

/** "my gym bag": known words and no other behind them; "my card declined" and "my brother too" say something else. */
function knownEnd(tokens: readonly Token[], at: number, isFree: (at: number) => boolean): number | null {
  const start = determinersAt(tokens, at)?.next ?? at
  let next = start
  while (KNOWN.has(tokens[next]?.text ?? '') && isFree(next) && next < start + MOST_WORDS) next += 1
  return next > start && isClosed(tokens, next, isFree) ? next : null
}

function isClosed(tokens: readonly Token[], at: number, isFree: (at: number) => boolean): boolean {
  const token = tokens[at]
  if (token === undefined || token.kind === 'line' || POLITE.has(token.text) || LAUGHS.has(token.text)) return true
  if (joinEnd(tokens, at) !== null) return true
  if (!CLOSES.test(token.text) && !(token.kind === 'emoji' && isFree(at))) return false
  const said = tokens.findIndex(({ kind }, index) => index > at && kind === 'word')
  return said < 0 || words.at(tokens, said)?.value.meaning !== 'also'
}

const CLOSES = /^[,.;!)]$/

/** Behind ", and", where someone's own begins. */
function joinEnd(tokens: readonly Token[], at: number): number | null {
  let next = at
  while (JOINS.has(tokens[next]?.text ?? '') && next < at + 2) next += 1
  return next > at && OWN.has(tokens[next]?.text ?? '') ? next : null
}

/** "on the 14th", "this Saturday", "next weekend" */
function dayEnd(tokens: readonly Token[], at: number): number {
  if (!ON.has(tokens[at]?.text ?? '')) return at
  const next = ANY.has(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1
  const ordinal = ordinalEnd(tokens, next)
  if (ordinal > next) return ordinal
  const isDay =
    DAYS.has(tokens[next]?.text ?? '') || /^weekday/.test(dates.get(tokens[next]?.text ?? '')?.meaning ?? '')
  return isDay ? next + 1 : at
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
  if (tokens[at]?.kind !== 'word' || numberWordAt(tokens, at) || dayEnd(tokens, at) > at) return false
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
