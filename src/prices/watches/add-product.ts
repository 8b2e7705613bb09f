import { step } from '#entities/actor.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { whyNotFetched } from '#src/integrations/guard-address.ts'
import { move } from '#src/moves/move.ts'
import { canonicalUrl } from '../canonical-url.ts'
import { trackedKind } from '../kinds.ts'
import { keepWebsite } from '../sites/keep-website.ts'
import { LOOK } from '../steps.ts'

/** What a page said when somebody watched it last is not what it says now: it is asked back once it is read again. */
const unknown = { price: null, currency: null, priceAt: null, seenAt: null, source: null, doubt: null, rejected: null }

/** The product of an address: one row for one canonical address, shared by everyone who watches it. */
export async function addProduct(
  app: Needs<'em' | 'clock' | 'ring' | 'settings'>,
  text: string,
): Promise<TrackedProduct> {
  const url = canonicalUrl(text)
  const why = whyNotFetched(url, new Set(app.settings.FETCH_ALLOW))
  if (why) throw new Refusal(why)
  return inTransaction(app, async (tx) => {
    const website = await keepWebsite(tx, url)
    if (website.refusal) throw new Refusal(website.refusal)
    const product = await keepProduct(tx, url.href, website.id)
    const isWatched = await tx.em.count(PriceSubscription, { productId: product.id, state: ['watching', 'told'] })
    const set = () => ({ ...(isWatched === 0 && unknown), nextLookAt: tx.at, failingSince: null })
    if (product.state === 'resting') await move(tx, trackedKind, [product], 'wake', step(LOOK), { set })
    if (product.state === 'unreadable') await move(tx, trackedKind, [product], 'retry', step(LOOK), { set })
    tx.ring(LOOK)
    return tx.em.findOneOrFail(TrackedProduct, { id: product.id }, { refresh: true })
  })
}

async function keepProduct(tx: Tx, url: string, websiteId: string): Promise<TrackedProduct> {
  await sql(
    tx.em,
    `insert into tracked_products (id, state, website_id, url, next_look_at, asked_at, created_at)
     values ($1, 'new', $2, $3, $4, $4, $4) on conflict (url) do update set asked_at = excluded.asked_at`,
    [uuid(), websiteId, url, tx.at],
  )
  return tx.em.findOneOrFail(TrackedProduct, { url })
}
