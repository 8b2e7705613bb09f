import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { OutsideError } from '#src/errors.ts'
import { lookAt } from './look-at.ts'
import { recordLooks } from './record-looks.ts'
import { askRobots } from './robots.ts'
import type { LookingApp } from './site.ts'

/**
 * Looks at a product that was just added, for the person who waits for it. What fails here is looked at again later.
 */
export async function firstLook(app: LookingApp, product: TrackedProduct): Promise<TrackedProduct> {
  const em = app.em.fork()
  const site = await em.findOneOrFail(Website, { id: product.websiteId })
  try {
    if (!site.robotsUntil || site.robotsUntil <= app.clock()) {
      const known = await askRobots(app, new URL(product.url).origin)
      await app.em.fork().nativeUpdate(Website, { id: site.id }, known)
      Object.assign(site, known)
    }
    await recordLooks(app, site, [{ product, looked: await lookAt(app, site, product), at: app.clock() }])
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    app.log.info({ operation: 'prices.first-look', url: product.url, error }, 'a first look waits for the next')
  }
  return app.em.fork().findOneOrFail(TrackedProduct, { id: product.id })
}
