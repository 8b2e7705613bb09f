import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Log } from '#src/log.ts'
import { metrics } from '#src/metrics.ts'
import type { Incoming } from './web.ts'

/** Which requests are counted together, and which are too many, or too dull, to be told one by one. */
export type Areas = { names: Set<string>; isQuiet(path: string): boolean }

/** Gives a request its id and writes one line when it is answered: never its query, never a link's token. */
export function watchRequest(log: Log, { names, isQuiet }: Areas, request: Incoming, response: ServerResponse): void {
  const started = performance.now()
  const requestId = randomUUID()
  request.requestId = requestId
  response.setHeader('x-request-id', requestId)
  response.once('close', () => {
    const ms = performance.now() - started
    const { method = '' } = request
    const path = writePath(request.url ?? '/')
    const status = response.writableFinished ? response.statusCode : 499
    metrics.requests.observe({ area: areaOf(names, path), method, status }, ms / 1000)
    const level = status >= 500 ? 'warn' : isQuiet(path) ? 'debug' : 'info'
    log[level]({ operation: 'http', requestId, method, path, status, durationMs: Math.round(ms * 10) / 10 })
  })
}

/** The path for a log. */
export function writePath(url: string): string {
  return (url.split('?', 1)[0] ?? '/').slice(0, 200).replace(/^\/a\/.*/, '/a/[secret]')
}

const OWN_AREAS =
  'api a slack telegram pictures people jobs alerts docs assets events healthz readyz metrics sandbox oauth'
const QUIET = /^\/(healthz|readyz|metrics|assets\/|events|slack\/|telegram\/)/

/** The areas of this port: the first words of every path we know. A label must not grow with what strangers ask for. */
export function areasOf(paths: string[], quiet: string[]): Areas {
  return {
    names: new Set([...OWN_AREAS.split(' '), ...paths.map(firstWord)]),
    isQuiet: (path) => QUIET.test(path) || quiet.includes(path),
  }
}

function areaOf(names: Set<string>, path: string): string {
  if (path === '/') return 'overview'
  const word = firstWord(path)
  return names.has(word) ? word : 'other'
}

export function firstWord(path: string): string {
  return path.split('/', 2)[1] ?? ''
}
