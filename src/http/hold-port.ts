import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { Refusal } from '#src/errors.ts'

/** A port that is ours until we listen on it ourselves: two processes that start together do not choose the same. */
export type HeldPort = { port: number; release(): Promise<void> }

const FIRST = 3000
const LAST = 3099

/** The port of the settings, any free one for 0; without one 3000, or the next that is free. */
export async function holdPort(wanted: number | undefined, host: string): Promise<HeldPort> {
  if (wanted !== undefined) {
    const held = await hold(wanted, host)
    if (held) return held
    throw new Refusal(`Port ${wanted} is taken, perhaps by another Deskhand. Stop that one, or set another PORT.`)
  }
  for (let port = FIRST; port <= LAST; port += 1) {
    const held = await hold(port, host)
    if (held) return held
  }
  throw new Refusal(`No port between ${FIRST} and ${LAST} is free. Set PORT.`)
}

function hold(port: number, host: string): Promise<HeldPort | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(null))
    server.listen(port, host, () => {
      resolve({ port: (server.address() as AddressInfo).port, release: () => close(server) })
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}
