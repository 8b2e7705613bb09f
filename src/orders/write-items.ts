import type { Items } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { Refusal } from '#src/errors.ts'
import { writeMoney } from '#src/money.ts'

/** `2 black, 1 red`, in the order of the sale's colours: the database keeps none. */
export function writeItems(items: Items | null, colours: string[]): string {
  const place = (colour: string) => (colours.includes(colour) ? colours.indexOf(colour) : colours.length)
  const sorted = Object.entries(items ?? {}).sort(([a], [b]) => place(a) - place(b))
  const parts = sorted.map(([colour, count]) => `${count} ${colour}`)
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

const MOST = 10_000

/** Reads what a person typed: `2 black, 1 red`, `black 2`, `black`. Refuses with an example. */
export function readItemsField(text: string): Items {
  const items: Items = {}
  for (const part of text
    .split(/[,;\n]/)
    .map((piece) => piece.trim())
    .filter(Boolean)) {
    const [, before, colour, after] = /^(\d+)?\s*x?\s*(\D+?)\s*x?\s*(\d+)?$/i.exec(part) ?? []
    const count = Number(before ?? after ?? 1)
    const name = colour?.trim().toLowerCase()
    if (!name || !Number.isInteger(count) || count < 1 || count > MOST) return refuse(part)
    items[name] = (items[name] ?? 0) + count
  }
  return Object.keys(items).length > 0 ? items : refuse(text)
}

function refuse(text: string): never {
  const sentence = `'${text.slice(0, 40)}' cannot be read. Write it like: 2 black, 1 red`
  throw new Refusal(sentence, { items: sentence })
}
