import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { answerRefusal, refusalFor } from '#src/world/google/refusal.ts'
import type { Fault } from '#src/world/stand-in.ts'

/** The other stand-ins of this process keep the Request and Response that Node gave them. */
const untouched = { overrideGlobalObjects: false }

type Served = { url: string; close(): Promise<void> }

/**
 * Puts the stand-in on loopback, with its faults in front: only a real connection can be cut.
 * The token endpoint is another machine at Google's and fails only when everything is down.
 */
export async function serve(options: {
  port: number
  fetch: (request: Request) => Promise<Response>
  fault: () => Fault | null
}): Promise<Served> {
  const listen = getRequestListener((request) => answer(options.fetch, options.fault(), request), untouched)
  const server = createServer((request, response) => {
    if (isCut(options.fault(), request)) cut(options.fault(), options.fetch, request, response)
    else void listen(request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(fetch: (request: Request) => Promise<Response>, fault: Fault | null, request: Request) {
  if (!fault || !isApi(new URL(request.url).pathname)) return fetch(request)
  if (fault.kind === 'rate-limited') return answerRefusal(refusalFor(429, fault.retryAfterS))
  if (fault.kind === 'error') return answerRefusal(refusalFor(fault.status))
  return fetch(request)
}

function isCut(fault: Fault | null, request: IncomingMessage): boolean {
  return fault?.kind === 'down' || (fault?.kind === 'lost-answer' && isApi(request.url ?? ''))
}

/** Down: nobody listens. Lost answer: the call is done to its end, then the line is dead. */
function cut(
  fault: Fault | null,
  fetch: (request: Request) => Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault?.kind === 'down') {
    request.socket.destroy()
    return
  }
  const act = getRequestListener(async (asked) => {
    await fetch(asked)
    request.socket.destroy()
    return new Response(null)
  }, untouched)
  void act(request, response)
}

function isApi(path: string): boolean {
  return path.startsWith('/gmail/') || path.startsWith('/v1:')
}
