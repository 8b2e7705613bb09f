/** Puts one bell into Agenda: now, or at a time. */
type SetBell = (step: string, at: Date | undefined) => Promise<void>

export type Bells = {
  /** Never fails: what cannot be set is tried again, and the sweep comes round anyway. */
  ring(step: string, at?: Date): void
  /** Sets what still waits for its turn; after it nothing is heard. */
  close(): Promise<void>
}

type Options = {
  set: SetBell
  /** The clock that the times of future bells are told by. */
  clock: () => Date
  /** The step runs in this process: one more run is certain, a bell only serves other processes. */
  isInHand: (step: string) => boolean
  onError: (error: unknown) => void
}

const WINDOW_MS = 15
const WINDOW_IN_HAND_MS = 250
const SECOND_MS = 1_000
const RETRY_MS = 1_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Rings once for many: the first ring of a step goes out at once, those that follow within the window go out together
 * at its end, those for a time in the future together at the next full second.
 */
export function createBells({ set, clock, isInHand, onError }: Options): Bells {
  const windows = new Map<string, { again: boolean }>()
  const seconds = new Set<string>()
  const sending = new Set<Promise<void>>()
  let closed = false

  function send(step: string, at?: Date): void {
    const sent = set(step, at)
      .catch((error: unknown) => {
        onError(error)
        if (!closed) setTimeout(() => send(step, at), RETRY_MS).unref()
      })
      .finally(() => sending.delete(sent))
    sending.add(sent)
  }

  function ringNow(step: string): void {
    const open = windows.get(step)
    if (open) {
      open.again = true
      return
    }
    const window = { again: false }
    windows.set(step, window)
    const close = () => {
      windows.delete(step)
      if (window.again) ringNow(step)
    }
    setTimeout(close, isInHand(step) ? WINDOW_IN_HAND_MS : WINDOW_MS)
    send(step)
  }

  function ringAt(step: string, delayMs: number): void {
    // Agenda goes by the machine's clock, the business by its own.
    const second = Math.ceil((Date.now() + delayMs) / SECOND_MS) * SECOND_MS
    const key = `${step} ${second}`
    if (seconds.has(key)) return
    seconds.add(key)
    setTimeout(() => seconds.delete(key), Math.min(second - Date.now(), LONGEST_TIMER_MS)).unref()
    send(step, new Date(second))
  }

  return {
    ring(step, at) {
      if (closed) return
      const delayMs = at ? at.getTime() - clock().getTime() : 0
      if (delayMs > 0) ringAt(step, delayMs)
      else ringNow(step)
    },
    async close() {
      closed = true
      const waiting = [...windows].filter(([, { again }]) => again)
      windows.clear()
      for (const [step] of waiting) send(step)
      await Promise.all(sending)
    },
  }
}
