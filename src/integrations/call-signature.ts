import { createHmac, timingSafeEqual } from 'node:crypto'

/** What is signed: nobody can use the body for another address. `path` without the host, as it was called. */
export type Signed = { method: string; path: string; body: string | Buffer }

export const SIGNATURE = 'x-deskhand-signature'
const MOST_AGE_MS = 5 * 60_000

/** `t=<seconds>,v1=<HMAC-SHA-256 in hex over "t.METHOD path.body">`: both we and a channel's microservice sign so. */
export function signCall(secret: string, at: Date, call: Signed): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${digest(secret, seconds, call).toString('hex')}`
}

/** Whether whoever holds the secret signed this call, not more than five minutes from now. In constant time. */
export function isSigned(secret: string, header: string | undefined, at: Date, call: Signed): boolean {
  const [, seconds, hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? []
  if (!seconds || Math.abs(at.getTime() - Number(seconds) * 1000) > MOST_AGE_MS) return false
  return timingSafeEqual(Buffer.from(hex, 'hex'), digest(secret, Number(seconds), call))
}

function digest(secret: string, seconds: number, { method, path, body }: Signed): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${method} ${path}.`).update(body).digest()
}
