import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { Ack } from './api/ack.ts'
import type { Bag } from './bag.ts'
import { asBag, asText } from './bag.ts'
import { ids } from './workspace.ts'

/** The Socket Mode connections of the app. https://docs.slack.dev/apis/events-api/using-socket-mode */
export type Sockets = {
  /** Sends an envelope over one connection and waits for its acknowledgement. */
  send(envelope: Bag, ackMs: number): Promise<Ack>
  count(): number
  /** Slack renews every connection now and then: it asks the app to come back. */
  refresh(): void
  /** Cuts every connection without a word. */
  cut(): void
  close(): Promise<void>
}

/** @param isOpen whether a connection with this ticket is taken now. */
export function createSockets(server: Server, isOpen: (ticket: string) => boolean): Sockets {
  const accepting = new WebSocketServer({ noServer: true })
  const pending = createPending()
  const open: WebSocket[] = []
  server.on('upgrade', (request, raw, head) => {
    const ticket = new URL(request.url ?? '/', 'http://slack').searchParams.get('ticket') ?? ''
    if (!isOpen(ticket)) return raw.destroy()
    accepting.handleUpgrade(request, raw, head, (socket) => welcome(socket, open, pending))
  })
  const cut = () => {
    for (const socket of [...open]) socket.terminate()
  }
  return {
    count: () => open.length,
    cut,
    send(envelope, ackMs) {
      const socket = open.shift()
      if (!socket) return Promise.resolve({ failure: 'dispatch_failed' })
      open.push(socket)
      return pending.send(socket, envelope, ackMs)
    },
    refresh() {
      for (const socket of open) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    },
    close() {
      cut()
      return new Promise((resolve) => accepting.close(() => resolve()))
    },
  }
}

function welcome(socket: WebSocket, open: WebSocket[], pending: Pending): void {
  open.push(socket)
  socket.on('message', (data) => pending.acknowledge(asBag(JSON.parse(data.toString()))))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    open.splice(open.indexOf(socket), 1)
    pending.lose(socket)
  })
  socket.send(JSON.stringify({ type: 'hello', num_connections: open.length, connection_info: { app_id: ids.app } }))
}

/** The envelopes that were sent and not acknowledged yet. */
type Pending = {
  send(socket: WebSocket, envelope: Bag, ackMs: number): Promise<Ack>
  acknowledge(answer: Bag): void
  lose(socket: WebSocket): void
}

function createPending(): Pending {
  const waiting = new Map<string, { socket: WebSocket; settle: (ack: Ack) => void }>()
  return {
    send(socket, envelope, ackMs) {
      const id = randomUUID()
      const { promise, resolve } = Promise.withResolvers<Ack>()
      const settle = (ack: Ack) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(ack)
      }
      const timer = setTimeout(() => settle({ failure: 'operation_timeout' }), ackMs)
      waiting.set(id, { socket, settle })
      socket.send(JSON.stringify({ ...envelope, envelope_id: id, accepts_response_payload: true }))
      return promise
    },
    acknowledge({ envelope_id, payload }) {
      waiting.get(asText(envelope_id))?.settle({ body: asBag(payload) })
    },
    lose(gone) {
      for (const { socket, settle } of [...waiting.values()]) {
        if (socket === gone) settle({ failure: 'dispatch_failed' })
      }
    },
  }
}
