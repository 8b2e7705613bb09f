import { loadLexicon } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { numberAt, numberWordAt } from '#src/reading/numbers/number-words.ts'
import { ordinalEnding } from '#src/reading/ordinals.ts'
import { fold } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { forWhomAt } from './for-whom.ts'
import { ornamental } from './ornaments.ts'
import type { ColourRead, Palette } from './palette.ts'
import { requestEnd } from './request.ts'

/** A piece of a comment: a colour, a count, a word by what it does in an order (its tag), or what is not known. */
export type Atom = {
  kind: 'colour' | 'count' | 'word' | 'mark' | 'unknown'
  tag: string
  text: string
  start: number
  end: number
  colour: ColourRead | null
  count: number
}

const words = loadLexicon('comments')
const ARTICLES = new Set('a an un una uno une ein eine einen um uma een'.split(' '))
const SEPARATORS = new Set([...',;/|+&.!•·'])
const BINDERS = new Set([...'-:=()[]*~→<>"\'_'])

/** Whether a word is one of the grammar's: a number, or what people write around an order. */
export function isKnownWord(word: string): boolean {
  const tokens = tokenise(fold(word))
  return words.at(tokens, 0) !== null || numberAt(tokens, 0) !== null
}

/** Tokens -> atoms, one after the other, nothing left out. `nouns`: words of the sale's own caption. */
export function readAtoms(tokens: readonly Token[], palette: Palette, nouns: ReadonlySet<string>): Atom[] {
  const atoms: Atom[] = []
  for (let at = 0; at < tokens.length; ) {
    const found = atomAt(tokens, at, palette, nouns)
    const [first, last] = [tokens[at], tokens[found.next - 1]]
    // "how many: 2" is a label.
    const isLabel = ['question', 'price'].includes(found.atom.tag) && tokens[found.next]?.text === ':'
    const tag = isLabel ? 'fill' : found.atom.tag
    if (first && last) atoms.push({ ...found.atom, tag, start: first.start, end: last.end })
    at = found.next
  }
  return atoms
}

type Bare = Omit<Atom, 'start' | 'end'>
type Partial = { atom: Bare; next: number }

function atomAt(tokens: readonly Token[], at: number, palette: Palette, nouns: ReadonlySet<string>): Partial {
  const token = tokens[at] as Token
  const asked = requestEnd(tokens, at)
  if (asked !== null) return { atom: named('word', 'ask', token.text), next: asked }
  const word = words.at(tokens, at) ?? stretched(token, at)
  const { colour, isMeant } = ornamental(tokens, at, palette)
  const isFree = (place: number) => palette.at(tokens, place) === null && !nouns.has(tokens[place]?.text ?? '')
  const whom = forWhomAt(tokens, at, isFree)
  if (whom && whom.next > (word?.next ?? 0)) return { atom: named('word', 'whom', whom.value), next: whom.next }
  if (word && word.next > Math.max(at + 1, colour?.next ?? 0))
    return { atom: named('word', word.value.meaning, word.value.word), next: word.next }
  if (isTag(tokens, at)) return { atom: named('word', 'fill', token.text), next: tagEnd(tokens, at) }
  if (isMeant) return { atom: named('unknown', '', token.text), next: at + 1 }
  if (isOrdinal(token, tokens[at + 1])) return { atom: named('unknown', '', token.text), next: at + 2 }
  return countedAt(tokens, at, colour) ?? { atom: wordAtom(token, word?.value.meaning, nouns), next: at + 1 }
}

/** A count, or a colour; a word that may be both ("une") is a colour only with a count beside it. */
function countedAt(tokens: readonly Token[], at: number, colour: Match<ColourRead> | null): Partial | null {
  const text = tokens[at]?.text ?? ''
  const count = colour && isCounted(tokens, at, colour.next) ? null : countAt(tokens, at)
  if (count) return { atom: { ...named('count', count.tag, text), count: count.value }, next: count.next }
  return colour && { atom: { ...named('colour', '', text), colour: colour.value }, next: colour.next }
}

/** "plssss", "heyyy", "thank uuu" */
function stretched({ kind, text }: Token, at: number) {
  const entry = kind === 'word' && /(.)\1/u.test(text) ? words.get(text.replace(/(.)\1+/gu, '$1')) : null
  return entry && { value: entry, next: at + 1 }
}

function named(kind: Atom['kind'], tag: string, text: string): Bare {
  return { kind, tag, text, colour: null, count: 0 }
}

function isCounted(tokens: readonly Token[], at: number, next: number): boolean {
  return tokens[at - 1]?.kind === 'number' || tokens[next]?.kind === 'number' || numberWordAt(tokens, at) === null
}

function countAt(tokens: readonly Token[], at: number): { value: number; next: number; tag: string } | null {
  if (isNoCount(tokens, at)) return null
  const number = numberAt(tokens, at)
  const isArticle = ARTICLES.has(tokens[at]?.text ?? '')
  if (number && number.value < MOST_COUNT)
    return { ...number, tag: isArticle && number.next === at + 1 ? 'article' : '' }
  return isArticle ? { value: 1, next: at + 1, tag: 'article' } : null
}

const MOST_COUNT = 100_000

/** "-1", "$15", "15 €"; "1) black 2) grey" numbers a list. */
function isNoCount(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  const isNegative = before?.text === '-' && !before.glued && tokens[at]?.glued && tokens[at - 2]?.kind !== 'word'
  if (isNegative || [before, after].some((one) => /\p{Sc}/u.test(one?.text ?? ''))) return true
  return after?.text === ')' && after.glued && !isBracketed(tokens, at)
}

/** "(2)", "(just two)" */
function isBracketed(tokens: readonly Token[], at: number): boolean {
  const near = tokens.slice(Math.max(0, at - NEAR), at).map(({ kind, text }) => (kind === 'line' ? ')' : text))
  return near.lastIndexOf('(') > near.lastIndexOf(')')
}

const NEAR = 4

/** "#shopsmall", "@friend" */
function isTag(tokens: readonly Token[], at: number): boolean {
  const [sign, name] = [tokens[at], tokens[at + 1]]
  return (
    (sign?.text === '#' || sign?.text === '@') && sign.end - sign.start === 1 && name?.kind === 'word' && name.glued
  )
}

/** "for the 3rd time" is no three red. */
function isOrdinal({ kind, text }: Token, after: Token | undefined): boolean {
  return kind === 'number' && after?.glued === true && after.text === ordinalEnding(Number(text))
}

function tagEnd(tokens: readonly Token[], at: number): number {
  let next = at + 2
  while (tokens[next]?.glued && (tokens[next]?.kind !== 'mark' || /[._]/.test(tokens[next]?.text ?? ''))) next += 1
  return next
}

function wordAtom(token: Token, tag: string | undefined, nouns: ReadonlySet<string>): Bare {
  const { kind, text } = token
  if (tag !== undefined) return named('word', tag, text)
  if (kind === 'line' || SEPARATORS.has(text)) return named('mark', 'sep', text)
  if (kind === 'emoji') return named('word', 'fill', text)
  if (text === 'x' || text === '×') return named('word', 'times', text)
  if (BINDERS.has(text)) return named('mark', 'bind', text)
  if (kind === 'word' && nouns.has(text)) return named('word', 'noun', text)
  return named('unknown', text === '?' ? 'question' : '', text)
}
