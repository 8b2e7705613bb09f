import type { Condition } from '#entities/catalog/product-draft.ts'
import { UNITS } from '../lexicon.ts'
import type { Line } from '../price.ts'
import { quote, type Source } from '../source.ts'
import type { Token } from '../tokens.ts'
import { conditionsOf } from './conditions.ts'
import { readGoneLines } from './gone-lines.ts'
import { saysSoldOut, withoutGone } from './sold-out.ts'

/** One of several products of a post; `said`: the words of the caption it stands in. */
export type Listed = { name: string; price: number; said: string; isSoldOut: boolean; condition: Condition }

/** `10` of `10kg`, `2.5 ` of `2.5 kg`. */
const COUNT = /(?<![\d.,])\d+(?:[.,]\d+)? ?$/
const LONGEST_COUNT = 8

type Span = { start: number; end: number }

/** Each product of a list. It is gone where its own line says so, the line below it, or one that says it of all. */
export function readListed(source: Source, lines: Line[], tokens: Token[]): { products: Listed[]; isOpen: boolean } {
  const spans = lines.map((line) => spanOf(line, tokens))
  const { under, isAll, isOpen } = readGoneLines(source.text, spans)
  const owns = lines.map((line, at) => lineOf(source.text, spans, at, amountOf(line, tokens)))
  const conditions = conditionsOf(source.text, spans, owns)
  const products = lines.map((line, at) => {
    const { start, end } = spans[at] ?? { start: 0, end: 0 }
    return {
      name: nameOf(line.label, source.text),
      price: line.amount.value,
      said: quote(source, start, end),
      isSoldOut: isAll || under.has(at) || saysSoldOut(owns[at] ?? ''),
      condition: conditions[at] ?? 'new',
    }
  })
  return { products, isOpen }
}

/** `posho 10kg`: a unit with how many of it. */
function nameOf(label: Token[], whole: string): string {
  const own = withoutGone(label)
  const named = (own.length > 0 ? own : label).map(({ key, text, start }) => {
    const [count = ''] = (UNITS.has(key) && COUNT.exec(whole.slice(Math.max(0, start - LONGEST_COUNT), start))) || []
    return count + text
  })
  return named.join(' ')
}

function spanOf(line: Line, tokens: Token[]): Span {
  const all = [...line.label, amountOf(line, tokens)]
  return { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) }
}

export function amountOf({ amount }: Line, tokens: Token[]): Span {
  return { start: tokens[amount.from]?.start ?? 0, end: tokens[amount.to - 1]?.end ?? 0 }
}

/** Its line, as far as no other product stands on it; what it costs ends a clause. */
function lineOf(text: string, spans: Span[], at: number, amount: Span): string {
  const { start, end } = spans[at] ?? amount
  const above = text.lastIndexOf('\n', start - 1) + 1
  const below = text.indexOf('\n', end)
  const from = (spans[at - 1]?.end ?? 0) > above ? start : above
  const next = spans[at + 1]?.start ?? text.length
  const to = Math.min(below === -1 ? text.length : below, next)
  return `${text.slice(from, amount.start)}|${text.slice(amount.end, to)}`
}
