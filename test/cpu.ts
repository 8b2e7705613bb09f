/** Milliseconds of this thread's own work, the best of seven: other programs share the machine. */
export async function cpuMs(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 7; round += 1) {
    const start = process.threadCpuUsage()
    await run()
    const { user, system } = process.threadCpuUsage(start)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}
