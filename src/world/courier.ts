import { postNotice } from './notices.ts'
import type { MetaState, Notice } from './state.ts'
import type { Vendor } from './vendor.ts'

/** Takes notices to the webhook, and takes them again when they were not answered with 200. */
export type Courier = {
  send(notices: Notice[]): void
  /** Until every notice is delivered, given up, or waits for a later try. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** `delaysMs`: the waits before the second, third ... try; after the last one Meta gives up. */
export function createCourier(vendor: Vendor<MetaState>, appSecret: string, delaysMs: number[]): Courier {
  const running = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let closed = false

  const start = (notice: Notice) => {
    const run = deliver(notice).finally(() => running.delete(run))
    running.add(run)
  }
  const deliver = async (notice: Notice): Promise<void> => {
    const url = vendor.state.webhookUrl
    if (closed || !url) return
    const delivered = await postNotice(url, notice.body, appSecret)
    if (closed) return
    await vendor.change(() => {
      notice.tries++
      notice.delivered ||= delivered
    })
    if (!delivered) return tryAgain(notice)
  }
  const tryAgain = async (notice: Notice): Promise<void> => {
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
