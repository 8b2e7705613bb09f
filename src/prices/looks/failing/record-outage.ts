import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import type { OutsideError } from '#src/errors.ts'
import { redrawWatches } from '../../alerts/tell-watchers.ts'
import { ACTIVE, type LookingApp } from '../site.ts'
import { tierOf } from '../tier.ts'
import { FIRST_TRIES_MS, recordFailure, UNREACHABLE_AFTER_MS } from './record-failure.ts'
import { whyOf } from './why-of.ts'

/**
 * A site that is away as a whole, or only as far as `ids` go, which then rest as long as they must: these pages count
 * as not answering, one that was never read is given up after its first tries, and after a day who watches them is
 * told.
 */
export async function recordOutage(
  app: LookingApp,
  { id: websiteId, crawlDelayMs }: Pick<Website, 'id' | 'crawlDelayMs'>,
  error: OutsideError,
  ids: string[] | null = null,
): Promise<void> {
  const [at, why] = [app.clock(), whyOf(error)]
  const until = new Date(at.getTime() + (error.retryAfterS ?? 0) * 1000)
  await inTransaction(app, async (tx) => {
    const away = await sql<{ id: string; isFirst: boolean }>(
      tx.em,
      `update tracked_products set failing_since = coalesce(failing_since, $2), last_error = $3,
         next_look_at = case when $4::uuid[] is null then next_look_at
           when state = 'new' then least($5, coalesce(failing_since, $2) + make_interval(secs => $6)) else $5 end
       where website_id = $1 and state in ${ACTIVE} and next_look_at <= $2 and ($4::uuid[] is null or id = any($4))
       returning id, failing_since = $2 as "isFirst"`,
      [websiteId, at, why, ids, until, FIRST_TRIES_MS / 1000],
    )
    const first = away.flatMap(({ id, isFirst }) => (isFirst ? id : []))
    if (first.length > 0) await redrawWatches(tx, first)
  })
  const failingFor = (ms: number) => ({ failingSince: { $lte: new Date(at.getTime() - ms) } })
  const ends = [
    { state: 'watched' as const, ...failingFor(UNREACHABLE_AFTER_MS) },
    { state: 'new' as const, ...failingFor(FIRST_TRIES_MS) },
  ]
  const lost = await app.em.fork().find(TrackedProduct, { websiteId, ...(ids && { id: { $in: ids } }), $or: ends })
  if (lost.length === 0) return
  const tierS = await tierOf(app, { id: websiteId, crawlDelayMs })
  for (const { id } of lost) {
    await inTransaction(app, (tx) => recordFailure(tx, app, id, { why, isGone: false }, at, tierS))
  }
}
