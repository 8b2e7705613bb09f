import { loadLexicon } from '#src/reading/lexicon.ts'
import { pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'

/** A colour of a caption, as the caption names it. */
type Named = { from: number; to: number; isStrong: boolean }

const colours = loadLexicon('colours')
const sale = loadLexicon('sale')
const LISTED = new Set([...',/|&+·•;-', 'and', 'or', 'y', 'et', 'und', 'e', 'na', '\n'])
const MOST_STRANGER_WORDS = 3

/** Known colour words of the caption; where they stand in a list, its unknown members too. No sold-out ones. */
export function readSaleColours(text: Text): { names: string[]; piece: string } {
  const tokens = tokenise(text.text)
  const pieces = piecesOf(
    text,
    tokens,
    findListed(tokens).filter((one) => !isGone(tokens, one)),
  )
  const names = pieces.map((piece) => piece.toLowerCase().replace(/[\s-]+/g, ' '))
  return { names: [...new Set(names)], piece: pieces.join(', ') }
}

/** The same with those that are gone. */
export function listedColours(text: Text): string[] {
  const tokens = tokenise(text.text)
  return piecesOf(text, tokens, findListed(tokens))
}

function piecesOf(text: Text, tokens: readonly Token[], named: Named[]): string[] {
  return named.map(({ from, to }) => pieceOf(text, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0))
}

function findListed(tokens: readonly Token[]): Named[] {
  const found = findKnown(tokens)
  const solid = found.filter((one) => one.isStrong || inList(tokens, one, found))
  return withStrangers(tokens, mergeBrackets(tokens, found.some(({ isStrong }) => isStrong) ? solid : found))
}

function findKnown(tokens: readonly Token[]): Named[] {
  const found: Named[] = []
  for (let at = 0; at < tokens.length; ) {
    const skip = sale.at(tokens, at)
    if (skip?.value.meaning === 'no-colour') at = skip.next
    else {
      const named = namedAt(tokens, at)
      if (named) found.push(named)
      at = named?.to ?? at + 1
    }
  }
  return found
}

/** "butter yellow" and "jet black" are names of their own; hearts and hashtags name none. */
function namedAt(tokens: readonly Token[], at: number): Named | null {
  const [token, before] = [tokens[at], tokens[at - 1]]
  if (token?.kind !== 'word' || (before?.glued === false && before.text === '#') || /[#@]/.test(before?.text ?? ''))
    return null
  const base = colours.at(tokens, at + 1)
  if (sale.get(token.text)?.meaning === 'shade' && base && tokens[at + 1]?.kind === 'word')
    return { from: at, to: base.next, isStrong: true }
  const entry = colours.at(tokens, at)
  if (!entry || token.text.length < 3) return null
  const weak = sale.get(entry.value.word)?.meaning
  const isStrong = weak !== 'weak' && weak !== 'shade' && /^[\p{L} ]{3,}$/u.test(entry.value.word)
  return { from: at, to: entry.next, isStrong }
}

function inList(tokens: readonly Token[], { from, to }: Named, found: Named[]): boolean {
  return found.some((other) => isJoined(tokens, to, other.from) || isJoined(tokens, other.to, from))
}

const MOST_BETWEEN = 14

/** Only members of a list stand between, each of a word or two. */
function isJoined(tokens: readonly Token[], from: number, to: number): boolean {
  if (to <= from || to - from > MOST_BETWEEN) return false
  const between = tokens.slice(from, to).map(({ kind, text }) => (LISTED.has(text) ? ',' : kind === 'word' ? 'w' : '.'))
  return /^,+(?:w{1,2},+)*$/.test(between.join(''))
}

/** "negro (black)" is one colour, named by the English one. */
function mergeBrackets(tokens: readonly Token[], found: Named[]): Named[] {
  return found.filter(({ to }, i) => {
    const next = found[i + 1]
    return !(next && next.from === to + 1 && /[(/=]/.test(tokens[to]?.text ?? '') && tokens[next.to]?.text === ')')
  })
}

/** "onyx, black, sand": members of the list between known colours that no lexicon knows. */
function withStrangers(tokens: readonly Token[], found: Named[]): Named[] {
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last || found.length < 2) return found
  const ends = tokens.flatMap(({ text }, at) => (at >= first.to && at < last.from && ENDS.has(text) ? [at] : []))
  const gaps = [first.to - 1, ...ends].map((end, i): [number, number] => [end + 1, ends[i] ?? last.from])
  const strangers = gaps.filter(([from, to]) => isStranger(tokens, from, to, found))
  const named = strangers.map(([from, to]) => ({ from, to, isStrong: true }))
  return [...found, ...named].sort((a, b) => a.from - b.from)
}

/** Ends of a list's members, and of the list. */
const ENDS = new Set([...LISTED, ...'.!?()'])

function isStranger(tokens: readonly Token[], from: number, to: number, found: Named[]): boolean {
  const isJoined = LISTED.has(tokens[from - 1]?.text ?? '') && LISTED.has(tokens[to]?.text ?? '')
  const isFree = !found.some((one) => one.from < to && from < one.to)
  const isShort = to > from && to - from <= MOST_STRANGER_WORDS
  return (
    isJoined &&
    isFree &&
    isShort &&
    tokens.slice(from, to).every(({ kind, text }) => kind === 'word' && text.length > 2)
  )
}

function isGone(tokens: readonly Token[], { from, to }: Named): boolean {
  const after = tokens.slice(to, to + 4).findIndex((_, i) => sale.at(tokens, to + i)?.value.meaning === 'gone')
  const between = tokens.slice(to, to + Math.max(0, after))
  if (after >= 0 && between.every(({ text }) => /^[(*:-]|is|are$/.test(text))) return true
  const before = [2, 3].some((back) => {
    const gone = sale.at(tokens, Math.max(0, from - back))
    return gone?.value.meaning === 'gone' && gone.next === from && /no more|out of/.test(gone.value.word)
  })
  return before
}
