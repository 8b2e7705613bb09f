import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { App } from '#src/app.ts'
import { pipelines } from '#src/pipelines.ts'
import { areasOf, watchRequest } from './access-log.ts'
import { openDoors } from './doors.ts'
import { createLive } from './live.ts'
import { BODY_CAP, readBody } from './read-body.ts'
import { createRoutes, type RouteParts } from './routes.ts'
import { shownDelivery, shownKinds } from './shown.ts'
import type { Incoming } from './web.ts'

export type HttpParts = RouteParts & {
  /** Where the live pages listen for news. */
  databaseUrl: string
  /** Bolt's HTTPReceiver: it checks Slack's signature and how old it is. */
  slackRequests?: RequestListener | null
}

export type Http = {
  listen(port: number, host: string): Promise<{ port: number }>
  /** Takes no more, and finishes what it has, for at most ten seconds. */
  close(): Promise<void>
}

const DRAIN_MS = 10_000
/** A request that is not here whole by then is closed, and looked for each second. */
const SENT_WITHIN_MS = 10_000
/** Longer than a proxy keeps its side: else it sends into a connection that is being closed. */
const KEPT = { connectionsCheckingInterval: 1_000, keepAliveTimeout: 65_000 }

/**
 * Nothing inline, nothing from elsewhere, in nobody's frame, and no link's token in a Referer. Framed is only what
 * allows it: the mails of the stage.
 */
const HEADERS = new Map([
  [
    'content-security-policy',
    [
      ...["default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'", "img-src 'self' data:"],
      ...["form-action 'self'", "base-uri 'none'", "frame-src 'self'", "frame-ancestors 'none'"],
    ].join('; '),
  ],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
])

/** The one port: webhooks, public links, dashboard, API. */
export function createHttp(app: App, parts: HttpParts): Http {
  const live = createLive(parts.databaseUrl, app.log)
  const areas = areasOfPort()
  const busy = new Set<ServerResponse>()
  let closing = false
  const missing = () => [...(parts.missing?.() ?? []), ...(closing ? ['shutting down'] : [])]
  const answer = getRequestListener(createRoutes(app, { ...parts, missing }, live).fetch, {
    overrideGlobalObjects: false,
  })
  const { slackRequests } = parts

  const take = async (request: Incoming, response: ServerResponse) => {
    const body = await readBody(request)
    if (body === 'gone') return
    if (body === 'too-large')
      return tellPlainly(response, 413, 'too_large', `The body is larger than ${BODY_CAP / 1_000_000} MB.`)
    const isSlack = request.method === 'POST' && request.url?.split('?', 1)[0] === '/slack/events'
    if (isSlack && isAhead(request))
      return tellPlainly(response, 401, 'bad_signature', 'The time of this request has not come yet.')
    if (slackRequests && isSlack) return slackRequests(request, response)
    await answer(request, response)
  }
  const options = { requestTimeout: SENT_WITHIN_MS, headersTimeout: SENT_WITHIN_MS, ...KEPT }
  const server = createServer(options, (request: Incoming, response) => {
    busy.add(response)
    response.once('close', () => {
      busy.delete(response)
      if (closing) server.closeIdleConnections()
    })
    watchRequest(app.log, areas, request, response)
    response.setHeaders(HEADERS)
    if (closing) response.setHeader('connection', 'close')
    take(request, response).catch((error: unknown) => {
      app.log.error({ operation: 'http', requestId: request.requestId, error }, 'a request failed')
      tellPlainly(response, 500, 'internal', 'Something went wrong here.')
    })
  })
  return {
    listen: (port, host) => listen(server, port, host),
    async close() {
      closing = true
      for (const response of busy) {
        // A stream has no end to wait for.
        // A request that is half here may never come whole.
        if (response.req.headers.accept?.includes('text/event-stream') || !response.req.complete) response.destroy()
        else if (!response.headersSent) response.setHeader('connection', 'close')
      }
      await live.close()
      await drain(server)
    },
  }
}

/** Bolt refuses stamps that are too old, and takes those of the future: what was signed once would be good for long. */
const MOST_AHEAD_S = 300

function isAhead({ headers }: Incoming): boolean {
  return Number(headers['x-slack-request-timestamp'] ?? 0) > Date.now() / 1000 + MOST_AHEAD_S
}

function areasOfPort() {
  const doors = openDoors()
  const lists = [...shownKinds(), shownDelivery()].map(({ shown }) => `/${shown.path}`)
  const pages = pipelines.flatMap((pipeline) => pipeline.pages ?? [])
  return areasOf(
    [...lists, ...[...pages, ...doors].map(({ path }) => path)],
    doors.flatMap(({ path, quiet }) => (quiet ? [path] : [])),
  )
}

function listen(server: Server, port: number, host: string): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve({ port: (server.address() as AddressInfo).port })
    })
  })
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await Promise.race([closed, setTimeout(DRAIN_MS, undefined, { ref: false })])
  server.closeAllConnections()
  await closed
}

/** Where no route answers. What the other side still sends is not waited for. */
function tellPlainly(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: { code, message } }))
}
