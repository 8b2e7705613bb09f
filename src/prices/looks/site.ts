import type { EntityManager } from '@mikro-orm/postgresql'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Looked } from './read-page.ts'

export type LookingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'log' | 'web' | 'openai' | 'publicUrl'>
export type Look = { product: TrackedProduct; looked: Looked; at: Date }

/** The states in which a product is looked at, for SQL. */
export const ACTIVE = "('new', 'watched', 'doubtful', 'unreachable')"

/** The least time between two requests to a site: ours, or more where its robots.txt asks for more. */
export function spacingOf({ crawlDelayMs }: Pick<Website, 'crawlDelayMs'>, settings: LookingApp['settings']): number {
  return Math.max(settings.PRICE_SPACING_MS, crawlDelayMs)
}

/** How often this shop lets us look at one product, in seconds: a minute, or longer where it wants space. */
export async function tierOf(
  app: Pick<LookingApp, 'em' | 'settings'>,
  site: Pick<Website, 'id' | 'crawlDelayMs'>,
): Promise<number> {
  const spacing = spacingOf(site, app.settings)
  if (spacing === 0) return app.settings.PRICE_LOOK_EVERY_S
  const [row] = await sql<{ n: number }>(
    app.em.fork(),
    `select count(*)::int as n from tracked_products where website_id = $1 and state in ('new', 'watched', 'doubtful')`,
    [site.id],
  )
  return Math.max(app.settings.PRICE_LOOK_EVERY_S, Math.ceil(((row?.n ?? 1) * spacing) / 1000))
}

export async function tierOfProduct(
  em: EntityManager,
  { settings }: Pick<LookingApp, 'settings'>,
  { websiteId }: Pick<TrackedProduct, 'websiteId'>,
): Promise<number> {
  return tierOf({ em, settings }, await em.findOneOrFail(Website, { id: websiteId }))
}
