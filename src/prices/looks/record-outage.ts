import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { DAY_MS, recordFailure } from './record-failure.ts'
import { ACTIVE, type LookingApp, tierOf } from './site.ts'

/** A site that is away as a whole: its pages count as not answering, and after a day who watches them is told. */
export async function recordOutage(app: LookingApp, site: Website, why: string): Promise<void> {
  const at = app.clock()
  await sql(
    app.em.fork(),
    `update tracked_products set failing_since = coalesce(failing_since, $2), last_error = $3
     where website_id = $1 and state in ${ACTIVE} and next_look_at <= $2`,
    [site.id, at, why],
  )
  const failingSince = { $lte: new Date(at.getTime() - DAY_MS) }
  const lost = await app.em.fork().find(TrackedProduct, { websiteId: site.id, state: 'watched', failingSince })
  if (lost.length === 0) return
  const tierS = await tierOf(app, site)
  for (const { id } of lost) {
    await inTransaction(app, (tx) => recordFailure(tx, app, id, { why, isGone: false }, at, tierS))
  }
}
