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
    if (typeof held !== 'string') return held
    throw refusalOf(held, wanted, host)
  }
  for (let port = FIRST; port <= LAST; port += 1) {
    const held = await hold(port, host)
    if (typeof held !== 'string') return held
    if (held !== TAKEN) throw refusalOf(held, port, host)
  }
  throw new Refusal(`No port between ${FIRST} and ${LAST} is free. Set PORT.`)
}

const TAKEN = 'EADDRINUSE'

function refusalOf(code: string, port: number, host: string): Refusal {
  if (code === TAKEN) {
    return new Refusal(`Port ${port} is taken, perhaps by another Deskhand. Stop that one, or set another PORT.`)
  }
  if (code === 'EACCES') return new Refusal(`I may not listen on port ${port}. Set a PORT above 1023.`)
  return new Refusal(`I cannot listen on ${host}:${port} (${code}). Is HOST an address of this machine?`)
}

/** Why not, where it cannot be had: Node's code. */
function hold(port: number, host: string): Promise<HeldPort | string> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code))
    server.listen(port, host, () => {
      resolve({ port: (server.address() as AddressInfo).port, release: () => close(server) })
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}
