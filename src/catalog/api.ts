import type { ApiRoute } from '#src/web/route.ts'
import { connectionRoutes } from './api-connection.ts'
import { draftRoutes } from './api-drafts.ts'
import { scanRoutes } from './api-scan.ts'

/** The catalogue for programs, besides what derives from its kinds. */
export const catalogRoutes: ApiRoute[] = [...connectionRoutes, ...scanRoutes, ...draftRoutes]
