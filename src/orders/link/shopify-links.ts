import type { Sale } from '#entities/orders/sale.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { Refusal } from '#src/errors.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind, saleKind } from '../kinds.ts'
import type { CartLinks } from './cart-link-provider.ts'

/** At Shopify: the address alone is the cart, so nothing is asked of Shopify and nothing expires. */
export function createShopifyLinks({ SHOPIFY_SHOP }: Settings): CartLinks {
  if (!SHOPIFY_SHOP) throw new Refusal('CART_LINK_PROVIDER=shopify needs SHOPIFY_SHOP.')
  const host = readShop(SHOPIFY_SHOP)
  return {
    fetch: async (view) => ({ url: writePermalink(host, view) }),
    // Made anew: the order may have been edited since.
    keep: async (_tx, view) => writePermalink(host, view),
  }
}

/**
 * `https://bead.myshopify.com/cart/4455:2,4456:1?checkout[email]=...`: a filled cart with the checkout's fields filled
 * in. Refuses, in a person's words, when a colour has no variant.
 *
 * @see https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks
 */
function writePermalink(host: string, view: OrderView): string {
  const lines = Object.entries(view.items ?? {}).map(([colour, count]) => `${variantOf(view.sale, colour)}:${count}`)
  const page = new URL(`https://${host}/cart/${lines.join(',')}`)
  for (const [name, value] of Object.entries(fieldsOf(view))) if (value) page.searchParams.set(name, value)
  return page.href
}

function variantOf(sale: Sale, colour: string): string {
  const variant = sale.variants[colour]
  if (variant) return variant
  throw new Refusal(`No Shopify variant for '${colour}' in ${writeRef(saleKind, sale)}`)
}

function fieldsOf(view: OrderView): Record<string, string | null | undefined> {
  const { recipient, line1, line2, city, region, postcode, country } = view.address?.given ?? {}
  const names = recipient?.trim().split(/\s+/) ?? []
  const last = names.pop()
  const address = 'checkout[shipping_address]'
  return {
    'checkout[email]': view.email,
    [`${address}[first_name]`]: names.join(' '),
    [`${address}[last_name]`]: last,
    [`${address}[address1]`]: line1,
    [`${address}[address2]`]: line2,
    [`${address}[city]`]: city,
    [`${address}[province]`]: region,
    [`${address}[zip]`]: postcode,
    [`${address}[country]`]: country,
    'attributes[order]': writeRef(orderKind, view),
  }
}

/** `bead`, `bead.myshopify.com` and `https://bead.example/` are all understood. */
function readShop(text: string): string {
  const host = text.replace(/^https?:\/\//i, '').replace(/\/.*$/, '')
  return host.includes('.') ? host : `${host}.myshopify.com`
}

/** `black=4455, red=4456` */
export function writeVariants(variants: Sale['variants']): string {
  return Object.entries(variants)
    .map((pair) => pair.join('='))
    .join(', ')
}

/** Reads what a person typed, the ids as the admin pages show them or as the API does; refuses with an example. */
export function readVariants(text: string): Sale['variants'] {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
  return Object.fromEntries(parts.map(readVariant))
}

function readVariant(part: string): [colour: string, variant: string] {
  const [, colour, variant] = /^([^=]+?)\s*=\s*(?:gid:\/\/shopify\/ProductVariant\/)?(\d{1,20})$/.exec(part) ?? []
  if (colour && variant) return [colour.toLowerCase(), variant]
  const sentence = `'${part.slice(0, 40)}' cannot be read. Write it like: black=4455, red=4456`
  throw new Refusal(sentence, { variants: sentence })
}
