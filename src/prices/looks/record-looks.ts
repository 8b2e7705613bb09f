import type { EntityManager } from '@mikro-orm/postgresql'
import type { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { redrawWatches } from '../alerts/tell-watchers.ts'
import { recordFailure } from './failing/record-failure.ts'
import { recordReading } from './record-reading.ts'
import type { Look, LookingApp } from './site.ts'

/**
 * What a batch of looks changes: one statement for all pages that are as they were, a transaction of its own for each
 * that is not. `tierS`: how often this shop lets us look at one product.
 */
export async function recordLooks(app: LookingApp, site: Website, looks: Look[], tierS: number): Promise<void> {
  if (looks.length === 0) return
  await recordUnchanged(app, looks, tierS)
  for (const { product, looked, at } of looks) {
    if (looked.what === 'unchanged') continue
    await inTransaction(app, async (tx) => {
      if (looked.what === 'read') await recordReading(tx, app, product.id, looked.reading, at, tierS)
      else await recordFailure(tx, app, product.id, looked, at, tierS)
    })
  }
  if (looks.some(({ looked }) => looked.what !== 'failed')) {
    await sql(app.em.fork(), 'update websites set last_ok_at = $2 where id = $1', [site.id, app.clock()])
  }
}

/** An unchanged page bears the price out that is believed, unless a person called wrong what it says. */
async function recordUnchanged(app: LookingApp, looks: Look[], tierS: number): Promise<void> {
  const rows = looks.flatMap(({ product, looked, at }) => (looked.what === 'unchanged' ? [{ id: product.id, at }] : []))
  if (rows.length === 0) return
  const keep = (em: EntityManager) => sql(em, SAME, [JSON.stringify(rows), tierS])
  const back = looks.flatMap(({ product, looked }) =>
    looked.what === 'unchanged' && product.failingSince ? product.id : [],
  )
  if (back.length === 0) return void (await keep(app.em.fork()))
  await inTransaction(app, async (tx) => {
    await keep(tx.em)
    await redrawWatches(tx, back)
  })
}

const SAME = `
  update tracked_products p set looked_at = v.at, seen_at = case when p.rejected is null then v.at else p.seen_at end,
    next_look_at = v.at + make_interval(secs => $2), failing_since = null, last_error = null
  from jsonb_to_recordset($1::jsonb) as v(id uuid, at timestamptz) where p.id = v.id`
