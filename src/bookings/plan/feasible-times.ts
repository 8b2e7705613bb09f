import type { Span } from '../span.ts'
import { matchSeats, seatsOf } from './match-seats.ts'

/** Someone who could be asked. `busy`: what their calendar and our own sessions say; null when it cannot be known. */
export type Candidate = { id: string; instruments: readonly string[]; busy: readonly Span[] | null }

export type Feasible<Time> = {
  time: Time
  possible: boolean
  /** Who is free, by instrument, in the order the candidates came in. */
  free: Record<string, string[]>
  /** Instruments with a chair that nobody can take. */
  missing: string[]
}

/**
 * A time is possible only when every chair can have someone of its own who is free for the
 * whole session. Someone whose calendar cannot be known is never free.
 */
export function findFeasibleTimes<Time extends Span>(
  times: readonly Time[],
  instruments: Record<string, number>,
  candidates: readonly Candidate[],
): Feasible<Time>[] {
  const seats = seatsOf(instruments)
  const people = candidates.map(({ id, instruments: own, busy }) => ({
    id,
    own: new Set(own),
    busy: busy && merge(busy),
  }))
  return times.map((time) => {
    const awake = people.filter(({ busy }) => busy !== null && isFree(busy, time))
    const free = Object.fromEntries(
      Object.keys(instruments).map((name) => [name, awake.filter(({ own }) => own.has(name)).map(({ id }) => id)]),
    )
    const taken = matchSeats(seats.map((seat) => free[seat] ?? []))
    const missing = [...new Set(seats.filter((_, at) => taken[at] === null))]
    return { time, possible: seats.length > 0 && missing.length === 0, free, missing }
  })
}

/** Busy times in order, those that touch made one: start, end, start, end ... in milliseconds. */
function merge(spans: readonly Span[]): number[] {
  const sorted = spans.map(({ start, end }) => [start.getTime(), end.getTime()] as const).sort((a, b) => a[0] - b[0])
  const edges: number[] = []
  for (const [start, end] of sorted) {
    const last = edges.length - 1
    if (last > 0 && start <= (edges[last] ?? 0)) edges[last] = Math.max(edges[last] ?? 0, end)
    else edges.push(start, end)
  }
  return edges
}

/** Edges up to the start come in pairs when nothing is going on, and the next begins not before the end. */
function isFree(edges: readonly number[], { start, end }: Span): boolean {
  const from = start.getTime()
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] ?? 0) <= from) low = middle + 1
    else high = middle
  }
  return low % 2 === 0 && (edges[low] ?? Number.POSITIVE_INFINITY) >= end.getTime()
}
