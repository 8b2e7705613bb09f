import type { EntityManager } from '@mikro-orm/postgresql'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { trackedKind } from '../kinds.ts'

export type TrackedView = TrackedProduct & { watchers: number; lastMove: LastMove | null }

export async function loadTracked(em: EntityManager, ids: string[]): Promise<TrackedView[]> {
  const products = await em.find(TrackedProduct, { id: { $in: ids } })
  const counts = await sql<{ id: string; n: number }>(
    em,
    `select product_id as id, count(*)::int as n from price_subscriptions
     where product_id = any($1::uuid[]) and state <> 'stopped' group by 1`,
    [ids],
  )
  const lastMoves = await loadLastMoves(em, trackedKind.name, ids)
  return products.map((product) =>
    Object.assign(product, {
      watchers: counts.find(({ id }) => id === product.id)?.n ?? 0,
      lastMove: lastMoves.get(product.id) ?? null,
    }),
  )
}
