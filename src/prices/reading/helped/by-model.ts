import { z } from 'zod'
import type { MoneyHint } from '#src/reading/money/currencies.ts'
import { findMoney } from '#src/reading/money/find-money.ts'
import { findWhole } from '#src/reading/whole-piece.ts'
import { placeOfPage } from '../country.ts'
import { readDocument } from '../document.ts'
import { type Found, nothing } from '../found.ts'

export const claimShape = z.object({
  name: z.string().nullable(),
  /** The words of the page in which the price stands, letter by letter. */
  quote: z.string().nullable(),
  availability: z.enum(['in_stock', 'out_of_stock', 'unknown']),
})

export type ModelClaim = z.infer<typeof claimShape>

const MOST_ASKED = 12_000

/** What a page shows of its own product, line by line: what a model is asked about. */
export function writeForModel(html: string): string {
  const lines = readDocument(html).lines.filter(({ isAside }) => !isAside)
  const text = lines.map((line) => line.text.trim()).filter((line) => line !== '')
  return text.join('\n').slice(0, MOST_ASKED)
}

/**
 * A model's claim as far as the page bears it out: its quote stands there whole, and names exactly one price, which its
 * line does not call an old one or a saving.
 */
export function checkClaim(
  { name, quote, availability }: ModelClaim,
  text: string,
  html: string,
  address: string,
): Found | null {
  const place = placeOfPage(html, address)
  if (!quote || !standsAsPrice(quote, text, place)) return null
  const [amount, ...others] = findMoney(quote, place).filter(({ currency }) => currency !== null)
  if (!amount || others.length > 0) return null
  const isNamed = name !== null && text.includes(name)
  return {
    ...{ ...nothing, source: 'model', price: amount.amount, currency: amount.currency, piece: quote.slice(0, 200) },
    ...{ name: isNamed ? name : null, availability },
  }
}

const OLD = ['was', 'save']

function standsAsPrice(quote: string, text: string, place: MoneyHint): boolean {
  const [said] = findMoney(quote, place)
  const lines = text.split('\n').filter((line) => findWhole(line, quote) >= 0)
  return lines.some((line) =>
    findMoney(line, place).some(
      ({ amount, role, start, end }) =>
        amount === said?.amount && !OLD.includes(role ?? '') && overlaps(start, end, findWhole(line, quote), quote),
    ),
  )
}

function overlaps(start: number, end: number, at: number, { length }: string): boolean {
  return start < at + length && at < end
}
