import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { siteOf } from '../canonical-url.ts'
import { keepWebsite } from '../sites/keep-website.ts'
import type { LookingApp } from './site.ts'

/**
 * The products that are this shop's. Others were kept when all that stands below one domain was one shop: they go to
 * the shop of their own host, and are due there.
 */
export async function settleInShops(
  app: LookingApp,
  site: Website,
  products: TrackedProduct[],
): Promise<TrackedProduct[]> {
  const mine = products.filter(({ url }) => siteOf(new URL(url)).domain === site.domain)
  if (mine.length === products.length) return products
  await inTransaction(app, async (tx) => {
    for (const { id, url } of products.filter((product) => !mine.includes(product))) {
      const { id: websiteId } = await keepWebsite(tx, new URL(url), site.selector)
      await tx.em.nativeUpdate(TrackedProduct, { id }, { websiteId })
    }
  })
  return mine
}
