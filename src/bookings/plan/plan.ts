import type { OptionQueue } from '#entities/bookings/booking-option.ts'
import type { Span } from '../span.ts'
import { type Candidate, type Feasible, findFeasibleTimes } from './feasible-times.ts'
import { orderMusicians, type Rotation } from './order-musicians.ts'
import { isInHours, orderTimes } from './order-times.ts'
import { isOpen, type StudioHours } from './studio-hours.ts'

export type PlanningMusician = Candidate & { number: number; lastBookingAt: Date | null }

export type Planning = {
  times: readonly Span[]
  instruments: Record<string, number>
  musicians: readonly PlanningMusician[]
  /** What the studio's calendar says. */
  studioBusy: readonly Span[]
  hours: StudioHours
  zone: string
  rotation: Rotation
  now: Date
}

/** One time of the plan; `position` is null and `why` says so where it is not possible. */
export type PlannedOption = Span & {
  position: number | null
  inHours: boolean
  why: string | null
  queue: OptionQueue[]
}

/** The whole plan of whom to ask for which time, in order. */
export function planBooking(planning: Planning): PlannedOption[] {
  const { times, instruments, zone, rotation, now } = planning
  const ordered = orderMusicians(planning.musicians, rotation, now)
  const feasible = findFeasibleTimes(orderTimes(times, zone), instruments, ordered)
  let position = 0
  return feasible.map((found) => {
    const why = whyNot(found, planning)
    return {
      start: found.time.start,
      end: found.time.end,
      inHours: isInHours(found.time, zone),
      why,
      position: why === null ? position++ : null,
      queue: Object.keys(instruments).map((instrument) => ({ instrument, musicians: found.free[instrument] ?? [] })),
    }
  })
}

function whyNot({ time, missing, free, possible }: Feasible<Span>, planning: Planning): string | null {
  const { now, hours, zone, studioBusy, instruments } = planning
  if (time.start <= now) return 'in the past'
  if (!isOpen(hours, time, zone)) return 'studio closed'
  if (studioBusy.some(({ start, end }) => start < time.end && end > time.start)) return 'studio busy'
  if (possible) return null
  return missing.map((name) => shortOf(name, free[name]?.length ?? 0, instruments[name] ?? 1)).join(', ')
}

function shortOf(instrument: string, free: number, needed: number): string {
  if (free === 0) return `no ${instrument} free`
  return free < needed ? `only ${free} of ${needed} ${instrument} free` : `no ${instrument} left over`
}
