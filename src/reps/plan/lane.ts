import { onFrom, type Switch } from './availability.ts'
import { allowanceOf, type Capped, type Day, dayOf, hasRoom, type Turn } from './daily-cap.ts'
import { addDays, dateAt, type Hours, type Window, windowOn } from './windows.ts'

/** One activity of a rep in a channel, with all that decides when something may go. */
export type Lane = Hours &
  Capped & {
    id: string
    repId: string
    repChannelId: string
    channelId: string
    channel: string
    activity: string
    /** The lead is written to: the daily guard holds. */
    contacts: boolean
    sandbox: boolean
    isRepPaused: boolean
    isChannelPaused: boolean
    rep: Switch
    own: Switch
    /** The channel asked us to wait. */
    restUntil: Date | null
    /** What the ledger knows, newest first; two are enough. */
    days: Day[]
  }

/** A moment something may go, and the day that counts it. */
export type Opening = { at: Date; window: Window; day: Day }

const MOST_DAYS_AHEAD = 60
const MINUTE_MS = 60_000

/** The first moment from `from` on at which one more act may go; null: not in sight. */
export function openingOf(lane: Lane, turn: Turn, from: Date): Opening | null {
  if (lane.isRepPaused || lane.isChannelPaused || lane.capacity === 0) return null
  for (const window of windowsFrom(lane, from)) {
    const day = dayOf(lane, window.date)
    if (!hasRoom(lane, day, turn)) continue
    const wanted = turn === 'bulk' ? spreadAt(lane, day, window) : window.from
    const at = firstOn(lane, latest(from, window.from, wanted))
    if (at === null) return null
    if (at < window.to) return { at, window, day }
  }
  return null
}

/** One of many goes when its share of what is left of the hours has passed, to the whole minute. */
function spreadAt(lane: Lane, day: Day, window: Window): Date {
  if (!day.lastAt) return window.from
  const left = allowanceOf(lane, day) - (day.taken - day.replies)
  const gap = (window.to.getTime() - day.lastAt.getTime()) / (left + 1)
  return new Date(Math.ceil((day.lastAt.getTime() + gap) / MINUTE_MS) * MINUTE_MS)
}

/** When the rep, their channel and the platform all let something go. */
function firstOn(lane: Lane, from: Date): Date | null {
  let at = lane.restUntil && lane.restUntil > from ? lane.restUntil : from
  for (;;) {
    const byRep = onFrom(lane.rep, at)
    const byChannel = byRep && onFrom(lane.own, byRep)
    if (!byChannel) return null
    if (byChannel.getTime() === at.getTime()) return at
    at = byChannel
  }
}

/** The hours that are not over at `from`, one local day after the other. */
export function* windowsFrom(lane: Hours, from: Date): Generator<Window> {
  const known = calendars.get(lane)
  const calendar = known?.[0] && known[0].from <= from ? known : beginCalendar(lane, from)
  for (let place = 0, ahead = 0; ahead <= MOST_DAYS_AHEAD; place += 1) {
    const before = calendar[place - 1]?.date ?? ''
    const window = calendar[place] ?? windowOn(addDays(before, 1), lane)
    calendar[place] = window
    if (window.to <= from) continue
    ahead += 1
    yield window
  }
}

/** The day one speaks of: that of the hours under way, after midnight too; else the calendar's. */
export function todayOf(lane: Hours, now: Date): string {
  const [window] = windowsFrom(lane, now)
  return window && window.from <= now ? window.date : dateAt(now, lane.zone)
}

/** Reckoned once for each lane: time zones are slow. */
const calendars = new WeakMap<Hours, Window[]>()

function beginCalendar(lane: Hours, from: Date): Window[] {
  const calendar = [windowOn(addDays(dateAt(from, lane.zone), -2), lane)]
  calendars.set(lane, calendar)
  return calendar
}

export function latest(...times: Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())))
}
