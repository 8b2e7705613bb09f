import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Client, Submittable } from 'pg'

/** What pg's connection can do and its types do not tell. */
type Wire = {
  stream: Socket
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** Where rows go. `write` says false when it is full, and `drained` waits until it is not. */
export type Sink = { write(row: Buffer): boolean; drained(): Promise<unknown> }

const CHUNK = 65_536

/** `copy ... to stdout`: each chunk is one row with its line end. Returns how many there were. */
export function copyOut(client: Client, text: string, { write, drained }: Sink): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    client.query({
      submit: (wire: unknown) => (wire as Wire).query(text),
      handleCopyData({ chunk }: { chunk: Buffer }, { stream }: Wire) {
        rows += 1
        // A copy of its own: the parser writes the next rows over this one.
        if (write(Buffer.from(chunk)) || stream.isPaused()) return
        stream.pause()
        drained().then(() => stream.resume(), reject)
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(rows),
      handleError: reject,
    } as Submittable)
  })
}

/** `copy ... from stdin` of rows with their line ends. Where the rows fail, nothing of them stays. */
export function copyIn(client: Client, text: string, rows: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0
    let broken: unknown = null
    client.query({
      submit: (wire: unknown) => (wire as Wire).query(text),
      handleCopyInResponse(wire: Wire) {
        feed(wire, rows).then(
          (fed) => {
            count = fed
            wire.endCopyFrom()
          },
          (error: unknown) => {
            broken = error
            wire.sendCopyFail('the rows cannot be read')
          },
        )
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(count),
      handleError: (error: Error) => reject(broken ?? error),
    } as Submittable)
  })
}

async function feed(wire: Wire, rows: AsyncIterable<Buffer>): Promise<number> {
  let count = 0
  let [waiting, size]: [Buffer[], number] = [[], 0]
  for await (const row of rows) {
    count += 1
    size += row.length
    waiting.push(row)
    if (size < CHUNK) continue
    wire.sendCopyFromChunk(Buffer.concat(waiting))
    waiting = []
    size = 0
    if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain')
  }
  if (size > 0) wire.sendCopyFromChunk(Buffer.concat(waiting))
  return count
}
