import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault } from '#src/world/stand-in.ts'

type Answer = (request: Request) => Promise<Response>

/** An HTTP server on loopback that misbehaves as the fault says. */
export async function startServer(
  port: number,
  answer: Answer,
  fault: () => Fault | null,
): Promise<{ server: Server; url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, answer, fault()).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${taken}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: Answer,
  fault: Fault | null,
): Promise<void> {
  if (fault?.kind === 'down') return void outgoing.destroy()
  const body = await readBody(incoming)
  if (fault?.kind === 'error') return void outgoing.writeHead(fault.status).end('{"ok":false,"error":"internal_error"}')
  if (fault?.kind === 'rate-limited') {
    const headers = { 'content-type': 'application/json', 'retry-after': String(fault.retryAfterS) }
    return void outgoing.writeHead(429, headers).end('{"ok":false,"error":"ratelimited"}')
  }
  const response = await answer(asRequest(incoming, body))
  const bytes = Buffer.from(await response.arrayBuffer())
  if (fault?.kind === 'lost-answer') return void outgoing.destroy()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(bytes)
}

function asRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, [value].flat().join(', '))
  }
  const method = incoming.method ?? 'GET'
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`)
  return new Request(url, { method, headers, ...(['GET', 'HEAD'].includes(method) ? {} : { body }) })
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
