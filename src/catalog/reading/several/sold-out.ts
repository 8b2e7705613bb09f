import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { isVariantWord } from '../variant-words.ts'

/** `gone`; what `denies` it before or after; what may stand `between`; that it is of `all`; that it is `back`. */
const WORDS = loadLexicon('caption-gone')
type Gone = { at: number; next: number }

const ENDS = '.!?;,•|'

/** Whether a caption says that the thing is gone: all of it, not one size or colour, and not back meanwhile. */
export function saysSoldOut(text: string): boolean {
  return !saysBack(text) && placesSoldOut(text).length > 0
}

export function saysBack(text: string): boolean {
  return WORDS.says(text, 'back')
}

/** Where it says that all of it is gone, be it back since or not: those words, with `is` and `they are` before them. */
export function placesSoldOut(text: string): { start: number; end: number }[] {
  const { text: folded, from } = normalise(text)
  return clausesOf(tokenise(folded)).flatMap((clause) => {
    const gone = findGone(clause)
    if (!gone || isOfOneKind(namedIn(clause, gone))) return []
    const first = clause.slice(0, gone.at).findLastIndex((token) => !isBetween(token.text)) + 1
    return [{ start: from[clause[first]?.start ?? 0] ?? 0, end: from[clause[gone.next - 1]?.end ?? 0] ?? text.length }]
  })
}

/** Whether a text that names nothing says it of all: `ALL SOLD OUT!` above a list. */
export function saysAllSoldOut(text: string): boolean {
  if (saysBack(text)) return false
  return clausesOf(tokenise(normalise(text).text)).some((clause) => {
    const gone = findGone(clause)
    return gone !== null && namedIn(clause, gone).length === 0
  })
}

/** Whether it names all of them, as `EVERYTHING SOLD OUT` does. */
export function namesAll(text: string): boolean {
  return WORDS.says(text, 'all')
}

/** A name without the words that it is gone: `Belt` of `Belt SOLD OUT`. */
export function withoutGone<Word extends { text: string }>(words: Word[]): Word[] {
  const tokens = words.flatMap((word) => tokenise(normalise(word.text).text).map((token) => ({ ...token, word })))
  const gone = findGone(tokens)
  const over = new Set(gone && tokens.slice(gone.at, gone.next).map(({ word }) => word))
  return words.filter((word) => !over.has(word))
}

function clausesOf(tokens: Token[]): Token[][] {
  const clauses: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'line' || ENDS.includes(token.text)) clauses.push([])
    else if (token.kind !== 'emoji') clauses.at(-1)?.push(token)
  }
  return clauses
}

/** `comment SOLD +size`, `we have sold these since 2011`, `sold in pairs`, `almost sold out` are no such words. */
function findGone(clause: Token[]): Gone | null {
  for (let at = 0; at < clause.length; at++) {
    const found = WORDS.at(clause, at)
    if (found?.value.meaning !== 'gone') continue
    const before = clause.slice(0, at).findLast(({ text }) => !isBetween(text))
    const after = clause[found.next]
    const isDenied = meaningOf(before?.text) === 'denies before' || meaningOf(after?.text) === 'denies after'
    if (!isDenied && after?.text !== '+' && after?.kind !== 'number') return { at, next: found.next }
    at = found.next - 1
  }
  return null
}

function isBetween(word: string): boolean {
  return ['between', 'all'].includes(meaningOf(word) ?? '')
}

function meaningOf(word: string | undefined): string | null {
  return word === undefined ? null : (WORDS.get(word)?.meaning ?? null)
}

/** What a clause names that says that it is gone. */
function namedIn(clause: Token[], gone: Gone): Token[] {
  const rest = [...clause.slice(0, gone.at), ...clause.slice(gone.next)]
  return rest.filter(({ kind, text }) => kind !== 'mark' && !isBetween(text))
}

/** `M is sold out`, `navy SOLD`: nothing else is named. */
function isOfOneKind(named: Token[]): boolean {
  return named.length > 0 && named.every(({ text }) => isVariantWord(text))
}
