import type { Items } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { Refusal } from '#src/errors.ts'
import { writeMoney } from '#src/money.ts'
import { readTyped } from './comments/read-comment.ts'
import { offerOf } from './sales/offer-of.ts'

/** As the post names the colours: the database keeps no order. */
export function inOrder(items: Items | null, colours: string[]): [string, number][] {
  const place = (colour: string) => (colours.includes(colour) ? colours.indexOf(colour) : colours.length)
  return Object.entries(items ?? {}).sort(([a], [b]) => place(a) - place(b))
}

/** `2 black, 1 red` */
export function writeItems(items: Items | null, colours: string[]): string {
  const parts = inOrder(items, colours).map(([colour, count]) => `${count} ${colour}`)
  return parts.length > 0 ? parts.join(', ') : 'items?'
}

export function countItems(items: Items | null): number {
  return Object.values(items ?? {}).reduce((sum, count) => sum + count, 0)
}

/** What the items cost in minor units; null while the sale has no price or the order no items. */
export function totalOf(items: Items | null, { price }: Pick<Sale, 'price'>): bigint | null {
  return items && price !== null ? price * BigInt(countItems(items)) : null
}

/** `$36.00`, or nothing while there is no price. */
export function writeTotal(items: Items | null, sale: Pick<Sale, 'price' | 'currency'>): string | null {
  const total = totalOf(items, sale)
  return total !== null && sale.currency ? writeMoney(total, sale.currency) : null
}

/**
 * Reads what a person typed for a sale: `2 black, 1 red`, `black 2`, `one of each`, by the reader of comments. Refuses
 * what is not on offer or not understood, with a sentence that says so.
 */
export function readItemsField(text: string, sale: Sale): Items {
  const { items, notUnderstood, strangers } = readTyped(text.slice(0, MOST_CHARS), offerOf(sale))
  const [stranger] = sale.colours.length > 0 ? strangers : []
  if (stranger) return refuse(`'${stranger}' is not on offer. On offer: ${sale.colours.join(', ')}.`)
  if (items && notUnderstood.length === 0) return items
  return refuse(`'${(notUnderstood[0] ?? text).slice(0, 40)}' cannot be read. Write it like: 2 black, 1 red`)
}

const MOST_CHARS = 500

function refuse(sentence: string): never {
  throw new Refusal(sentence, { items: sentence })
}
