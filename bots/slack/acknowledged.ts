/** Slack shows the person a failure unless a press is acknowledged within 3 s. */
const ACK_MS = 2500

/** Works, then acknowledges; a slow one is acknowledged in time and goes on. */
export async function acknowledged<T>(ack: () => Promise<void>, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ACK_MS)
  })
  await Promise.race([
    work.then(
      () => {},
      () => {},
    ),
    late,
  ])
  clearTimeout(timer)
  await ack()
  return work
}
