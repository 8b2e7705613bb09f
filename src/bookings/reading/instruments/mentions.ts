import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'
import { type NamedAt, namedAt } from './instrument-names.ts'
import { isOwnedAt, meaningAt, means } from './owned.ts'
import { isVagueBetween, takesAway } from './quantities.ts'

const words = loadLexicon('booking-seats')
/** Names that are everyday words or two letters: in free text they need a second word. */
const EVERYDAY = wordsOf('booking-words', 'everyday')

/** An instrument that is named, and where. */
export type Mention = NamedAt & { at: number }

/** A word of every day that names players only where another says so. */
export function isEveryday(name: string): boolean {
  return EVERYDAY.has(name)
}

/** Known names in a sentence, longest first, none inside another, none that is only spoken of. */
export function namesIn(tokens: readonly Token[]): Mention[] {
  const found: Mention[] = []
  for (let at = 0; at < tokens.length; ) {
    const hit = namedAt(tokens, at)
    const isBare = hit?.next === at + 1 && EVERYDAY.has(hit.name)
    const isName = hit && !(isBare && !isPointedAt(tokens, at) && !isListed(tokens, at))
    if (isName && !isTheirs(tokens, at) && !isAside(tokens, at, hit.next)) found.push({ ...hit, at })
    at = isName ? hit.next : at + 1
  }
  return found
}

/** "one (organ)", "2 organ", "one organ", "a vn": no everyday word. */
function isPointedAt(tokens: readonly Token[], at: number): boolean {
  const [before, word] = [tokens[at - 1], tokens[at]]
  const isOne = /^an?$/.test(before?.text ?? '') && isShort(word)
  const isCounted = isOne || before?.kind === 'number' || /^(?:one|two|three|four)$/.test(before?.text ?? '')
  return isCounted || isBracketed(tokens, at)
}

const BETWEEN = new Set([',', '/', '&', '+', 'and'])

/** "fl, ob and bsn": a list of names holds no everyday word; one that is no abbreviation must stand alone in it. */
function isListed(tokens: readonly Token[], at: number): boolean {
  return isInList(tokens, at) && (isShort(tokens[at]) ? !isBehindPlace(tokens, at) : !isPartOfPhrase(tokens, at))
}

function isInList(tokens: readonly Token[], at: number): boolean {
  const [before = '', behind = ''] = [tokens[at - 1]?.text, tokens[at + 1]?.text]
  const follows = BETWEEN.has(before) && namedAt(tokens, at - 2)?.next === at - 1
  return follows || (BETWEEN.has(behind) && namedAt(tokens, at + 2) !== null)
}

/** "in Miami, FL, cello needed": behind a word that is no instrument two letters may be a state. */
function isBehindPlace(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.text === ',' && namedAt(tokens, at - 2) === null
}

function isPartOfPhrase(tokens: readonly Token[], at: number): boolean {
  const words = [tokens[at - 1], tokens[at + 1]].map((token) => token?.text ?? '')
  return words.some((word) => /^[\p{L}\d]/u.test(word) && !BETWEEN.has(word))
}

/** Of two letters: an abbreviation, and no other word. */
function isShort(token: Token | undefined): boolean {
  return token !== undefined && token.text.length <= 2
}

/** "violin, voice on Friday", "violin, acoustic set": nobody knows whether the second is a seat. */
export function halfNamedIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, at) => {
    const hit = EVERYDAY.has(token.text) ? namedAt(tokens, at) : null
    const isHalf = hit?.next === at + 1 && !isListed(tokens, at) && !isPointedAt(tokens, at) && isInList(tokens, at)
    return isHalf ? [hit.name] : []
  })
}

/** "vln, vln, vla": each is a seat, and none is said again, as in "for the cello, cello mutes". */
export function isNext(tokens: readonly Token[], at: number): boolean {
  const [name, before] = [namedAt(tokens, at), namedAt(tokens, at - 2)]
  const isSaid = tokens[at - 3]?.text === 'the'
  return tokens[at - 1]?.text === ',' && before?.next === at - 1 && before.name === name?.name && !isSaid
}

function isBracketed(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.text === '(' && tokens[at + 1]?.text === ')'
}

/** "2 violins (viola)": nobody knows which is meant. */
export function explains(tokens: readonly Token[], at: number): boolean {
  const end = at - 1
  return isBracketed(tokens, at) && [1, 2, 3].some((back) => end >= back && namedAt(tokens, end - back)?.next === end)
}

/** "I run a choir and need a cello" */
function isTheirs(tokens: readonly Token[], at: number): boolean {
  return [2, 3].some((back) => at >= back && isOwnedAt(tokens.slice(0, at), at - back))
}

/** "record with a viola", "go ahead with a viola": the wish itself ends with that word. */
function reachesInto(tokens: readonly Token[], at: number): boolean {
  return [1, 2, 3, 4].some((back) => {
    const said = words.at(tokens, at - back)
    return said?.value.meaning === 'wants' && said.next > at
  })
}

/** "a violin ballad", "over the piano": a part of the song, not a seat. */
function isAside(tokens: readonly Token[], at: number, next: number): boolean {
  const before = [1, 2, 3, 4, 5].flatMap((back) => {
    const said = words.at(tokens, at - back)
    // "we'd like a viola" is no "sounds like a viola"
    const isWish = reachesInto(tokens, at - back)
    const isAsked = tokens[at - back]?.text === 'about' && means(tokens.slice(0, at - back), 'enquires')
    return said && !isWish && !isAsked && (said.next === at || said.next === at - 1) ? [said.value.meaning] : []
  })
  if (before.includes('beside')) return true
  return meaningAt(tokens, next) === 'part' && (before.includes('aside') || !means(tokens.slice(0, at), 'wants'))
}

export function keyOf({ named, name }: Mention): string {
  return named.kind === 'instrument' ? named.name : name
}

/** "(a string quartet) without the second violin", "minus one viola", "no cello". */
export function isTakenAway(tokens: readonly Token[], at: number): boolean {
  return [at - 2, at - 1].some((before) => takesAway(tokens, before))
}

/** The few words before a name that can count it: 'two', 'a pair of', 'a few', 'no less than three'. */
export function countBefore(tokens: readonly Token[], at: number): string[] {
  let from = at
  const counts = (token: Token | undefined) =>
    token?.kind === 'number' || token?.text === '-' || words.get(token?.text ?? '')?.meaning === 'count'
  while (from > 0 && counts(tokens[from - 1])) from -= 1
  from -= [3, 2].find((back) => isVagueBetween(tokens, from - back, from)) ?? 0
  return tokens.slice(from, at).map(({ text }) => text)
}
