import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { writeNotice } from './ground.ts'

/** A process that sends signed deliveries: as fast as they are answered, or at a rate. */
export type Load = {
  port: number
  path: string
  secret: string
  count: number
  connections: number
  perSecond: number
  first: number
  of: 'comments' | 'media'
}
export type Sent = { seconds: number; latencies: number[]; failed: number }

process.once('message', (load: Load) => void run(load).then((sent) => process.send?.(sent, () => process.exit(0))))

async function run({ port, path, secret, count, connections, perSecond, first, of }: Load): Promise<Sent> {
  const requests = Array.from({ length: count }, (_, i) => writeRequest(path, secret, writeNotice(first + i, of)))
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port)))
  const latencies: number[] = []
  const from = performance.now()
  let next = 0
  let failed = 0
  await Promise.all(
    lines.map(async (line) => {
      while (next < count) {
        const mine = next++
        const due = perSecond ? from + (mine / perSecond) * 1000 : performance.now()
        if (due > performance.now()) await setTimeout(due - performance.now())
        const answer = await line.send(requests[mine] ?? '')
        latencies.push(performance.now() - due)
        if (!answer.startsWith('HTTP/1.1 200')) failed += 1
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  for (const line of lines) line.close()
  return { seconds, latencies, failed }
}

function writeRequest(path: string, secret: string, body: string): string {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** A bare socket: a client of its own would cost as much as the server. An answer is small and comes in one piece. */
async function openLine(port: number) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
  let heard: (answer: string) => void = () => undefined
  socket.on('data', (text) => heard(String(text)))
  await new Promise((resolve) => socket.once('connect', resolve))
  return {
    send: (request: string) =>
      new Promise<string>((resolve) => {
        heard = resolve
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}
