import { z } from 'zod'
import { findMoney } from '#src/reading/money/find-money.ts'
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

/** A model's claim as far as the page bears it out: its quote stands there, and names exactly one price. */
export function checkClaim(
  { name, quote, availability }: ModelClaim,
  text: string,
  html: string,
  address: string,
): Found | null {
  if (!quote || !text.includes(quote)) return null
  const place = placeOfPage(html, address)
  const [amount, ...others] = findMoney(quote, place).filter(({ currency }) => currency !== null)
  if (!amount || others.length > 0) return null
  const isNamed = name !== null && text.includes(name)
  return {
    ...{ ...nothing, source: 'model', price: amount.amount, currency: amount.currency, piece: quote.slice(0, 200) },
    ...{ name: isNamed ? name : null, availability },
  }
}
