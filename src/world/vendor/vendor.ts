import type { EmulatorContext } from 'emulate'
import { openEmulator } from './emulator.ts'
import { serve } from './serve.ts'
import type { Fault, StandInOptions } from './stand-in.ts'

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
  /** JSON only. */
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
  const emulator = await openEmulator<State>(
    {
      name: definition.name,
      state: definition.state,
      cors: false,
      setup: (context) => {
        state = context.state
        definition.setup(context)
      },
    },
    { file: options.file },
  )
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const fetch = async (request: Request) => {
    const response = await emulator.fetch(request)
    if (request.method !== 'GET') tell()
    return response
  }
  const { refuse } = definition
  const server = await serve({ port: options.port ?? 0, answer: fetch, fault: () => fault, refuse })

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
      await emulator.keep()
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
