import { raw } from '@mikro-orm/core'
import { step } from '#entities/actor.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { trackedKind } from '../kinds.ts'
import { LOOK } from '../steps.ts'
import { ACTIVE, type LookingApp } from './site.ts'

/** Who asks what a page costs asks within the hour again; longer than that is for nobody. */
const ASKED_FOR_MS = 2 * 60 * 60_000

const isWatched = (product: string) =>
  `exists (select 1 from price_subscriptions w where w.product_id = ${product}.id and w.state <> 'stopped')`

/** Of products `p`, at `$1`: those that are looked at for somebody, who watches them or asked for them lately. */
export const ASKED_FOR = `(p.asked_at > $1::timestamptz - interval '${ASKED_FOR_MS} ms' or ${isWatched('p')})`

/** The same for who finds them one by one. */
export function askedFor(now: Date) {
  return { $or: [{ askedAt: { $gt: new Date(now.getTime() - ASKED_FOR_MS) } }, { [raw(isWatched)]: true }] }
}

/** A page that is due for nobody rests until somebody wants it. */
export async function restUnasked(app: LookingApp): Promise<void> {
  await inTransaction(app, async (tx) => {
    const rows = await sql<{ id: string }>(tx.em, UNASKED, [app.clock()])
    const products = await tx.em.find(TrackedProduct, { id: { $in: rows.map(({ id }) => id) } }, { refresh: true })
    await move(tx, trackedKind, products, 'rest', step(LOOK))
  })
}

const UNASKED = `
  select id from tracked_products p where state in ${ACTIVE} and next_look_at <= $1 and not ${ASKED_FOR}
  order by id limit 1000 for update`
