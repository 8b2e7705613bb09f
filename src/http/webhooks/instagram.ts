import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Needs } from '#src/app.ts'
import type { Inlet } from '#src/inbox/inlet.ts'
import { isSignedByMeta } from '#src/integrations/instagram.ts'
import { Problem } from '../problem.ts'
import { rawBodyOf, type Web } from '../web.ts'

/**
 * What Meta tells us. A call is answered only after it is committed; Meta repeats what it hears no 200 for.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function instagramWebhook({ settings }: Needs<'settings'>, inlet: Inlet | undefined): Hono<Web> {
  const { META_VERIFY_TOKEN, META_APP_SECRET } = settings
  return new Hono<Web>()
    .get('/', (c) => {
      if (!META_VERIFY_TOKEN) throw off('META_VERIFY_TOKEN')
      const given = c.req.query('hub.verify_token') ?? ''
      if (c.req.query('hub.mode') !== 'subscribe' || !isSame(given, META_VERIFY_TOKEN)) {
        throw new Problem(403, 'wrong_token', 'That is not our verify token.')
      }
      return c.text(c.req.query('hub.challenge') ?? '')
    })
    .post('/', async (c) => {
      if (!META_APP_SECRET) throw off('META_APP_SECRET')
      if (!inlet) throw new Problem(503, 'no_inlet', 'Instagram is not connected here.')
      const body = rawBodyOf(c)
      if (!isSignedByMeta(META_APP_SECRET, c.req.header('x-hub-signature-256') ?? null, body)) {
        throw new Problem(401, 'bad_signature', 'The signature does not fit the body.')
      }
      await inlet('instagram', createHash('sha256').update(body).digest('hex'), body)
      return c.text('EVENT_RECEIVED')
    })
}

function off(setting: string): Problem {
  return new Problem(503, 'not_configured', `${setting} is not set here.`)
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
