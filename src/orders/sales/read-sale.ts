import { loadLexicon } from '#src/reading/lexicon.ts'
import { findMoney, type Money } from '#src/reading/money/find-money.ts'
import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { readSaleColours } from '../reading/sale-colours.ts'
import { readLimits } from '../reading/sale-limits.ts'

/** What a sale post offers. `price` is a decimal string with an ISO 4217 code, for one unit. */
export type Offer = {
  colours: string[]
  price: { amount: string; currency: string } | null
  maxPerPerson: number | null
  maxPerColour: number | null
  unit: 'each' | 'pair'
  /** The post's own words, which its customers repeat. */
  caption?: string
}

const sale = loadLexicon('sale')
/** A caption holds 2,200 characters. */
const MOST_CHARS = 4_000

/**
 * Caption of a sale post -> what is on offer, with the piece of the caption each value came from.
 * Colours are lower case, as the caption names them; a bracket in English after a foreign name wins.
 * What is not said is null, or an empty list. Never throws.
 */
export function readSale(caption: string): Offer & { evidence: Record<string, string> } {
  const whole = normalise(caption, MOST_CHARS)
  const { text } = whole
  const colours = readSaleColours(whole)
  const price = readPrice(text)
  const limits = readLimits(text)
  const unit = pairIn(text)
  const said = { colours: colours.piece, price: price?.piece, limits: limits.piece, unit: unit ?? '' }
  return {
    colours: colours.names,
    price: price?.currency ? { amount: price.amount, currency: price.currency } : null,
    maxPerPerson: limits.perPerson,
    maxPerColour: limits.perColour,
    unit: unit ? 'pair' : 'each',
    caption,
    evidence: Object.fromEntries(Object.entries(said).flatMap(([name, piece]) => (piece ? [[name, piece]] : []))),
  }
}

/** The first sum with a currency that is no old price, saving, or cost of sending. */
function readPrice(text: string): Money | null {
  const sums = findMoney(text).filter(({ by, role }) => by === 'currency' && role !== 'was' && role !== 'save')
  return (
    sums.find(({ start, end }) => !isExtra(text.slice(Math.max(0, start - 20), start), text.slice(end, end + 16))) ??
    null
  )
}

function isExtra(before: string, after: string): boolean {
  const [last, first] = [before.split(/[,.!?\n]/).at(-1) ?? '', after.split(/[,.!?\n]/)[0] ?? '']
  return [last, first].some((near) => {
    const tokens = tokenise(near)
    return tokens.some((_, at) => sale.at(tokens, at)?.value.meaning === 'extra')
  })
}

/** "$16 a pair", "sold by the pair" */
function pairIn(text: string): string | null {
  const tokens = tokenise(text)
  const at = tokens.findIndex((_, place) => sale.at(tokens, place)?.value.meaning === 'pair')
  return at < 0 ? null : text.slice(tokens[at]?.start, tokens[(sale.at(tokens, at)?.next ?? at + 1) - 1]?.end)
}
