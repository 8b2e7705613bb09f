import { step } from '#entities/actor.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { whyNotFetched } from '#src/integrations/guard-address.ts'
import { move } from '#src/moves/move.ts'
import { canonicalUrl, siteOf } from '../canonical-url.ts'
import { trackedKind } from '../kinds.ts'
import { LOOK } from '../steps.ts'

/** The product of an address: one row for one canonical address, shared by everyone who watches it. */
export async function addProduct(
  app: Needs<'em' | 'clock' | 'ring' | 'settings'>,
  text: string,
): Promise<TrackedProduct> {
  const url = canonicalUrl(text)
  const why = whyNotFetched(url, new Set(app.settings.FETCH_ALLOW))
  if (why) throw new Refusal(why)
  return inTransaction(app, async (tx) => {
    const website = await addWebsite(tx, url)
    if (website.refusal) throw new Refusal(website.refusal)
    const product = await keepProduct(tx, url.href, website.id)
    if (product.state === 'resting')
      await move(tx, trackedKind, [product], 'wake', step(LOOK), { set: () => ({ nextLookAt: tx.at }) })
    if (product.state === 'unreadable')
      await move(tx, trackedKind, [product], 'retry', step(LOOK), {
        set: () => ({ nextLookAt: tx.at, failingSince: null }),
      })
    tx.ring(LOOK)
    return tx.em.findOneOrFail(TrackedProduct, { id: product.id }, { refresh: true })
  })
}

async function addWebsite(tx: Tx, url: URL): Promise<Website> {
  const { domain, name, refusal } = siteOf(url)
  await sql(
    tx.em,
    `insert into websites (id, domain, name, refusal, created_at) values ($1, $2, $3, $4, $5)
     on conflict (domain) do nothing`,
    [uuid(), domain, name, refusal, tx.at],
  )
  return tx.em.findOneOrFail(Website, { domain })
}

async function keepProduct(tx: Tx, url: string, websiteId: string): Promise<TrackedProduct> {
  await sql(
    tx.em,
    `insert into tracked_products (id, state, website_id, url, next_look_at, created_at)
     values ($1, 'new', $2, $3, $4, $4) on conflict (url) do nothing`,
    [uuid(), websiteId, url, tx.at],
  )
  return tx.em.findOneOrFail(TrackedProduct, { url })
}
