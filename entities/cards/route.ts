import { defineEntity, p } from '@mikro-orm/core'
import type { Platform } from '../people/identity.ts'

const RouteSchema = defineEntity({
  name: 'Route',
  tableName: 'routes',
  uniques: [{ properties: ['pipeline', 'platform'] }],
  properties: {
    id: p.uuid().primary(),
    pipeline: p.string(),
    platform: p.string().$type<Platform>(),
    place: p.string(),
  },
})

/** Where a pipeline's cards hang, when not in the place of the settings. */
export class Route extends RouteSchema.class {}

RouteSchema.setClass(Route)
