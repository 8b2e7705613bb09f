import type { EntityManager } from '@mikro-orm/postgresql'
import type { Platform } from '#entities/people/identity.ts'
import { sql } from '#src/database/sql.ts'

type Place = { platform: Platform; place: string }

/**
 * Three words name a route, the first that is there counts: `bookings`, where a person sent these cards; `*bookings`,
 * the place of their own in the settings; `*`, where all cards hang. In the order of their bytes the nearest is last.
 */
export const atHome = (pipeline: string) => `*${pipeline}`

/** Where a pipeline's cards hang now, on each platform. */
export function findRoutes(em: EntityManager, pipeline: string): Promise<Place[]> {
  return findAllRoutes(em, [pipeline])
}

/** The same of several at once. */
export function findAllRoutes(em: EntityManager, pipelines: string[]): Promise<(Place & { pipeline: string })[]> {
  return sql(
    em,
    `select distinct on (v.pipeline, r.platform) v.pipeline, r.platform, r.place
     from unnest($1::text[]) as v(pipeline) join routes r on r.pipeline in (v.pipeline, '*' || v.pipeline, '*')
     order by v.pipeline, r.platform, r.pipeline collate "C" desc`,
    [pipelines],
  )
}

/** Where they hang unless a person sends them elsewhere. */
export function findHomes(em: EntityManager, pipeline: string): Promise<(Place & { isOwn: boolean })[]> {
  return sql(
    em,
    `select distinct on (platform) platform, place, pipeline <> '*' as "isOwn" from routes
     where pipeline in ($1, '*') order by platform, pipeline collate "C" desc`,
    [atHome(pipeline)],
  )
}

/** Somebody has sent a pipeline's cards away from the place that is its own. */
export async function isAwayFromHome(em: EntityManager, pipeline: string): Promise<boolean> {
  const rows = await sql(
    em,
    `select 1 from routes sent join routes home on home.pipeline = $2 and home.platform = sent.platform
     where sent.pipeline = $1 and sent.place <> home.place`,
    [pipeline, atHome(pipeline)],
  )
  return rows.length > 0
}
