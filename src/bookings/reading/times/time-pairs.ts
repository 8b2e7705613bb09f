import type { DateSpec } from './calendar-days.ts'
import { settleClock } from './settle-clock.ts'
import type { Item, Moment } from './time-items.ts'
import { isStart, type TimeSpec } from './time-spec.ts'

/** A date with its time of day as written (no time: only the day was named), or an absolute moment. */
export type Pair =
  | { kind: 'dated'; date: DateSpec; time: TimeSpec | null; isVague: boolean }
  | { kind: 'moment'; moment: Moment }
export type Pairs = { offered: Pair[]; withdrawn: Pair[]; isOnly: boolean }

type Dated = Extract<Item, { kind: 'dates' }>
/** `open`: dates that have no time yet; `last`: the dates of the latest time, for a line with only a time. */
type State = { open: Dated[]; last: Dated[]; lastTime: TimeSpec | null; sameTime: TimeSpec | null; pairs: Pairs }

/**
 * Joins dates with times: a line of both, a list of dates with one time behind it, times below a date.
 * `isField`: the text answers 'when?', so a date without a time counts as well.
 */
export function joinPairs(items: readonly Item[], isField: boolean): Pairs {
  const state = createState()
  for (const segment of cutSegments(items)) readSegment(segment, state, isField)
  if (isField) for (const open of state.open) push(state.pairs.offered, open, null)
  return state.pairs
}

function cutSegments(items: readonly Item[]): Item[][] {
  const segments: Item[][] = [[]]
  for (const item of items) {
    if (item.kind === 'break') segments.push([])
    else segments.at(-1)?.push(item)
  }
  return segments.filter((segment) => segment.length > 0)
}

function readSegment(all: Item[], state: State, isField: boolean): void {
  const isGone = (at: number) => all[at]?.kind === 'gone' || (all[at]?.kind === 'time' && all[at + 1]?.kind === 'gone')
  withdraw(
    all.filter((item, at) => item.kind === 'dates' && isGone(at + 1)),
    state,
  )
  const segment = all.filter((item, at) => !isGone(at) && !(item.kind === 'dates' && isGone(at + 1)))
  for (const item of segment) if (item.kind === 'moment') state.pairs.offered.push(item)
  const denial = segment.findIndex((item) => item.kind === 'not')
  const denied = segment[denial]
  if (!denied) readOffer(segment, state, isField)
  else if (denied.kind === 'not' && denied.isBehind) withdraw(segment.filter(isSaid), state)
  else readDenial(segment.slice(0, denial).filter(isSaid), segment.slice(denial).filter(isSaid), state)
}

function readOffer(segment: Item[], state: State, isField: boolean): void {
  const said = segment.filter(isSaid)
  if (said.length === 0) return
  if (segment.some((item) => item.kind === 'only')) state.pairs.isOnly = true
  if (!isField && said.some((item) => item.kind === 'dates')) state.open = []
  joinSegment(said, state)
}

function isSaid(item: Item): boolean {
  return item.kind === 'dates' || item.kind === 'time' || item.kind === 'same'
}

/** 'not Tuesday' takes back what follows, 'Tuesday does not work' what stands before. */
function readDenial(before: Item[], after: Item[], state: State): void {
  withdraw(after.length > 0 ? after : before, state)
  if (after.length > 0 && before.length > 0) joinSegment(before, state)
}

function createState(): State {
  return { open: [], last: [], lastTime: null, sameTime: null, pairs: { offered: [], withdrawn: [], isOnly: false } }
}

function withdraw(denied: Item[], state: State): void {
  const aside = createState()
  joinSegment(denied, aside)
  for (const open of aside.open) push(aside.pairs.offered, open, null)
  state.pairs.withdrawn.push(...aside.pairs.offered)
}

function joinSegment(said: Item[], state: State): void {
  const items = withoutVagueDays(withoutHints(withoutWholeDay(withSameTimes(said, state))))
  if (!items.some((item) => item.kind === 'dates')) {
    for (const item of items)
      if (item.kind === 'time' && !isAside(item.time, state) && !isWithin(item.time, state)) attach(state, item.time)
  } else if (items[0]?.kind === 'time') timesFirst(items, state)
  else datesFirst(items, state)
}

/** 'the same time' is that of the date before. */
function withSameTimes(items: Item[], state: State): Item[] {
  let before = state.sameTime
  return items.flatMap((item): Item[] => {
    if (item.kind === 'time') before = item.time
    if (item.kind !== 'same') return [item]
    return before ? [{ kind: 'time', time: before }] : []
  })
}

/** "A full day, Sunday February 21, 10am - 6pm": the hours say how long a full day is, with no word between. */
function withoutWholeDay(items: Item[]): Item[] {
  const isWhole = (item: Item) => item.kind === 'time' && item.time.isAllDay && !item.time.isOpen
  const isWindow = (item: Item) => item.kind === 'time' && item.time.start !== null && item.time.end !== null
  const [one, other] = [items.findIndex(isWhole), items.findIndex(isWindow)]
  const later = items.slice(Math.min(one, other) + 1, Math.max(one, other) + 1)
  const isApart = later.some((item) => item.kind === 'time' && item.isApart)
  const isOne = items.filter((item) => item.kind === 'dates').length === 1 && items.filter(isWindow).length === 1
  return isOne && !isApart ? items.filter((item) => !isWhole(item)) : items
}

/** A part of the day beside an exact time only says am or pm: '10am to 12pm Monday morning'. */
function withoutHints(items: Item[]): Item[] {
  const clocks = items.filter((item) => item.kind === 'time' && (item.time.start || item.time.end))
  const dates = items.filter((item) => item.kind === 'dates')
  if (clocks.length === 0 || dates.length > 1) return items
  const hints = items.filter(isHint)
  const [hint] = hints
  if (hint?.kind !== 'time') return items
  if (hints.length > 1) return hintsApart(items)
  return items
    .filter((item) => item !== hint)
    .map((item) =>
      item.kind === 'time' && item.time.part === null
        ? { ...item, time: { ...item.time, part: hint.time.part } }
        : item,
    )
}

function isHint(item: Item | undefined): boolean {
  return item?.kind === 'time' && !item.time.start && !item.time.end && item.time.part !== null
}

/** 'morning session 9-12, afternoon session 1-4': each is that of the hours behind it. */
function hintsApart(items: Item[]): Item[] {
  return items.flatMap((item, at): Item[] => {
    const before = items[at - 1]
    if (isHint(item)) return isHint(items[at + 1]) || items[at + 1]?.kind !== 'time' ? [item] : []
    const isLed = item.kind === 'time' && before?.kind === 'time' && isHint(before)
    return [isLed ? { ...item, time: { ...item.time, part: item.time.part ?? before.time.part } } : item]
  })
}

/** 'weekdays after 6, March 16 to 20': the days are those of the range. */
function withoutVagueDays(items: Item[]): Item[] {
  const isRanged = items.some((item) => item.kind === 'dates' && item.isRange && !item.isVague)
  const vague = items.find((item) => item.kind === 'dates' && item.isVague)
  return isRanged && vague ? items.filter((item) => item !== vague) : items
}

/** "You can ring at any hour", "lunch is on us": no hours of days that have theirs. */
function isAside({ start, end }: TimeSpec, { open, pairs }: State): boolean {
  return start === null && end === null && open.length === 0 && !pairs.isOnly
}

/** "Plan for 12:30" behind "12 PM to 3 PM": an hour of the window that is asked for, no other one. */
function isWithin(time: TimeSpec, { open, lastTime }: State): boolean {
  if (open.length > 0 || !isStart(time) || !lastTime?.start || !lastTime.end) return false
  const [{ window: whole }, { window: hour }] = [settleClock(lastTime, false), settleClock(time, false)]
  return hour.start !== null && (whole.start ?? DAY) <= hour.start && hour.start < (whole.end ?? 0)
}

const DAY = 1440

function attach(state: State, time: TimeSpec): void {
  const dates = state.open.length > 0 ? state.open : state.last
  for (const date of dates) push(state.pairs.offered, date, time)
  state.last = dates
  state.lastTime = time
  state.sameTime = time
  state.open = []
}

function datesFirst(items: Item[], state: State): void {
  state.lastTime = null
  const own = ownTimeAt(items)
  for (const item of items.slice(0, own)) {
    if (item.kind === 'dates') state.open.push(item)
    else if (item.kind === 'time') attach(state, item.time)
  }
  if (own < items.length) timesFirst(items.slice(own), state)
  closeTrailing(state)
}

/** Where 'all day Friday' starts in 'Tuesday after 2, or all day Friday': a second time with a date behind it. */
function ownTimeAt(items: Item[]): number {
  const at = items.findIndex(
    (item, place) => item.kind === 'time' && items[place - 1]?.kind === 'time' && items[place + 1]?.kind === 'dates',
  )
  return at < 0 || items.slice(at + 1).some((item) => item.kind === 'time') ? items.length : at
}

/** 'Tuesday 3-5pm or Wednesday': the last date shares the time before it. */
function closeTrailing(state: State): void {
  const time = state.lastTime
  if (time === null || state.open.length === 0 || !state.open.every((open) => open.isLinked)) return
  for (const open of state.open) push(state.pairs.offered, open, time)
  state.last = state.open
  state.open = []
}

type Group = { times: TimeSpec[]; dates: Dated[] }

/** '3-5pm on Tuesday or 6-8pm Wednesday'. */
function timesFirst(items: Item[], state: State): void {
  for (const { times, dates } of cutGroups(items)) {
    const days = dates.length > 0 ? dates : state.last
    for (const date of days) for (const time of times) push(state.pairs.offered, date, time)
    state.last = days
    state.sameTime = times.at(-1) ?? state.sameTime
  }
  state.open = []
}

/** Times with the dates behind them. */
function cutGroups(items: Item[]): Group[] {
  const groups: Group[] = [{ times: [], dates: [] }]
  for (const [at, item] of items.entries()) {
    const group = groups.at(-1)
    if (item.kind === 'dates') group?.dates.push(item)
    else if (item.kind === 'time' && group) addTime(item.time, at === items.length - 1, group, groups)
  }
  return groups
}

function addTime(time: TimeSpec, isLast: boolean, group: Group, groups: Group[]): void {
  // 'afternoons in the week of the 16th, or Friday from 10': the last date has a time of its own.
  const own = isLast && group.dates.length > 1 ? group.dates.splice(-1) : []
  if (group.dates.length > 0) groups.push({ times: [time], dates: own })
  else group.times.push(time)
}

function push(pairs: Pair[], { dates, isVague }: Dated, time: TimeSpec | null): void {
  for (const date of dates) if (pairs.length < 60) pairs.push({ kind: 'dated', date, time, isVague })
}
