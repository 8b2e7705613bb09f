import { z } from 'zod'
import { readRetryAfter } from './retry-after.ts'

/** What a channel said to an act. `code` is the platform's own number where it gave one, else the HTTP status. */
export type Answer =
  | { kind: 'done'; url: string; ref: string | null }
  /** It did not take the act, and will not. */
  | { kind: 'refused'; url: string; code: number; message: string }
  /** It did not take the act now. */
  | { kind: 'later'; url: string; status: number; code: number; message: string; retryAfterS: number }
  /** No connection was made: nothing has left. */
  | { kind: 'unreachable'; url: string; message: string }
  /** Bytes have left, and no answer that means anything came. */
  | { kind: 'silent'; url: string; message: string }

/** What a channel knows of an act it was asked about. */
export type Standing =
  | { kind: 'done'; ref: string | null }
  | { kind: 'failed'; code: number; message: string }
  | { kind: 'not received' }
  | { kind: 'unknown'; message: string }

type Reached = { url: string; status: number; retryAfter: string | null; body: string }

const taken = z.object({ status: z.enum(['done', 'accepted']), ref: z.string().max(200).nullish() })
const errorShape = z.object({
  code: z.union([z.number().int(), z.string().max(60)]).optional(),
  message: z.string().max(500),
})
const refused = z.object({ error: errorShape })
const stands = z.union([taken, z.object({ status: z.literal('failed'), error: errorShape })])

const WAIT_S = 60

/** Only an answer in the channel's own words says that nothing was done: a proxy's page may hide anything. */
export function readAnswer(reached: Reached, now: Date): Answer {
  const { url, status, body } = reached
  if (status >= 200 && status < 300) {
    const done = taken.safeParse(readJson(body))
    if (done.success) return { kind: 'done', url, ref: done.data.ref ?? null }
    return { kind: 'silent', url, message: `answered ${status} with something we cannot read` }
  }
  const no = refused.safeParse(readJson(body))
  if (no.success || status === 429) return readRefusal(reached, no.data?.error ?? TOO_MANY, now)
  return { kind: 'silent', url, message: `answered ${status}` }
}

const TOO_MANY = { message: 'too many requests' }
/** Our signature is refused, too many calls, the service is not ready: nothing is wrong with this act. */
const LATER = new Set([401, 429, 503])

function readRefusal({ url, status, retryAfter }: Reached, error: z.infer<typeof errorShape>, now: Date): Answer {
  const words = wordsOf(error, status)
  if (LATER.has(status))
    return { kind: 'later', url, status, ...words, retryAfterS: readRetryAfter(retryAfter, now) || WAIT_S }
  if (status >= 400 && status < 500) return { kind: 'refused', url, ...words }
  return { kind: 'silent', url, message: `answered ${status}` }
}

export function readStanding({ status, body }: Pick<Reached, 'status' | 'body'>): Standing {
  const json = readJson(body)
  const read = stands.safeParse(json)
  if (status === 200 && read.success) {
    if (read.data.status === 'failed') return { kind: 'failed', ...wordsOf(read.data.error, 0) }
    return { kind: 'done', ref: read.data.ref ?? null }
  }
  const no = refused.safeParse(json)
  if (status === 404 && no.success && no.data.error.code === 'not_received') return { kind: 'not received' }
  return { kind: 'unknown', message: `answered ${status}` }
}

function wordsOf({ code, message }: z.infer<typeof errorShape>, status: number): { code: number; message: string } {
  return { code: typeof code === 'number' ? code : status, message }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
