import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { canonicalUrl } from '../canonical-url.ts'
import { addProduct } from '../watches/add-product.ts'
import { recordOutage } from './failing/record-outage.ts'
import { whyResting } from './failing/why-resting.ts'
import { knowRobots } from './know-robots.ts'
import { lookAt } from './look-at.ts'
import { recordLooks } from './record-looks.ts'
import type { LookingApp } from './site.ts'
import { tierOf } from './tier.ts'

/**
 * Looks at a product that was just added, for the person who waits for it. What fails here is looked at again later.
 */
export async function firstLook(app: LookingApp, product: TrackedProduct, mayFollow = true): Promise<TrackedProduct> {
  const em = app.em.fork()
  const site = await em.findOneOrFail(Website, { id: product.websiteId })
  try {
    const resting = whyResting(site, app.clock())
    if (resting) throw resting
    const [failed] = (await knowRobots(app, site, [new URL(product.url).origin])).values()
    if (failed) throw failed
    const looked = await lookAt(app, site, product)
    const home =
      mayFollow && looked.what === 'read' && looked.reading.read ? homeOf(product.url, looked.reading.url) : null
    if (home) return await followTo(app, product, home)
    await recordLooks(app, site, [{ product, looked, at: app.clock() }], await tierOf(app, site))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    app.log.info({ operation: 'prices.first-look', url: product.url, error }, 'a first look waits for the next')
    await recordOutage(app, site, error, [product.id])
  }
  return app.em.fork().findOneOrFail(TrackedProduct, { id: product.id })
}

/** Where a short or an old link leads, as the product's address; null: nowhere else, or the variant would be lost. */
function homeOf(asked: string, landed: string): string | null {
  const [from, to] = [canonicalUrl(asked), canonicalUrl(landed)]
  const isWhole = [...from.searchParams].every(([name, value]) => to.searchParams.get(name) === value)
  return isWhole && from.href !== to.href ? to.href : null
}

/** The product at the end of the redirects, shared with all who watch it; the link that led there is none. */
async function followTo(app: LookingApp, link: TrackedProduct, home: string): Promise<TrackedProduct> {
  const product = await addProduct(app, home)
  await sql(
    app.em.fork(),
    `delete from tracked_products p where id = $1 and state = 'new' and not exists (
       select 1 from price_subscriptions w where w.product_id = p.id)`,
    [link.id],
  )
  return product.state === 'new' ? firstLook(app, product, false) : product
}
