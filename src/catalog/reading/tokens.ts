import { CURRENCY } from './lexicon.ts'

/** `mark`: of a currency. `end`: a sentence or a line is over. `tag`, `name`: #denim, @tilly. */
export type TokenKind = 'number' | 'word' | 'mark' | 'sign' | 'end' | 'tag' | 'name' | 'code'
export type Token = { kind: TokenKind; text: string; key: string; start: number; end: number }

const GROUPED = String.raw`\d{1,3}(?:[,. ']\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?`
const NUMBER = new RegExp(String.raw`(?:${GROUPED}|\d+(?:[.,]\d{1,2}(?!\d))?|(?<![\p{L}\d])\.\d{1,2}(?!\d))`, 'uy')
const TYPED = /\d[\d,]*O+(?![\p{L}\d])/uy
const SPACED = /\d(?: \d){2,5}(?= ?(?:\/[=-]|bob|ksh|kes))/iy
const LETTERS = /[\p{L}\p{M}]+(?:['&-][\p{L}\p{M}]+)*/uy
const CODES = [/\p{L}+[-/]?\d[\p{L}\d]*(?:-[\p{L}\d]+)*/u, /\d+\p{L}+\d[\p{L}\d]*/u, /\d+(?:-\d+){2,}/u]
const CODE = new RegExp(String.raw`(?=[\p{L}\d-]*\d)(?:${CODES.map(({ source }) => source).join('|')})`, 'uy')
const TAG = /#[\p{L}\p{M}\p{N}_]+/uy
const NAME = /@[a-z_][\w.]*\w/iy
const SLASHED = /,?\/?=|\/-/y
const END = /\n+|[.!?…;|•]+(?=\s|$)|[•|;]|\p{Extended_Pictographic}+/uy

export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === ' ' || text[at] === '\t') {
      at += 1
      continue
    }
    const found = next(text, at, tokens.at(-1))
    tokens.push(...found)
    at = found.at(-1)?.end ?? at + 1
  }
  return tokens
}

function next(text: string, at: number, before: Token | undefined): Token[] {
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const one = (kind: TokenKind, found: string): Token[] => [token(kind, found, at)]
  const tag = take(TAG)
  if (tag) return one('tag', tag)
  const name = take(NAME)
  if (name && !(markOf(/^@([a-z]+)/i.exec(name)?.[1]) && /\d/.test(text.slice(at, at + name.length)))) {
    return one('name', name)
  }
  const slashed = before?.kind === 'number' && before.end >= at - 1 ? take(SLASHED) : undefined
  if (slashed) return one('mark', slashed)
  const spaced = take(TYPED) ?? take(SPACED)
  if (spaced) return one('number', spaced)
  return take(END) ? one('end', take(END) ?? '') : readPlain(text, at, take)
}

function readPlain(text: string, at: number, take: (pattern: RegExp) => string | undefined): Token[] {
  const code = take(CODE)
  const glued = code && /^([\p{L}$]+)[-.]?(\d[\d,.]*)/u.exec(text.slice(at, at + 24))
  if (code && !(glued && markOf(glued[1]))) return [token('code', code, at)]
  const letters = take(LETTERS)
  const mark = longestMark(text, at, letters)
  if (mark) return [{ ...token('mark', mark, at), end: at + mark.length + joinLength(text, at + mark.length) }]
  if (letters) return [token('word', letters, at)]
  const number = take(NUMBER)
  if (number) return [token('number', number, at)]
  return [token('sign', String.fromCodePoint(text.codePointAt(at) ?? 0), at)]
}

/** `ksh.1.200`, `UGX: 135000`: what stands between a mark and its figure. */
function joinLength(text: string, at: number): number {
  return /^ ?[.:](?= ?\d)/.exec(text.slice(at, at + 4))?.[0].length ?? 0
}

function longestMark(text: string, at: number, letters: string | undefined): string | null {
  const dollar = /^us\$/i.exec(text.slice(at, at + 3))?.[0]
  if (dollar) return dollar
  if (letters) return markOf(letters) ? letters : null
  const sign = text[at] ?? ''
  return markOf(sign) || sign === '¢' ? sign : null
}

function markOf(word: string | undefined): string | undefined {
  const key = word?.toLowerCase() ?? ''
  return Object.hasOwn(CURRENCY, key) ? CURRENCY[key] : undefined
}

function token(kind: TokenKind, text: string, start: number): Token {
  return { kind, text, key: text.toLowerCase(), start, end: start + text.length }
}
