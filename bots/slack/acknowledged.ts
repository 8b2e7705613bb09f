/** Slack shows the person a failure unless a press is acknowledged within 3 s. */
const ACK_MS = 2500

/** Works, then acknowledges; a slow one is acknowledged in time and goes on. */
export async function acknowledged<T>(ack: () => Promise<void>, work: Promise<T>): Promise<T> {
  await inTime(work).catch(() => {})
  await unlessLate(ack)
  return work
}

/** A busy machine may be too late all the same: Slack has told the person so, and what came of it is told after. */
export async function unlessLate(ack: () => Promise<void>): Promise<void> {
  await ack().catch(() => {})
}

/** What came of it while Slack still waits; null when that will be later. */
export async function inTime<T>(work: Promise<T>): Promise<{ done: T } | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ACK_MS)
  })
  try {
    return await Promise.race([work.then((done) => ({ done })), late])
  } finally {
    clearTimeout(timer)
  }
}
