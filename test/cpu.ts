import { expect } from 'vitest'

const ROUNDS = 7
/** What the yardstick takes on the two cores that the limits were set on. */
const YARDSTICK_MS = 70

/** Fails when work takes more of this thread's processor time than it may. */
export function expectCpuMs(limit: number, run: () => unknown, what?: string): Promise<void> {
  return expectSpentMs(limit, () => cpuMs(run), what)
}

/**
 * The same of processor time that the caller has counted. The best of seven rounds counts; a round that is over is held
 * against a yardstick measured beside it, because a core that is shared or slow lengthens both.
 */
export async function expectSpentMs(limit: number, measure: () => Promise<number>, what?: string): Promise<void> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && best >= limit; round += 1) {
    const spent = await measure()
    best = Math.min(best, spent >= limit ? spent / (await slowness()) : spent)
  }
  expect(best, what).toBeLessThan(limit)
}

/** Milliseconds of this thread's own work: other programs share the machine. */
export async function cpuMs(run: () => unknown): Promise<number> {
  const start = process.threadCpuUsage()
  await run()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}

async function slowness(): Promise<number> {
  return Math.max(1, (await cpuMs(readYardstick)) / YARDSTICK_MS)
}

/** Work of a reader's kind. The system counts in steps of some milliseconds, so it is repeated. */
function readYardstick(): number {
  const text = 'two of the black ones, please, to kit@example.com '.repeat(1_000)
  let sum = 0
  for (let round = 0; round < 40; round += 1) {
    const counts = new Map<string, number>()
    for (const [word] of text.matchAll(/[a-z@.]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1)
    sum += [...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_003, counts.size)
  }
  return sum
}
