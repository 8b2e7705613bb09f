import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Fault } from '../stand-in.ts'
import { ApiRefusal, tooManyRequests, writeRefusal } from './refusal.ts'

export type Server = { url: string; close(): Promise<void> }

/** Serves `answer` on loopback, through whatever fault is set. Needs the socket itself: 'down' and 'lost-answer' cut it. */
export async function serve(
  port: number,
  fault: () => Fault | null,
  answer: (request: Request) => Promise<Response>,
): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, fault, answer).catch(() => incoming.socket.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: () => Fault | null,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const isCut = () => fault()?.kind === 'down'
  if (isCut()) return void incoming.socket.destroy()
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const request = await readRequest(incoming, gone.signal)
  // Asked twice: a fault may begin while a long poll is open.
  const response = refuseBy(fault()) ?? (await answer(request))
  const told = refuseBy(fault()) ?? response
  const body = await told.bytes()
  if (isCut() || fault()?.kind === 'lost-answer') return void incoming.socket.destroy()
  outgoing.writeHead(told.status, Object.fromEntries(told.headers)).end(body)
}

async function readRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming
  const body = new Uint8Array(await buffer(incoming))
  const type = { 'Content-Type': headers['content-type'] ?? '' }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(new URL(url, 'http://127.0.0.1'), { method, headers: type, signal, ...(hasBody && { body }) })
}

function refuseBy(fault: Fault | null): Response | null {
  if (fault?.kind === 'error') return writeRefusal(new ApiRefusal(fault.status, sentences[fault.status] ?? 'Error'))
  return fault?.kind === 'rate-limited' ? writeRefusal(tooManyRequests(fault.retryAfterS)) : null
}

const sentences: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
