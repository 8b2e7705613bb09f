import type { EntityManager } from '@mikro-orm/postgresql'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import type { LookingApp } from './site.ts'

/** The states in which a product is looked at at its shop's pace, for SQL; one that is away is tried less often. */
export const AT_PACE = "('new', 'watched', 'doubtful')"

/** The least time between two requests to a site: ours, or more where its robots.txt asks for more. */
export function spacingOf({ crawlDelayMs }: Pick<Website, 'crawlDelayMs'>, settings: LookingApp['settings']): number {
  return Math.max(settings.PRICE_SPACING_MS, crawlDelayMs)
}

/** How often a shop with so many products at its pace lets us look at each, in seconds: a minute, or longer. */
export function tierFor(
  products: number,
  site: Pick<Website, 'crawlDelayMs'>,
  settings: LookingApp['settings'],
): number {
  return Math.max(settings.PRICE_LOOK_EVERY_S, Math.ceil((products * spacingOf(site, settings)) / 1000))
}

export async function tierOf(
  app: Pick<LookingApp, 'em' | 'settings'>,
  site: Pick<Website, 'id' | 'crawlDelayMs'>,
): Promise<number> {
  const [row] = await sql<{ n: number }>(
    app.em.fork(),
    `select count(*)::int as n from tracked_products where website_id = $1 and state in ${AT_PACE}`,
    [site.id],
  )
  return tierFor(row?.n ?? 0, site, app.settings)
}

export async function tierOfProduct(
  em: EntityManager,
  { settings }: Pick<LookingApp, 'settings'>,
  { websiteId }: Pick<TrackedProduct, 'websiteId'>,
): Promise<number> {
  return tierOf({ em, settings }, await em.findOneOrFail(Website, { id: websiteId }))
}
