import type { Settings } from '#src/config.ts'
import { mintLink } from '#src/links/links.ts'
import type { CartLinks } from './cart-links.ts'
import { createShopifyLinks } from './shopify-links.ts'
import { createStripeLinks } from './stripe-links.ts'

const VALID_MS = 60 * 24 * 3_600_000

export function createCartLinks(settings: Settings, publicUrl: string): CartLinks {
  return providers[settings.CART_LINK_PROVIDER](settings, publicUrl)
}

const providers: Record<Settings['CART_LINK_PROVIDER'], (settings: Settings, publicUrl: string) => CartLinks> = {
  checkout: (_settings, publicUrl) => createCheckoutLinks(publicUrl),
  shopify: createShopifyLinks,
  stripe: createStripeLinks,
}

/** Our own page: the order, the address, and a way to pay. */
function createCheckoutLinks(publicUrl: string): CartLinks {
  return {
    fetch: async () => null,
    async keep(tx, view) {
      const expiresAt = new Date(tx.at.getTime() + VALID_MS)
      return `${publicUrl}/a/${await mintLink(tx, { purpose: 'checkout', subjectId: view.id, expiresAt })}`
    },
  }
}
