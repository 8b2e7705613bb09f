import { type Candidate, findFeasibleTimes } from '#src/bookings/plan/feasible-times.ts'
import { type Figure, percentile } from './ground.ts'

const MUSICIANS = 1_000
const TIMES = 40
const BUSY = 60
const RUNS = 5
const INSTRUMENTS = ['violin', 'viola', 'cello', 'bass']
const HOUR_MS = 3_600_000
const FROM = Date.UTC(2026, 2, 2, 9)

/** Which of forty times four chairs can be filled at, of a thousand musicians whose calendars are there. */
export async function benchBookings(): Promise<Figure[]> {
  const candidates = Array.from({ length: MUSICIANS }, (_, at) => candidate(at))
  const times = Array.from({ length: TIMES }, (_, at) => span(at * 7, 2))
  const seats = Object.fromEntries(INSTRUMENTS.map((name) => [name, 1]))
  const took = Array.from({ length: RUNS }, () => {
    const from = performance.now()
    const found = findFeasibleTimes(times, seats, candidates)
    if (found.some(({ possible }) => !possible)) throw new Error('a time that can be filled was not found')
    return performance.now() - from
  })
  return [
    {
      what: `${TIMES} times for 4 chairs of ${MUSICIANS} musicians, median of ${RUNS}`,
      promised: '<= 100',
      measured: percentile(took, 0.5),
      unit: 'ms',
    },
  ]
}

function candidate(at: number): Candidate {
  const busy = Array.from({ length: BUSY }, (_, nth) => span((at % 11) + nth * 11, 1))
  return { id: `m${at}`, instruments: [INSTRUMENTS[at % INSTRUMENTS.length] ?? ''], busy }
}

function span(afterHours: number, hours: number) {
  const start = new Date(FROM + afterHours * HOUR_MS)
  return { start, end: new Date(start.getTime() + hours * HOUR_MS) }
}
