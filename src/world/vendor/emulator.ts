import { createEmulator, defineEmulator, type EmulatorContext, type EmulatorSnapshot } from 'emulate'
import { openKeptFile } from './kept-file.ts'

export type Emulator = {
  /** Answers a call; what it changed is kept by then. */
  fetch(request: Request): Promise<Response>
  /** Keeps what was changed by no call: what people did. */
  keep(): Promise<void>
  /** Back to the first state; `setup` is called anew. */
  reset(): Promise<void>
  close(): Promise<void>
}

type Definition<State extends object> = {
  name: string
  state: () => State
  /** Called for each new state: the first, the one of the file, the one after a reset. */
  setup: (context: EmulatorContext<State>) => void
  cors?: false
}

/**
 * An emulated vendor whose state is kept in a file of ours. emulate's own persistence checks, copies and syncs all of
 * it twice a call: half of what a sandbox with a hundred cards did was that.
 */
export async function openEmulator<State extends object>(
  { setup, ...definition }: Definition<State>,
  { file, ...options }: { file?: string | undefined; baseUrl?: string },
): Promise<Emulator> {
  const { kept, save } = await openKeptFile<EmulatorSnapshot<State>>(file)
  let state = definition.state()
  const service = defineEmulator<State>({
    ...definition,
    setup(context) {
      state = context.state
      setup(context)
    },
  })
  const emulator = await createEmulator({ service, listen: false, ...options })
  if (kept) await emulator.restore(kept)
  const keep = () => save({ formatVersion: 1, definition: definition.name, stateVersion: 1, state })
  return {
    async fetch(request) {
      const response = await emulator.fetch(request)
      await keep()
      return response
    },
    keep,
    async reset() {
      await emulator.reset()
      await keep()
    },
    async close() {
      await emulator.close()
      await keep()
    },
  }
}
