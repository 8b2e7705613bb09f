import { createHmac } from 'node:crypto'
import type { MetaComment } from './state.ts'

/** The two ways Meta writes a notice of a comment: after Facebook Login, and after Instagram Login. */
export type NoticeShape = 'changes' | 'flat'

/**
 * The body of one webhook call, in the bytes Meta signs: everything that is not ASCII escaped, slashes too.
 * https://developers.facebook.com/docs/instagram-platform/webhooks/examples
 */
export function writeNotice(accountId: string, comments: MetaComment[], shape: NoticeShape, now: Date): string {
  const time = Math.floor(now.getTime() / 1000)
  const changes = comments.map((comment) => ({ field: 'comments', value: writeValue(comment) }))
  const entry =
    shape === 'changes'
      ? [{ id: accountId, time, changes }]
      : changes.map((change) => ({ id: accountId, time, ...change }))
  return escapeUnicode(JSON.stringify({ object: 'instagram', entry }))
}

function writeValue(comment: MetaComment): unknown {
  return {
    from: { id: comment.userId, username: comment.username },
    media: { id: comment.mediaId, media_product_type: 'FEED' },
    id: comment.id,
    ...(comment.parentId ? { parent_id: comment.parentId } : {}),
    text: comment.text,
  }
}

function escapeUnicode(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Posts a notice as Meta does; whether it was answered with 200. */
export async function postNotice(url: string, body: string, appSecret: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'facebookexternalua',
        'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
      },
      body,
      signal: AbortSignal.timeout(20_000),
    })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    // Nobody there is, to Meta, the same as a bad answer: it comes again later.
    return false
  }
}

/** Asks the endpoint to prove it is ours, as Meta does when a callback is set. */
export async function verifyCallback(url: string, verifyToken: string): Promise<void> {
  const challenge = String(Math.floor(Math.random() * 1e9))
  const asked = new URL(url)
  asked.searchParams.set('hub.mode', 'subscribe')
  asked.searchParams.set('hub.challenge', challenge)
  asked.searchParams.set('hub.verify_token', verifyToken)
  const response = await fetch(asked, { signal: AbortSignal.timeout(20_000) })
  const text = await response.text()
  if (response.status !== 200 || text.trim() !== challenge) {
    throw new Error(`The callback URL could not be validated: it answered ${response.status} ${text.slice(0, 80)}`)
  }
}
