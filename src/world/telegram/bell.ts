/** Rung after every change; whoever waits for something looks again. */
export type Bell = {
  /** Something in a chat has changed. */
  ring(): void
  /** Something nobody sees has changed: a poll, a delivery. */
  ringUnseen(): void
  listen(listener: (isVisible: boolean) => void): () => void
}

export function createBell(): Bell {
  const listeners = new Set<(isVisible: boolean) => void>()
  const tell = (isVisible: boolean) => {
    for (const listener of [...listeners]) listener(isVisible)
  }
  return {
    ring: () => tell(true),
    ringUnseen: () => tell(false),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What `look` finds, now or after a ring; undefined when the time is up or the signal aborts. */
export function until<T>(bell: Bell, look: () => T | undefined, waitMs: number, signal: AbortSignal) {
  return new Promise<T | undefined>((resolve) => {
    const finish = (found: T | undefined) => {
      clearTimeout(timer)
      stop()
      signal.removeEventListener('abort', give)
      resolve(found)
    }
    const give = () => finish(undefined)
    const stop = bell.listen(() => {
      const found = look()
      if (found !== undefined) finish(found)
    })
    const timer = setTimeout(give, waitMs)
    signal.addEventListener('abort', give)
    const found = look()
    if (found !== undefined || waitMs <= 0 || signal.aborted) finish(found)
  })
}
