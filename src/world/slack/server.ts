import { type Served, serve } from '../vendor/serve.ts'
import type { Fault } from '../vendor/stand-in.ts'

/** Slack's API on loopback, misbehaving as the fault says. */
export function serveSlack(
  port: number,
  answer: (request: Request) => Promise<Response>,
  fault: () => Fault | null,
): Promise<Served> {
  return serve({
    port,
    answer,
    fault,
    refuse(met) {
      // Slack says so in the body of a 200.
      if (met.kind === 'error' && met.status === 401) return refusal(200, 'token_revoked', {})
      if (met.kind !== 'rate-limited') return refusal(met.kind === 'error' ? met.status : 500, 'internal_error', {})
      return refusal(429, 'ratelimited', { 'retry-after': String(met.retryAfterS) })
    },
  })
}

function refusal(status: number, error: string, headers: Record<string, string>): Response {
  return Response.json({ ok: false, error }, { status, headers })
}
