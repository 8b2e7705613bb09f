import type { App } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import { isSignedByMeta } from '#src/integrations/meta/instagram.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import { isSame } from '#src/web/is-same.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'

const path = '/api/webhooks/instagram'

/**
 * What Meta tells us. A call is answered only after it is committed; Meta repeats what it hears no 200 for.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export const instagramDoors: OpenDoor[] = [
  { method: 'get', path, quiet: true, take: verify },
  { method: 'post', path, quiet: true, take: takeNotice },
]

async function verify({ settings }: App, { query }: Call): Promise<Answer> {
  const { META_VERIFY_TOKEN: token } = settings
  if (!token) throw off('META_VERIFY_TOKEN')
  if (query['hub.mode'] !== 'subscribe' || !isSame(query['hub.verify_token'] ?? '', token)) {
    throw new Problem(403, 'wrong_token', 'That is not our verify token.')
  }
  return { text: query['hub.challenge'] ?? '' }
}

async function takeNotice({ settings, inlet }: App, { headers, raw }: Call): Promise<Answer> {
  const { META_APP_SECRET: secret } = settings
  if (!secret) throw off('META_APP_SECRET')
  if (!isSignedByMeta(secret, headers.get('x-hub-signature-256'), raw)) {
    throw new Problem(401, 'bad_signature', 'The signature does not fit the body.')
  }
  await inlet('instagram', hashOf(raw), raw)
  return { text: 'EVENT_RECEIVED' }
}

function off(setting: string): Problem {
  return new Problem(503, 'not_configured', `${setting} is not set here.`)
}
