import { setTimeout } from 'node:timers/promises'
import { Hono } from 'hono'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { writeMetrics } from './gather-metrics.ts'
import type { Web } from './web.ts'

const PATIENCE_MS = 2_000

/** For whoever runs us: is the process up, may it get work, how is it doing. */
export function healthRoutes(app: Needs<'em'>, missing: () => string[]): Hono<Web> {
  return new Hono<Web>()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const lacks = [...missing(), ...((await isDatabaseThere(app)) ? [] : ['database'])]
      return lacks.length > 0 ? c.json({ ready: false, missing: lacks }, 503) : c.json({ ready: true })
    })
    .get('/metrics', async (c) => {
      const { type, text } = await writeMetrics(app.em.fork())
      return c.body(text, 200, { 'content-type': type })
    })
}

async function isDatabaseThere({ em }: Needs<'em'>): Promise<boolean> {
  const asked = sql(em.fork(), 'select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([asked, setTimeout(PATIENCE_MS, false, { ref: false })])
}
