import { createHmac, timingSafeEqual } from 'node:crypto'

/** As `docs/channels.md` has it: `t=<seconds>,v1=<HMAC-SHA-256 in hex over "t.METHOD path.body">`. */
export const SIGNATURE = 'x-deskhand-signature'

export type Signed = { method: string; path: string; body: string | Buffer }

export function signCall(secret: string, at: Date, call: Signed): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${digest(secret, String(seconds), call)}`
}

export function isSigned(secret: string, header: string | undefined, at: Date, call: Signed): boolean {
  const given = new Map((header ?? '').split(',').map((part) => part.split('=', 2) as [string, string]))
  const [seconds = '', hex = ''] = [given.get('t'), given.get('v1')]
  const expected = Buffer.from(digest(secret, seconds, call))
  const isFresh = Math.abs(at.getTime() / 1000 - Number(seconds)) <= 300
  return isFresh && hex.length === expected.length && timingSafeEqual(Buffer.from(hex), expected)
}

function digest(secret: string, seconds: string, { method, path, body }: Signed): string {
  return createHmac('sha256', secret).update(`${seconds}.${method} ${path}.`).update(body).digest('hex')
}
