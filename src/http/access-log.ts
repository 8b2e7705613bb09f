import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Log } from '#src/log.ts'
import { metrics } from '#src/metrics.ts'
import type { Incoming } from './web.ts'

/** Too many, or too dull, to be told one by one. */
const QUIET = /^\/(healthz|readyz|metrics|assets\/|events|api\/webhooks\/|slack\/|telegram\/|twilio\/)/

/** Gives a request its id and writes one line when it is answered: never its query, never a link's token. */
export function watchRequest(log: Log, request: Incoming, response: ServerResponse): void {
  const started = performance.now()
  const requestId = randomUUID()
  request.requestId = requestId
  response.setHeader('x-request-id', requestId)
  response.once('close', () => {
    const ms = performance.now() - started
    const { method = '' } = request
    const path = writePath(request.url ?? '/')
    const status = response.writableFinished ? response.statusCode : 499
    metrics.requests.observe({ area: areaOf(path), method, status }, ms / 1000)
    const level = status >= 500 ? 'warn' : QUIET.test(path) ? 'debug' : 'info'
    log[level]({ operation: 'http', requestId, method, path, status, durationMs: Math.round(ms * 10) / 10 })
  })
}

/** The path for a log. */
export function writePath(url: string): string {
  return (url.split('?', 1)[0] ?? '/').slice(0, 200).replace(/^\/a\/.*/, '/a/[secret]')
}

const AREAS =
  /^\/(api|a|slack|telegram|twilio|orders|sales|deliveries|people|jobs|alerts|docs|assets|events|healthz|readyz|metrics|sandbox)(?=\/|$)/

/** The first word of a path we know: a label must not grow with what strangers ask for. */
function areaOf(path: string): string {
  if (path === '/') return 'overview'
  return AREAS.exec(path)?.[1] ?? 'other'
}
