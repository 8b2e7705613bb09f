import { createHmac } from 'node:crypto'
import { META_SECRET } from '#test/bench/ground.ts'

/** A delivery signed as Meta signs it; the status of the answer, 0 when there was none. */
export async function tellMeta(url: string, body: string): Promise<number> {
  const signature = createHmac('sha256', META_SECRET).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  const answer = await fetch(`${url}/api/webhooks/instagram`, { method: 'POST', body, headers }).catch(() => null)
  await answer?.text().catch(() => undefined)
  return answer?.status ?? 0
}
