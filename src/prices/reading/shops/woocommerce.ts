import { z } from 'zod'
import { type Found, nothing } from '../found.ts'

const minor = z.string().regex(/^\d{1,15}$/)
const productShape = z.object({
  name: z.string(),
  is_in_stock: z.boolean(),
  /** How many are left, where the shop calls that few. */
  low_stock_remaining: z.number().nullish(),
  images: z.array(z.object({ src: z.string() })).default([]),
  prices: z.object({
    price: minor,
    regular_price: minor.or(z.literal('')).nullish(),
    currency_code: z.string().length(3),
    currency_minor_unit: z.int().min(0).max(4),
    price_range: z.object({ min_amount: minor, max_amount: minor }).nullish(),
  }),
})

/**
 * A product as WooCommerce's Store API tells it. One whose variations differ in price has no price of its own here.
 *
 * @see https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/products/
 */
export function readWooCommerce(answer: unknown): Found | null {
  const read = z.array(productShape).length(1).safeParse(answer)
  const [product] = read.success ? read.data : []
  if (!product) return null
  const { name, images, is_in_stock: isInStock, low_stock_remaining: fewLeft, prices } = product
  const {
    price,
    regular_price: regular,
    price_range: range,
    currency_code: currency,
    currency_minor_unit: digits,
  } = prices
  if (range && range.min_amount !== range.max_amount) return null
  const said = decimalOf(price, digits)
  return {
    ...{ ...nothing, source: 'shop', name, currency, price: said },
    availability: !isInStock ? 'out_of_stock' : fewLeft ? 'limited' : 'in_stock',
    was: regular && BigInt(regular) > BigInt(price) ? decimalOf(regular, digits) : null,
    picture: images[0]?.src ?? null,
    piece: `${name}: ${said} ${currency}`,
  }
}

function decimalOf(amount: string, digits: number): string {
  const text = amount.padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
