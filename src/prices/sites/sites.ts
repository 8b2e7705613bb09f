import type { Needs } from '#src/app.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { ACTIVE } from '../looks/site.ts'
import { AT_PACE, tierFor } from '../looks/tier.ts'
import { sayMinutes } from './write-tier.ts'

export type Site = {
  id: string
  domain: string
  name: string
  refusal: string | null
  products: number
  /** Of these, how many are not seen at present. */
  lost: number
  tierS: number
  /** How often in a row it failed as a whole. */
  attempts: number
  lastOkAt: Date | null
  lastError: string | null
  nextTryAt: Date | null
  words: string
}

type Row = Omit<Site, 'lastOkAt' | 'nextTryAt' | 'words' | 'tierS'> & {
  lastOkAt: string | null
  nextTryAt: string | null
  crawlDelayMs: number
  atPace: number
}

/** What anybody may see: shops that have shown a price to somebody who watches it, never what was only typed. */
export const SHOWN_TO_ALL = `w.refusal is null and w.last_ok_at is not null and exists (
  select 1 from tracked_products t join price_subscriptions s on s.product_id = t.id
  where t.website_id = w.id and t.price is not null and s.state in ('watching', 'told'))`

/**
 * The shops that can be watched, how often each lets us look, and what is wrong with those that do not answer. `which`:
 * in SQL, of websites `w`.
 */
export async function listSites(app: Needs<'em' | 'settings'>, which = 'true'): Promise<Site[]> {
  const rows = await sql<Row>(
    app.em.fork(),
    `select w.id, w.domain, w.name, w.refusal, w.attempts, w.crawl_delay_ms as "crawlDelayMs",
       w.last_ok_at as "lastOkAt", w.last_error as "lastError", w.next_try_at as "nextTryAt",
       count(p.id) filter (where p.state in ${ACTIVE})::int as products,
       count(p.id) filter (where p.state in ${AT_PACE})::int as "atPace",
       count(p.id) filter (where p.state in ${ACTIVE} and p.failing_since is not null)::int as lost
     from websites w left join tracked_products p on p.website_id = w.id where ${which} group by w.id
     order by products desc, w.domain`,
  )
  return rows.map((row) => {
    const { atPace, ...shown } = row
    const tierS = tierFor(atPace, row, app.settings)
    const site = { ...shown, tierS, lastOkAt: readTime(row.lastOkAt), nextTryAt: readTime(row.nextTryAt) }
    return { ...site, words: describe(site) }
  })
}

function describe(site: Omit<Site, 'words'>): string {
  const { domain, products, tierS, refusal } = site
  if (refusal) return `${domain} · not supported: ${refusal}`
  const count = products === 1 ? '1 product' : `${products} products`
  return `${domain} · ${count} · looked at every ${sayMinutes(tierS)} · ${healthOf(site)}`
}

function healthOf({ lastError, lastOkAt, lost }: Pick<Site, 'lastError' | 'lastOkAt' | 'lost'>): string {
  if (lastError) return `trouble: ${lastError}`
  if (!lastOkAt) return 'nothing read there yet'
  return lost > 0 ? `answers, but not for ${lost} of its pages` : 'answers'
}
