import { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import type { LookingApp } from '../site.ts'
import { FIRST_TRIES_MS } from './record-failure.ts'
import { recordOutage } from './record-outage.ts'
import { whyResting } from './why-resting.ts'

/** A shop may rest for longer than a page that was never read is waited for. */
export async function giveUpAtRest(app: LookingApp): Promise<void> {
  const now = app.clock()
  const resting = await sql<{ id: string }>(
    app.em.fork(),
    `select id from websites w where attempts > 0 and next_try_at > $1 and exists (
       select 1 from tracked_products p where p.website_id = w.id and p.state = 'new' and p.failing_since <= $2)`,
    [now, new Date(now.getTime() - FIRST_TRIES_MS)],
  )
  if (resting.length === 0) return
  for (const site of await app.em.fork().find(Website, { id: { $in: resting.map(({ id }) => id) } })) {
    const error = whyResting(site, now)
    if (error) await recordOutage(app, site, error)
  }
}
