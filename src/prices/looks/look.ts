import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { claim, type Lease, releaseFailed, saveLeased } from '#src/limits/lease.ts'
import { LOOK } from '../steps.ts'
import { lookAtSite } from './look-at-site.ts'
import { recordOutage } from './record-outage.ts'
import { askRobots } from './robots.ts'
import { ACTIVE, type LookingApp, spacingOf } from './site.ts'
import { whyOf } from './why-of.ts'

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
  let count = 0
  const work = async () => {
    for (let lease = await claimSite(app); lease; lease = await claimSite(app)) count += await workSite(app, lease)
  }
  // Nothing is left running behind the step's back when one of them fails.
  const ends = await Promise.allSettled(Array.from({ length: SITES_AT_ONCE }, work))
  const lost = ends.find((end) => end.status === 'rejected')
  if (lost) throw lost.reason
  await ringForNext(app)
  return count
}

/** The machine's clock was set back: what was looked at "later than now" is due, and nothing counts as newer. */
async function forgetFuture({ em, clock }: LookingApp): Promise<void> {
  await sql(
    em.fork(),
    `update tracked_products set next_look_at = $1, looked_at = $1, seen_at = least(seen_at, $1)
     where state in ${ACTIVE} and looked_at > $1::timestamptz + make_interval(secs => ${SKEW_S})`,
    [clock()],
  )
}

async function claimSite(app: LookingApp): Promise<Lease | null> {
  const [lease] = await claim(app.em.fork(), app.clock(), {
    table: 'websites',
    due: `exists (select 1 from tracked_products p where p.website_id = websites.id and p.state in ${ACTIVE}
      and p.next_look_at <= $1)`,
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
    const products = await findDue(app, site)
    const [first] = products
    if (first) await knowRobots(app, site, new URL(first.url).origin)
    const count = await lookAtSite(app, site, products)
    await leave(app, site, lease)
    return count
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    const message = whyOf(error)
    await recordOutage(app, site, message)
    await releaseFailed(em, lease, app.clock(), { message, retryAfterS: error.retryAfterS })
    return 0
  }
}

/** The site has its space between two turns, too; no turn waits for it. */
async function leave({ em, clock, settings }: LookingApp, site: Website, lease: Lease): Promise<void> {
  const spacing = spacingOf(site, settings)
  const next = spacing > 0 ? new Date(clock().getTime() + spacing) : null
  await saveLeased(em.fork(), lease, 'attempts = 0, last_error = null, next_try_at = $3', [next])
}

function findDue(app: LookingApp, { id }: Website): Promise<TrackedProduct[]> {
  const where = {
    websiteId: id,
    state: { $in: ['new', 'watched', 'doubtful', 'unreachable'] as const },
    nextLookAt: { $lte: app.clock() },
  }
  return app.em.fork().find(TrackedProduct, where, { orderBy: { nextLookAt: 'asc' }, limit: AT_ONCE })
}

async function knowRobots(app: LookingApp, site: Website, origin: string): Promise<void> {
  if (site.robotsUntil && site.robotsUntil > app.clock()) return
  const known = await askRobots(app, origin)
  await app.em.fork().nativeUpdate(Website, { id: site.id }, known)
  Object.assign(site, known)
}

/** The next product comes due between two sweeps. */
async function ringForNext(app: LookingApp): Promise<void> {
  const [row] = await sql<{ next: string | null }>(
    app.em.fork(),
    `select min(greatest(p.next_look_at, w.next_try_at)) as next from tracked_products p
     join websites w on w.id = p.website_id where p.state in ${ACTIVE}`,
  )
  const next = readTime(row?.next ?? null)
  if (next && next.getTime() <= app.clock().getTime() + SOON_MS) app.ring(LOOK, next)
}
