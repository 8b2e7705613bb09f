const DAY_MS = 24 * 3_600_000

/** `recent-first` is the seed's literal order: the fewest days since the last booking first. */
export type Rotation = 'recent-first' | 'idle-first'

type Rested = { lastBookingAt: Date | null; number: number }

/**
 * By whole days since the last booking; a session still to come counts as no days, and who was
 * never booked has waited for ever. Among equals the longest known first.
 */
export function orderMusicians<M extends Rested>(musicians: readonly M[], rotation: Rotation, now: Date): M[] {
  const sign = rotation === 'recent-first' ? 1 : -1
  return [...musicians].sort((a, b) => {
    const [left, right] = [daysSince(a, now), daysSince(b, now)]
    return left === right ? a.number - b.number : sign * (left < right ? -1 : 1)
  })
}

function daysSince({ lastBookingAt }: Rested, now: Date): number {
  if (!lastBookingAt) return Number.POSITIVE_INFINITY
  return Math.max(0, Math.floor((now.getTime() - lastBookingAt.getTime()) / DAY_MS))
}
