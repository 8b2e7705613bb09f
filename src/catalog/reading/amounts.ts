import { findMoney, type Money } from '#src/reading/money/find-money.ts'
import type { Amount } from './bare/amount.ts'
import { endsInCrowd, isFigure, isGroupedFigure, isOfOther, isOfRow, isOpen } from './bare/figures.ts'
import { amountsOfLists } from './bare/list-amounts.ts'
import { AFTER_PRICE, AUDIENCE, BEFORE_PRICE, isKnown, LABELS } from './lexicon.ts'
import { readTokens, type Token } from './tokens.ts'

/** ISO 4217 */
export type Currency = string

/**
 * Where prices are written without their currency: between `least` and `most` a bare number is one. Above it stands a
 * till, an order or half a telephone number. In words only sums nobody counts pieces in. `inThousands`: there
 * `1.5 only` is 1,500.
 */
type Bare = { least: number; most: number; spelt: number; inThousands?: boolean }
const BARE: Record<Currency, Bare> = {
  KES: { least: 40, most: 99_999, spelt: 100, inThousands: true },
  ...Object.fromEntries(['UGX', 'TZS', 'RWF'].map((code) => [code, { least: 500, most: 9_999_999, spelt: 1000 }])),
}
const NEVER_BARE: Bare = { least: 1, most: 0, spelt: Number.POSITIVE_INFINITY }
const bareIn = (shop: Currency): Bare => BARE[shop] ?? NEVER_BARE

const HELD = new Set(['KES', 'UGX', 'USD'])

/** A shop sells in its own currency, and tells friends abroad what it is in one of these. */
export function isHeld(currency: Currency | null, shop: Currency): boolean {
  return currency === null || currency === shop || HELD.has(currency)
}

/** A caption's words and what in it may be money. */
export function readAmounts(text: string, shop: Currency): { tokens: Token[]; amounts: Amount[] } {
  const found = findMoney(text, { currency: shop })
  const tokens = readTokens(
    text,
    new Map(found.map((money) => [money.start, { money, isSum: isSum(money, text, shop) }])),
  )
  const amounts = tokens.flatMap((_, at) => amountAt(tokens, at, shop) ?? [])
  return { tokens, amounts: amountsOfLists(tokens, amounts) }
}

/** A number of people is none, whatever it is written with. */
function isSum({ by, spelt, amount, currency, start, end }: Money, text: string, shop: Currency): boolean {
  const [before = ''] = /[\p{L} :]*$/u.exec(text.slice(Math.max(0, start - 40), start)) ?? []
  const after = /^\s*(\p{L}+)/u.exec(text.slice(end))
  const isOfPeople =
    currency === null && (endsInCrowd(before.toLowerCase().match(/\p{L}+/gu) ?? []) || AUDIENCE.has(wordOf(after)))
  if (spelt && currency === null)
    return Number(amount) >= bareIn(shop).spelt && !isOfPeople && !goesOnUnknown(text.slice(end))
  return by !== 'nothing' && !isOfPeople
}

const wordOf = (found: RegExpExecArray | null) => found?.[1]?.toLowerCase() ?? ''

/** "soo saba na ...", with a word nobody knows for the rest of it: no number rather than half of one. */
function goesOnUnknown(rest: string): boolean {
  const [, word, next] =
    /^\s+(?:na|mu)\s+(\p{L}+)\s*(\p{L}*)/iu.exec(rest.slice(0, 80))?.map((one) => one.toLowerCase()) ?? []
  return word !== undefined && !isKnown(word) && (!next || AFTER_PRICE.has(next))
}

function amountAt(tokens: Token[], at: number, shop: Currency): Amount | null {
  const token = tokens[at]
  if (!token?.sum) return null
  const { amount, spelt, currency } = token.sum
  const isGrouped = token.kind === 'number' && /[,']\d{3}/.test(token.text) && !isGroupedFigure(tokens, at)
  const isSaidHere = spelt || token.kind === 'tag' || isSaid(tokens, at)
  const times = isSaidHere && bareIn(shop).inThousands && /^\d{1,2}\.\d$/.test(token.text) ? 1000 : 1
  const found = {
    ...{ from: at, to: at + 1, value: Number(amount) * times, currency },
    isMarked: token.kind !== 'number' || isGrouped,
    isSaid: isSaidHere,
    isOpen: token.kind === 'number' && !isSaidHere && isOpen(tokens, at),
  }
  return found.isMarked || isBarePrice(tokens, found, shop) ? found : null
}

function isBarePrice(tokens: Token[], { from, value, isSaid }: Amount, shop: Currency): boolean {
  const { least, most } = bareIn(shop)
  if (isFigure(tokens, from)) return false
  if (isSaid) return value >= Math.min(least, 10) && !isOfRow(tokens, from)
  return value >= least && value <= most && !isOfOther(tokens, from, value)
}

/** "Price: 55" as "price 55". */
function isSaid(tokens: Token[], at: number): boolean {
  const isLabelled = /^[:=-]$/.test(tokens[at - 1]?.key ?? '') && LABELS.has(tokens[at - 2]?.key ?? '')
  return isLabelled || AFTER_PRICE.has(tokens[at + 1]?.key ?? '') || BEFORE_PRICE.has(tokens[at - 1]?.key ?? '')
}
