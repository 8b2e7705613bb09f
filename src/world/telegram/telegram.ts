import type { Bell } from './bell.ts'
import type { FileStore } from './files/file-store.ts'
import type { ApiRefusal } from './refusal.ts'
import type { State } from './state.ts'

/** The running stand-in, as its methods and its people see it. */
export type Telegram = {
  state: State
  bell: Bell
  files: FileStore
  /** Milliseconds. */
  clock(): number
  /** Writes down what changed outside of a call to the API. */
  keep(): Promise<void>
  rateLimits: boolean
  /** Methods that are refused, and in which words. */
  refuses: Map<string, ApiRefusal>
  /** The open long poll; a newer one ends it. */
  poller: symbol | null
  /** When the last long poll ended, by performance.now(). */
  polledAt: number
  /** How often the fault was changed: an open long poll ends with each. */
  faults: number
  /** Nothing gets in or out. */
  isDown(): boolean
  closed: AbortSignal
}

export function nowS(telegram: Telegram): number {
  return Math.floor(telegram.clock() / 1000)
}
