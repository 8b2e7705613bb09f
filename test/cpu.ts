import { expect, inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    limitsAsPromised: boolean
  }
}

const ROUNDS = 7

/**
 * `npm run speed` holds each limit as promised. `npm test` gives them eight times as much: there, many files share a heap
 * and a core, and their garbage is collected on anybody's time. What grows with the square of its text is far beyond both.
 */
const PATIENCE = inject('limitsAsPromised') ? 1 : 8

/** Fails when work takes more of this thread's processor time than it may. */
export function expectCpuMs(limit: number, run: () => unknown, what?: string): Promise<void> {
  return expectSpentMs(limit, () => cpuMs(run), what)
}

/** The same of processor time that the caller has counted. The best of seven rounds counts. */
export async function expectSpentMs(limit: number, measure: () => Promise<number>, what?: string): Promise<void> {
  const most = limit * PATIENCE
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && best >= most; round += 1) best = Math.min(best, await measure())
  expect(best, what).toBeLessThan(most)
}

/** Milliseconds of this thread's own work: other programs share the machine. */
export async function cpuMs(run: () => unknown): Promise<number> {
  const start = process.threadCpuUsage()
  await run()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
