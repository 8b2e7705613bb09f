import { expect } from 'vitest'

/**
 * A run takes less of this thread's own work than so many milliseconds: one of twenty does. Other programs share the
 * machine and its caches, and other threads collect this one's garbage: what a single run takes says little.
 */
export async function expectCpuMs(limit: number, run: () => unknown, what?: string): Promise<void> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 20 && best >= limit; round += 1) {
    const start = process.threadCpuUsage()
    await run()
    const { user, system } = process.threadCpuUsage(start)
    best = Math.min(best, (user + system) / 1000)
  }
  expect(best, what).toBeLessThan(limit)
}
