import type { Found } from '../found.ts'
import { readShopify } from './shopify.ts'
import { readWooCommerce } from './woocommerce.ts'

/** What a shop runs on, where that has an API anyone may ask. */
export type ShopApi = 'shopify' | 'woocommerce'

const SHOPIFY = /cdn\.shopify\.com|Shopify\.shop\s*=/
const WOOCOMMERCE = /wp-json\/wc\/store|class=["'][^"']*\bwoocommerce\b/

/** What the shop behind a page runs on, by the marks it leaves there. */
export function detectShop(html: string): ShopApi | null {
  if (SHOPIFY.test(html)) return 'shopify'
  return WOOCOMMERCE.test(html) ? 'woocommerce' : null
}

/**
 * Where the API tells of the product of a page; null where the address does not say which that is.
 *
 * @see https://shopify.dev/docs/api/ajax/reference/product
 * @see https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/products/
 */
export function shopApiUrl(api: ShopApi, url: URL): string | null {
  if (api === 'shopify') {
    const handle = /\/products\/([^/]+)$/.exec(url.pathname)?.[1]
    return handle ? `${url.origin}/products/${handle}.js` : null
  }
  const slug = url.pathname.split('/').findLast((part) => part !== '')
  // An attribute in the address picks a variation, and those are not in this answer.
  return slug && url.search === '' ? `${url.origin}/wp-json/wc/store/v1/products?slug=${slug}` : null
}

/** What the API said. `currency`: the shop's own, for an API that names none. Null where it says no price. */
export function readShopApi(api: ShopApi, body: string, url: URL, currency: string | null): Found | null {
  const answer = readJson(body)
  return api === 'shopify' ? readShopify(answer, url, currency) : readWooCommerce(answer)
}

/** The currency of a Shopify shop, from its `/meta.json`. */
export function readShopCurrency(body: string): string | null {
  const answer = readJson(body)
  const code = answer !== null && typeof answer === 'object' && 'currency' in answer ? answer.currency : null
  return typeof code === 'string' && /^[A-Z]{3}$/.test(code) ? code : null
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
