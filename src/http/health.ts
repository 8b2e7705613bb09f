import { Hono } from 'hono'
import type { Needs } from '#src/app.ts'
import { writeMetrics } from './gather-metrics.ts'
import { type FreeBytes, findStorageTrouble } from './guard/has-room.ts'
import type { Web } from './web.ts'

/** For whoever runs us: is the process up, may it get work, how is it doing. */
export function healthRoutes(
  app: Needs<'em' | 'clock' | 'settings'>,
  missing: () => string[],
  freeBytes?: FreeBytes,
): Hono<Web> {
  return new Hono<Web>()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const trouble = await findStorageTrouble(app, freeBytes)
      const lacks = [...missing(), ...(trouble ? [trouble] : [])]
      return lacks.length > 0 ? c.json({ ready: false, missing: lacks }, 503) : c.json({ ready: true })
    })
    .get('/metrics', async (c) => {
      const { type, text } = await writeMetrics(app.em.fork(), app.clock())
      return c.body(text, 200, { 'content-type': type })
    })
}
