import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Fault } from './stand-in.ts'

export type Serving = {
  port: number
  answer(request: Request): Promise<Response>
  /** The fault that meets a call of this path. */
  fault(path: string): Fault | null
  /** How this vendor words the faults that are answers. */
  refuse(fault: Fault): Response
  /** Calls stay open long: a fault that begins meanwhile meets them too. */
  hasLongCalls?: boolean
}

export type Served = { url: string; server: Server; close(): Promise<void> }

/**
 * A vendor's API on loopback, through whatever fault is set. Our own listener: only with the socket can a line be cut.
 */
export async function serve(serving: Serving): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    handle(serving, incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.listen(serving.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  { answer, fault, refuse, hasLongCalls }: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname
  const first = fault(path)
  const now = () => (hasLongCalls ? fault(path) : first)
  if (first?.kind === 'down') return void incoming.socket.destroy()
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const request = await readRequest(incoming, gone.signal)
  const refused = () => {
    const met = now()
    return met?.kind === 'error' || met?.kind === 'rate-limited' ? refuse(met) : null
  }
  const response = refused() ?? (await answer(request))
  const told = refused() ?? response
  const body = Buffer.from(await told.arrayBuffer())
  if (now()?.kind === 'down' || now()?.kind === 'lost-answer') return void incoming.socket.destroy()
  outgoing.writeHead(told.status, Object.fromEntries(told.headers)).end(body)
}

/** Node's own Request: emulate takes no other. */
async function readRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET' } = incoming
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, [value].flat().join(', '))
  }
  const body = new Uint8Array(await buffer(incoming))
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`)
  return new Request(url, { method, headers, signal, ...(hasBody && { body }) })
}
