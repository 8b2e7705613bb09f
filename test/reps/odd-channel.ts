import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the service does with an act it has taken; none: it answers as it should. */
export type Behaviour = (answer: ServerResponse, act: { id: string }, request: IncomingMessage) => unknown

/** A channel's service by hand: it takes every act, and answers as a test wants. */
export async function openOddChannel() {
  const acts: { id: string; content: string; at: number }[] = []
  let connections = 0
  let asked = 0
  const odd = {
    url: '',
    acts,
    /** Of `POST /activities`; null: `200 {"status": "done"}`. */
    act: null as Behaviour | null,
    /** Of `GET /activities/:id`; null: the truth. */
    ask: null as Behaviour | null,
    /** Whether it does what it is asked before it answers. */
    takes: true,
    connections: () => connections,
    asked: () => asked,
    ids: () => acts.map(({ id }) => id),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  const tellStanding = (request: IncomingMessage, answer: ServerResponse) => {
    asked += 1
    const id = request.url?.split('/').at(-1) ?? ''
    if (odd.ask) return odd.ask(answer, { id }, request)
    if (odd.ids().includes(id)) return say(answer, 200, { status: 'done', ref: id })
    return say(answer, 404, { error: { code: 'not_received', message: 'nothing of that id has come' } })
  }
  const server = createServer(async (request, answer) => {
    if (request.method === 'GET') return tellStanding(request, answer)
    const body: Buffer[] = []
    for await (const chunk of request) body.push(chunk as Buffer)
    const act = JSON.parse(Buffer.concat(body).toString()) as { id: string; content: string }
    if (odd.takes) acts.push({ ...act, at: performance.now() })
    return odd.act ? odd.act(answer, act, request) : say(answer, 200, { status: 'done', ref: act.id })
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  odd.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return odd
}

function say(answer: ServerResponse, status: number, json: object) {
  return answer.writeHead(status).end(JSON.stringify(json))
}
