import { z } from 'zod'
import { type Found, nothing } from '../found.ts'

const hundredths = z.int().min(0)
const variantShape = z.object({
  id: z.union([z.int(), z.string()]).transform(String),
  title: z.string(),
  price: hundredths,
  compare_at_price: hundredths.nullish(),
  available: z.boolean(),
})
const productShape = z.object({
  title: z.string(),
  featured_image: z.string().nullish(),
  variants: z.array(variantShape).min(1),
})

/**
 * A product as Shopify's Ajax API tells it: the variant the address names, else the one the page opens with, which is
 * the first that can be bought. Prices are hundredths in every currency, in yen too; the currency is not in it.
 *
 * @see https://shopify.dev/docs/api/ajax/reference/product
 */
export function readShopify(answer: unknown, url: URL, currency: string | null): Found | null {
  const read = productShape.safeParse(answer)
  if (!read.success || currency === null) return null
  const { title, featured_image: picture, variants } = read.data
  const wanted = url.searchParams.get('variant')
  const variant = wanted
    ? variants.find(({ id }) => id === wanted)
    : (variants.find(({ available }) => available) ?? variants[0])
  if (!variant) return null
  const { price, compare_at_price: was, available } = variant
  return {
    ...{ ...nothing, source: 'shop', name: title, currency, price: decimalOf(price) },
    variant: variants.length > 1 ? variant.title : null,
    availability: available ? 'in_stock' : 'out_of_stock',
    was: was && was > price ? decimalOf(was) : null,
    picture: picture ?? null,
    piece: `${title}, ${variant.title}: ${decimalOf(price)} ${currency}`,
  }
}

function decimalOf(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
}
