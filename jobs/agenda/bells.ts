import type { Hands } from './hands.ts'

export type Bells = {
  /** Never fails: what cannot be told is tried again, and the sweep comes round anyway. */
  ring(step: string, at?: Date): void
  /** Another process rang. */
  hear(step: string): void
  /** Tells others what still waits for its turn; after it nothing is heard. */
  close(): Promise<void>
}

type Options = {
  /** What this process has in hand; null where it only rings. */
  hands: Hands | null
  /** Tells the other processes. */
  tell: (step: string) => Promise<void>
  /** Puts a bell for a time into Agenda. */
  set: (step: string, at: Date) => Promise<void>
  /** The clock that the times of future bells are told by. */
  clock: () => Date
  onError: (error: unknown) => void
}

const WINDOW_MS = 15
/** Others may help with what is in hand here, but need not be called for every row. */
const WINDOW_IN_HAND_MS = 250
const SECOND_MS = 1_000
const RETRY_MS = 1_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * A bell rung in a process that works takes the step in hand at once. Where the ringer does not work, or has the step
 * in hand, the others are told. Bells for a time in the future are Agenda's, together at the next full second.
 */
export function createBells({ hands, tell, set, clock, onError }: Options): Bells {
  const seconds = new Set<string>()
  const sending = new Set<Promise<void>>()
  let closed = false

  function send(work: () => Promise<void>): void {
    const sent = work()
      .catch((error: unknown) => {
        onError(error)
        if (!closed) setTimeout(() => closed || send(work), RETRY_MS).unref()
      })
      .finally(() => sending.delete(sent))
    sending.add(sent)
  }

  const telling = createWindow(hands ? WINDOW_IN_HAND_MS : WINDOW_MS, (step) => send(() => tell(step)))
  const starting = createWindow(WINDOW_MS, (step) => hands?.start(step))

  function ringNow(step: string): void {
    if (!hands || hands.again(step)) telling.ring(step)
    else starting.ring(step)
  }

  function ringAt(step: string, delayMs: number): void {
    // Agenda goes by the machine's clock, the business by its own.
    const second = Math.ceil((Date.now() + delayMs) / SECOND_MS) * SECOND_MS
    const key = `${step} ${second}`
    if (seconds.has(key)) return
    seconds.add(key)
    setTimeout(() => seconds.delete(key), Math.min(second - Date.now(), LONGEST_TIMER_MS)).unref()
    send(() => set(step, new Date(second)))
  }

  return {
    ring(step, at) {
      if (closed) return
      const delayMs = at ? at.getTime() - clock().getTime() : 0
      if (delayMs > 0) ringAt(step, delayMs)
      else ringNow(step)
    },
    hear(step) {
      if (!closed && hands && !hands.again(step)) starting.ring(step)
    },
    async close() {
      closed = true
      const owed = new Set([...telling.close(), ...starting.close(), ...(hands?.left().owed ?? [])])
      for (const step of owed) send(() => tell(step))
      await Promise.all(sending)
    },
  }
}

/** The first ring of a step acts at once; those that follow within the window act together at its end. */
function createWindow(windowMs: number, act: (step: string) => void) {
  const open = new Map<string, { again: boolean; timer: NodeJS.Timeout }>()

  function ring(step: string): void {
    const window = open.get(step)
    if (window) window.again = true
    else {
      open.set(step, { again: false, timer: setTimeout(() => end(step), windowMs) })
      act(step)
    }
  }

  function end(step: string): void {
    const again = open.get(step)?.again
    open.delete(step)
    if (again) ring(step)
  }

  return {
    ring,
    /** What was still to act. */
    close(): string[] {
      for (const { timer } of open.values()) clearTimeout(timer)
      const owed = [...open].filter(([, { again }]) => again).map(([step]) => step)
      open.clear()
      return owed
    },
  }
}
