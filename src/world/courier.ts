/** What a vendor has to tell us, in the bytes it signs, until it was answered with 200. */
export type Notice = { body: string; delivered: boolean; tries: number }

/** Takes notices to the webhook, and takes them again when they were not answered with 200. */
export type Courier<N extends Notice> = {
  send(notices: N[]): void
  /** Until every notice is delivered, given up, or waits for a later try. */
  settled(): Promise<void>
  close(): Promise<void>
}

type Route = {
  /** Posts it, signed; whether it was answered with 200. Null: nobody said yet where to. */
  post: (body: string) => Promise<boolean> | null
  /** Keeps what was noted about a notice. */
  change: (edit: () => void) => Promise<void>
  /** The waits before the second, third ... try; after the last one the vendor gives up. */
  delaysMs: number[]
}

export function createCourier<N extends Notice>({ post, change, delaysMs }: Route): Courier<N> {
  const running = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let closed = false

  const start = (notice: N) => {
    const run = deliver(notice).finally(() => running.delete(run))
    running.add(run)
  }
  const deliver = async (notice: N): Promise<void> => {
    if (closed) return
    const delivered = await post(notice.body)
    if (delivered === null || closed) return
    await change(() => {
      notice.tries++
      notice.delivered ||= delivered
    })
    if (!delivered) return tryAgain(notice)
  }
  const tryAgain = async (notice: N): Promise<void> => {
    const delay = delaysMs[notice.tries - 1]
    if (delay === undefined) return
    if (delay === 0) return deliver(notice)
    const timer = setTimeout(() => {
      timers.delete(timer)
      start(notice)
    }, delay)
    timers.add(timer.unref())
  }

  return {
    send: (notices) => notices.forEach(start),
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
    async close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
