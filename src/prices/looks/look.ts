import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { claim, type Lease, releaseFailed, saveLeased } from '#src/limits/lease.ts'
import { LOOK } from '../steps.ts'
import { giveUpAtRest } from './failing/give-up-at-rest.ts'
import { recordOutage } from './failing/record-outage.ts'
import { isBusy } from './failing/when-busy.ts'
import { whyOf } from './failing/why-of.ts'
import { hasSpoken, knowRobots, whySilent } from './know-robots.ts'
import { lookAtSite } from './look-at-site.ts'
import { ASKED_FOR, askedFor, restUnasked } from './rest-unasked.ts'
import { settleInShops } from './settle-in-shops.ts'
import { ACTIVE, type LookingApp } from './site.ts'
import { spacingOf } from './tier.ts'

/** A lane mostly waits for its shop. Chosen, not measured: a handful of shops that hang leave lanes for the others. */
const SITES_AT_ONCE = 16
const LEASE_MS = 60_000
/** Products of one turn, in memory together. */
const AT_ONCE = 400
const SOON_MS = 60_000
/** The clocks of several machines differ by less. */
const SKEW_S = 120

/** Looks at every product that is due, site by site: whoever holds a site is the only one that asks it. */
export async function lookAtProducts(app: LookingApp): Promise<number> {
  await forgetFuture(app)
  const count = await openLane(app, SITES_AT_ONCE)
  await giveUpAtRest(app)
  await ringForNext(app)
  return count
}

/**
 * A lane works through sites until none is due, and opens the next beside it only once it has one itself: with nothing
 * due one question is asked, not sixteen.
 */
async function openLane(app: LookingApp, left: number): Promise<number> {
  const first = left > 0 ? await claimSite(app) : null
  if (!first) return 0
  // Nothing is left running behind the step's back when one of them fails.
  const lanes = await Promise.allSettled([workThrough(app, first), openLane(app, left - 1)])
  return lanes.reduce((sum, lane) => {
    if (lane.status === 'rejected') throw lane.reason
    return sum + lane.value
  }, 0)
}

async function workThrough(app: LookingApp, first: Lease): Promise<number> {
  let count = 0
  for (let lease: Lease | null = first; lease; lease = await claimSite(app)) count += await workSite(app, lease)
  return count
}

/** The machine's clock was set back: what was looked at "later than now" is due, and nothing counts as newer. */
async function forgetFuture({ em, clock, settings }: LookingApp): Promise<void> {
  await sql(
    em.fork(),
    `with ahead as (
       update websites set next_try_at = $1 where attempts = 0 and next_try_at >
         $1::timestamptz + make_interval(secs => ${SKEW_S} + greatest(crawl_delay_ms, $2::int) / 1000.0))
     update tracked_products set next_look_at = $1, looked_at = $1, seen_at = least(seen_at, $1)
     where state in ${ACTIVE} and looked_at > $1::timestamptz + make_interval(secs => ${SKEW_S})`,
    [clock(), settings.PRICE_SPACING_MS],
  )
}

async function claimSite(app: LookingApp): Promise<Lease | null> {
  const [lease] = await claim(app.em.fork(), app.clock(), {
    table: 'websites',
    due: `exists (select 1 from tracked_products p where p.website_id = websites.id and p.state in ${ACTIVE}
      and p.next_look_at <= $1 and ${ASKED_FOR})`,
    order: 'next_try_at nulls first, id',
    limit: 1,
    leaseMs: LEASE_MS,
  })
  return lease ?? null
}

/** One site's turn. A site that fails as a whole waits, and no other waits with it. */
async function workSite(app: LookingApp, lease: Lease): Promise<number> {
  const em = app.em.fork()
  const site = await em.findOneOrFail(Website, { id: lease.id })
  try {
    const products = await settleInShops(app, site, await findDue(app, site))
    const count = await lookAtSite(app, site, await withRobots(app, site, products))
    await leave(app, site, lease)
    return count
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    await recordOutage(app, site, error)
    await releaseFailed(em, lease, app.clock(), { message: whyOf(error), retryAfterS: error.retryAfterS })
    return 0
  }
}

/** The site has its space between two turns, too; no turn waits for it. */
async function leave({ em, clock, settings }: LookingApp, site: Website, lease: Lease): Promise<void> {
  const spacing = spacingOf(site, settings)
  const next = spacing > 0 ? new Date(clock().getTime() + spacing) : null
  const set = 'attempts = 0, last_error = $3, next_try_at = $4'
  await saveLeased(em.fork(), lease, set, [whySilent(site, clock()), next])
}

function findDue(app: LookingApp, { id }: Website): Promise<TrackedProduct[]> {
  const where = {
    websiteId: id,
    state: { $in: ['new', 'watched', 'doubtful', 'unreachable'] as const },
    nextLookAt: { $lte: app.clock() },
    ...askedFor(app.clock()),
  }
  return app.em.fork().find(TrackedProduct, where, { orderBy: { nextLookAt: 'asc' }, limit: AT_ONCE })
}

/** Those that may be looked at now. An origin that keeps its robots.txt to itself holds up none but its own pages. */
async function withRobots(app: LookingApp, site: Website, products: TrackedProduct[]): Promise<TrackedProduct[]> {
  const originOf = ({ url }: TrackedProduct) => new URL(url).origin
  const failed = await knowRobots(app, site, products.map(originOf))
  const errors = [...failed.values()]
  const [lost] = hasSpoken(site) ? errors.filter(isBusy) : errors
  if (lost) throw lost
  for (const [origin, error] of failed) {
    const ids = products.filter((product) => originOf(product) === origin).map(({ id }) => id)
    await recordOutage(app, site, error, ids)
  }
  return products.filter((product) => !failed.has(originOf(product)))
}

/** The next product comes due between two sweeps; one that is due for nobody does not. */
async function ringForNext(app: LookingApp): Promise<void> {
  const [row] = await sql<{ next: string | null; unasked: boolean | null }>(
    app.em.fork(),
    `select min(greatest(p.next_look_at, w.next_try_at)) filter (where p.next_look_at > $1 or ${ASKED_FOR}) as next,
       bool_or(p.next_look_at <= $1 and not ${ASKED_FOR}) as unasked
     from tracked_products p join websites w on w.id = p.website_id where p.state in ${ACTIVE}`,
    [app.clock()],
  )
  if (row?.unasked) await restUnasked(app)
  const next = readTime(row?.next ?? null)
  if (next && next.getTime() <= app.clock().getTime() + SOON_MS) app.ring(LOOK, next)
}
