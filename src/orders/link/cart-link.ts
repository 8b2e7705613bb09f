import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { NO_TOKEN } from '#src/links/without-tokens.ts'
import type { CartLinks } from './cart-link-provider.ts'
import { createShopifyLinks } from './shopify-links.ts'
import { createStripeLinks } from './stripe-links.ts'

type LinkedOrder = { id: string; cartLink: string }

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
    keep: (tx, view) => mintCheckout(tx, publicUrl, view.id),
  }
}

async function mintCheckout(tx: Tx, publicUrl: string, subjectId: string): Promise<string> {
  const expiresAt = new Date(tx.at.getTime() + VALID_MS)
  return writeLink(publicUrl, await mintLink(tx, { purpose: 'checkout', subjectId, expiresAt }))
}

/** A page of ours, as the order keeps it: without the token, which only the mail has. */
export function isOwnPage(cartLink: string): boolean {
  return cartLink.endsWith(NO_TOKEN)
}

/**
 * The link of an order once more, for another address. Of a page of ours there is a new one, and whoever had the old
 * one sees it no longer: it names the customer.
 */
export async function linkAgain(tx: Tx, publicUrl: string, { id, cartLink }: LinkedOrder): Promise<string> {
  if (!isOwnPage(cartLink)) return cartLink
  await sql(
    tx.em,
    `update links set expires_at = $2 where purpose = 'checkout' and subject_id = $1 and expires_at > $2`,
    [id, tx.at],
  )
  return mintCheckout(tx, publicUrl, id)
}
