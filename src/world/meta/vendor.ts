import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator, defineEmulator, type EmulatorContext, filePersistence } from 'emulate'
import type { Fault, StandInOptions } from '#src/world/stand-in.ts'

/** A local HTTP vendor: its state, kept in a file when one is given, and the faults it can be given. */
export type Vendor<State> = {
  url: string
  readonly state: State
  fault: Fault | null
  /** Edits the state, keeps it and tells the listeners. */
  change<T>(edit: (state: State) => T): Promise<T>
  onChange(listener: () => void): void
  reset(): Promise<void>
  close(): Promise<void>
}

export type VendorDefinition<State extends object> = {
  name: string
  /** JSON only: an `undefined` property makes emulate refuse to save. */
  state: () => State
  setup: (context: EmulatorContext<State>) => void
  /** How this vendor words the faults that are answers. */
  refuse: (fault: Fault) => Response
}

/** Serves a vendor on 127.0.0.1. Our own listener, not emulate's: only it can cut a connection. */
export async function createVendor<State extends object>(
  definition: VendorDefinition<State>,
  options: StandInOptions,
): Promise<Vendor<State>> {
  const listeners: (() => void)[] = []
  let fault: Fault | null = null
  let state = definition.state()
  const emulator = await createEmulator({
    service: defineEmulator<State>({
      name: definition.name,
      state: definition.state,
      cors: false,
      setup: (context) => {
        state = context.state
        definition.setup(context)
      },
    }),
    listen: false,
    ...(options.file ? { persistence: filePersistence(options.file) } : {}),
  })
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const fetch = async (request: Request) => {
    const response = await emulator.fetch(request)
    if (request.method !== 'GET') tell()
    return response
  }
  const server = await listen({ fetch, fault: () => fault, refuse: definition.refuse }, options.port ?? 0)

  return {
    url: server.url,
    get state() {
      return state
    },
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      tell()
    },
    async change(edit) {
      const result = edit(state)
      // emulate saves after a request and at no other time, so one is made.
      await emulator.request('/')
      tell()
      return result
    },
    onChange: (listener) => void listeners.push(listener),
    async reset() {
      await emulator.reset()
      tell()
    },
    async close() {
      await server.close()
      await emulator.close()
    },
  }
}

type Listener = {
  fetch(request: Request): Promise<Response>
  fault(): Fault | null
  refuse(fault: Fault): Response
}

async function listen(vendor: Listener, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    answer(vendor, incoming, outgoing).catch((error: Error) => outgoing.destroy(error))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(vendor: Listener, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const fault = vendor.fault()
  if (fault?.kind === 'down') return void incoming.socket.destroy()
  const request = await readRequest(incoming)
  const refused = fault?.kind === 'error' || fault?.kind === 'rate-limited'
  const response = refused ? vendor.refuse(fault) : await vendor.fetch(request)
  const body = Buffer.from(await response.arrayBuffer())
  if (fault?.kind === 'lost-answer') return void incoming.socket.destroy()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(body)
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks)
  return new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, body })
}
