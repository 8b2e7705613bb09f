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

/** Those that are looked at for somebody. A page nobody watches, and nobody asked for lately, rests until it is. */
export async function restUnasked(app: LookingApp, due: TrackedProduct[]): Promise<TrackedProduct[]> {
  const params = [due.map(({ id }) => id), new Date(app.clock().getTime() - ASKED_FOR_MS)]
  if ((await sql(app.em.fork(), UNASKED, params)).length === 0) return due
  const rested = await inTransaction(app, async (tx) => {
    const rows = await sql<{ id: string }>(tx.em, `${UNASKED} order by id for update`, params)
    const ids = rows.map(({ id }) => id)
    const products = await tx.em.find(TrackedProduct, { id: { $in: ids } }, { refresh: true })
    await move(tx, trackedKind, products, 'rest', step(LOOK))
    return new Set(ids)
  })
  return due.filter(({ id }) => !rested.has(id))
}

const UNASKED = `
  select id from tracked_products p where id = any($1::uuid[]) and state in ${ACTIVE} and asked_at <= $2
    and not exists (select 1 from price_subscriptions w where w.product_id = p.id and w.state <> 'stopped')`
