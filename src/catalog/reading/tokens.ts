import type { Money } from '#src/reading/money/find-money.ts'

/** `sum`: certainly money. `end`: a sentence or a line is over. `tag`, `name`: #denim, @tilly. */
export type TokenKind = 'sum' | 'number' | 'word' | 'sign' | 'end' | 'tag' | 'name' | 'code'
export type Token = { kind: TokenKind; text: string; key: string; start: number; end: number; sum?: Money }

const LETTERS = /[\p{L}\p{M}]+(?:['&-][\p{L}\p{M}]+)*/uy
const CODES = [
  /(?<!\p{L})\p{L}+-?\d[\p{L}\d]*(?:-[\p{L}\d]+)*/u,
  /(?<!\d)\d+\p{L}+\d[\p{L}\d]*/u,
  /(?<!\d)\d+(?:-\d+){2,}/u,
]
const CODE = new RegExp(CODES.map(({ source }) => source).join('|'), 'uy')
const TAG = /#[\p{L}\p{M}\p{N}_]+/uy
const NAME = /@[a-z_][\w.]*\w/iy
const END = /\n+|[.!?…;|•]+(?=\s|$)|[•|;]|\p{Extended_Pictographic}+/uy

/** What a place may hold, tried in this order. */
const PATTERNS = [
  ['tag', TAG],
  ['name', NAME],
  ['end', END],
  ['code', CODE],
  ['word', LETTERS],
] as const

/** A number by where it starts. `isSum`: it is money whatever stands around it. */
export type Numbers = ReadonlyMap<number, { money: Money; isSum: boolean }>

/** The words of a caption around its numbers. */
export function readTokens(text: string, numbers: Numbers): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const token = text[at] === ' ' || text[at] === '\t' ? null : tokenAt(text, at, numbers)
    if (token) tokens.push(token)
    at = token?.end ?? at + 1
  }
  return tokens
}

function tokenAt(text: string, at: number, numbers: Numbers): Token {
  const here = numbers.get(at)
  if (here?.isSum) return token('sum', text, at, here.money.end, here.money)
  const known = wordAt(text, at, numbers.get(at + 1)?.money)
  if (known) return known
  if (here && !here.money.spelt) return token('number', text, at, here.money.end, here.money)
  return token('sign', text, at, at + String.fromCodePoint(text.codePointAt(at) ?? 0).length)
}

/** `#ksh1800` is a sum, `@ksh1200` no name. */
function wordAt(text: string, at: number, behind: Money | undefined): Token | null {
  const sum = behind?.by === 'currency' ? behind : undefined
  for (const [kind, pattern] of PATTERNS) {
    const end = at + (take(pattern, text, at)?.length ?? 0)
    if (end > at && !(kind === 'name' && sum)) return token(kind, text, at, end, sum?.end === end ? sum : undefined)
  }
  return null
}

function token(kind: TokenKind, whole: string, start: number, end: number, sum?: Money): Token {
  const text = whole.slice(start, end)
  return { kind, text, key: text.toLowerCase(), start, end, ...(sum && { sum }) }
}

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
