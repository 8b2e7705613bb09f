import { writeCity } from '#src/cards/times.ts'
import { isOn, onFrom } from './availability.ts'
import { allowanceOf, dayOf, hasRoom } from './daily-cap.ts'
import { type Lane, openingOf, windowsFrom } from './lane.ts'
import { type Board, freeFrom, plan, type Wish, writesTo } from './plan.ts'
import { rampTo } from './ramp.ts'
import { writeMoment, writeWall } from './words.ts'

/** Something that holds a request back, and until when; null: until someone acts. */
type Hold = { until: Date | null; says: string }

const FORECAST_MS = 60 * 86_400_000

/** Why a queued request has not gone, and when it will: `You have used today's 4. ... Next: tomorrow 9:00 AM, ...`. */
export function tellWhy(board: Board, wish: Wish, lead: string, now: Date): string {
  const lane = board.lanes.find(({ id }) => id === wish.laneId)
  if (!lane) return 'It is not known any more.'
  const holds = holdsOf(board, lane, wish, lead, now)
  const last = holds.reduce<Hold | null>((a, b) => (a && isLater(a, b) ? a : b), null)
  const { at, isSecond } = forecast(board, wish, now)
  const says = isSecond ? `${lead} gets another message first, and one in ${hoursOfPeace(board)} hours.` : last?.says
  const when = at && `${writeMoment(at, lane.zone, now)}, ${writeCity(lane.zone)}.`
  if (!says) return at && at > now ? `Its turn comes ${when}` : 'It leaves now.'
  return when ? `${says} Next: ${when}` : says
}

/** When a request's turn comes, and whether another to the same lead goes before; null: not in sight. */
function forecast(board: Board, wish: Wish, now: Date): { at: Date | null; isSecond: boolean } {
  const to = new Date(now.getTime() + FORECAST_MS)
  let isSecond = false
  for (const act of plan(structuredClone(board), now, to)) {
    if (act.wish.id === wish.id) return { at: act.at, isSecond: isSecond && act.lane.contacts && wish.turn !== 'reply' }
    if (act.wish.leadId === wish.leadId && writesTo(act.lane, act.wish)) isSecond = true
  }
  return { at: null, isSecond: false }
}

function hoursOfPeace({ guardMs }: Board): number {
  return Math.round(guardMs / 3_600_000)
}

function isLater(a: Hold, b: Hold): boolean {
  return a.until === null || (b.until !== null && a.until >= b.until)
}

function holdsOf(board: Board, lane: Lane, wish: Wish, lead: string, now: Date): Hold[] {
  return [
    ...stopped(lane),
    ...switchedOff(lane, now),
    ...resting(lane, now),
    ...outOfHours(lane, now),
    ...usedUp(lane, wish, now),
    ...guarded(board, lane, wish, lead, now),
  ]
}

function stopped(lane: Lane): Hold[] {
  if (lane.capacity === 0) return [{ until: null, says: `Your capacity for ${lane.activity} on ${lane.channel} is 0.` }]
  if (lane.isRepPaused) return [{ until: null, says: 'An admin paused everything of yours.' }]
  return lane.isChannelPaused ? [{ until: null, says: `An admin paused ${lane.channel}.` }] : []
}

function switchedOff(lane: Lane, now: Date): Hold[] {
  const city = writeCity(lane.zone)
  const off = [
    { who: 'You are', state: lane.rep },
    { who: `${lane.channel} is`, state: lane.own },
  ].filter(({ state }) => !isOn(state, now))
  return off.map(({ who, state }) => {
    const until = onFrom(state, now)
    const when = until ? `until ${writeMoment(until, lane.zone, now)} ${city}` : 'until you turn it on again'
    return { until, says: `${who} off ${when}.` }
  })
}

function resting({ restUntil, channel, zone }: Lane, now: Date): Hold[] {
  if (!restUntil || restUntil <= now) return []
  return [{ until: restUntil, says: `${channel} asked us to wait until ${writeMoment(restUntil, zone, now)}.` }]
}

function outOfHours(lane: Lane, now: Date): Hold[] {
  const [window] = windowsFrom(lane, now)
  if (!window || window.from <= now) return []
  return [{ until: window.from, says: `Hours are ${hoursOf(lane)}, ${writeCity(lane.zone)}.` }]
}

/** `9:00 AM to 5:00 PM` */
export function hoursOf({ start, end }: Pick<Lane, 'start' | 'end'>): string {
  return `${writeWall(start)} to ${end.startsWith('24') ? 'midnight' : writeWall(end)}`
}

function usedUp(lane: Lane, wish: Wish, now: Date): Hold[] {
  const [window] = windowsFrom(lane, now)
  if (!window || window.from > now) return []
  const day = dayOf(lane, window.date)
  if (hasRoom(lane, day, wish.turn)) return []
  const next = openingOf(lane, wish.turn, now)
  return [{ until: next?.at ?? null, says: tellUsed(lane, day.goodDays, wish) }]
}

function tellUsed(lane: Lane, goodDays: number, { turn }: Wish): string {
  const allowance = turn === 'reply' ? lane.capacity : allowanceOf(lane, { goodDays })
  const used = `You have used today's ${allowance}.`
  if (allowance >= lane.capacity) return used
  return `${used} New accounts start at ${rampTo(lane.capacity, 0)} a day and grow to ${lane.capacity}.`
}

function guarded(board: Board, lane: Lane, wish: Wish, lead: string, now: Date): Hold[] {
  const until = freeFrom(board, lane, wish)
  if (!until || until <= now) return []
  const byGuard = until.getTime() !== wish.notBefore?.getTime()
  const says = byGuard
    ? `${lead} was written to, and gets one message in ${hoursOfPeace(board)} hours.`
    : 'It is tried again later.'
  return [{ until, says }]
}
