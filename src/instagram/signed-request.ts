import { createHmac, timingSafeEqual } from 'node:crypto'
import type { App } from '#src/app.ts'
import { type Call, readForm } from '#src/web/answer.ts'
import { Problem } from '#src/web/problem.ts'

/** The user's id out of Meta's signed request; 401 when Meta did not sign it. */
export async function readSigned({ settings }: App, call: Call): Promise<string> {
  const { META_APP_SECRET: secret } = settings
  if (!secret) throw new Problem(503, 'not_configured', 'META_APP_SECRET is not set here.')
  const { signed_request: signed = '' } = await readForm(call)
  const [signature = '', payload = ''] = signed.split('.')
  const expected = createHmac('sha256', secret).update(payload).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Problem(401, 'bad_signature', 'The signature does not fit the request.')
  }
  const userId = readUserId(Buffer.from(payload, 'base64url').toString('utf8'))
  if (!userId) throw new Problem(400, 'invalid', 'There is no user in the request.')
  return userId
}

function readUserId(json: string): string | null {
  try {
    const { user_id: id } = JSON.parse(json) as { user_id?: unknown }
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null
  } catch {
    return null
  }
}
