import type { TimeSpec } from './clock-phrases.ts'
import type { DateSpec } from './date-phrases.ts'
import type { Item, Moment } from './time-items.ts'

/** A date with its time of day as written (no time: only the day was named), or an absolute moment. */
export type Pair =
  | { kind: 'dated'; date: DateSpec; time: TimeSpec | null; isRange: boolean; isVague: boolean }
  | { kind: 'moment'; moment: Moment }
export type Pairs = { offered: Pair[]; withdrawn: Pair[]; isOnly: boolean; looseTimes: TimeSpec[] }

type Dated = Extract<Item, { kind: 'dates' }>
/** `open`: dates that have no time yet; `last`: the dates of the latest time, for a line with only a time. */
type State = { open: Dated[]; last: Dated[]; lastTime: TimeSpec | null; pairs: Pairs }

/**
 * Joins dates with times: a line of both, a list of dates with one time behind it, times below a date.
 * `isField`: the text answers 'when?', so a date without a time counts as well.
 */
export function joinPairs(items: readonly Item[], isField: boolean): Pairs {
  const state: State = {
    open: [],
    last: [],
    lastTime: null,
    pairs: { offered: [], withdrawn: [], isOnly: false, looseTimes: [] },
  }
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

function readSegment(segment: Item[], state: State, isField: boolean): void {
  for (const item of segment) if (item.kind === 'moment') state.pairs.offered.push(item)
  const denial = segment.findIndex((item) => item.kind === 'not')
  const isSaid = (item: Item) => item.kind === 'dates' || item.kind === 'time'
  if (denial >= 0) {
    const after = segment.slice(denial).filter(isSaid)
    const before = segment.slice(0, denial).filter(isSaid)
    const offered = after.length > 0 ? before : []
    withdraw(after.length > 0 ? after : before, state)
    if (offered.length > 0) joinSegment(offered, state)
    return
  }
  const said = segment.filter(isSaid)
  if (said.length === 0) return
  if (segment.some((item) => item.kind === 'only')) state.pairs.isOnly = true
  if (!isField && state.open.length > 0 && said.some((item) => item.kind === 'dates')) state.open = []
  joinSegment(said, state)
}

function withdraw(denied: Item[], state: State): void {
  const aside: State = {
    open: [],
    last: [],
    lastTime: null,
    pairs: { offered: [], withdrawn: [], isOnly: false, looseTimes: [] },
  }
  joinSegment(denied, aside)
  for (const open of aside.open) push(aside.pairs.offered, open, null)
  state.pairs.withdrawn.push(...aside.pairs.offered)
}

function joinSegment(said: Item[], state: State): void {
  const items = withoutHints(said)
  const ranged = withoutVagueDays(items)
  if (ranged !== items) return joinSegment(ranged, state)
  const hasDates = items.some((item) => item.kind === 'dates')
  if (!hasDates) {
    for (const item of items) if (item.kind === 'time') attach(state, item.time)
    return
  }
  if (items[0]?.kind === 'time') timesFirst(items, state)
  else datesFirst(items, state)
}

/** A part of the day beside an exact time only says am or pm: '10am to 12pm Monday morning'. */
function withoutHints(items: Item[]): Item[] {
  const clocks = items.filter((item) => item.kind === 'time' && (item.time.start || item.time.end))
  const dates = items.filter((item) => item.kind === 'dates')
  if (clocks.length === 0 || dates.length > 1) return items
  const hint = items.find((item) => item.kind === 'time' && !item.time.start && !item.time.end && item.time.part)
  if (hint?.kind !== 'time') return items
  return items
    .filter((item) => item !== hint)
    .map((item) =>
      item.kind === 'time' && item.time.part === null
        ? { ...item, time: { ...item.time, part: hint.time.part } }
        : item,
    )
}

/** 'weekdays after 6, March 16 to 20': the days are those of the range. */
function withoutVagueDays(items: Item[]): Item[] {
  const isRanged = items.some((item) => item.kind === 'dates' && item.isRange && !item.isVague)
  const vague = items.find((item) => item.kind === 'dates' && item.isVague)
  return isRanged && vague ? items.filter((item) => item !== vague) : items
}

function attach(state: State, time: TimeSpec): void {
  const dates = state.open.length > 0 ? state.open : state.last
  if (dates.length === 0) state.pairs.looseTimes.push(time)
  for (const date of dates) push(state.pairs.offered, date, time)
  state.last = dates
  state.lastTime = time
  state.open = []
}

function datesFirst(items: Item[], state: State): void {
  state.open = state.open.filter((open) => open.dates.length > 0)
  let isFresh = true
  for (const item of items) {
    if (item.kind === 'dates') {
      if (isFresh && state.lastTime !== null) state.lastTime = null
      isFresh = false
      state.open.push(item)
    } else if (item.kind === 'time') attach(state, item.time)
  }
  closeTrailing(state)
}

/** 'Tuesday 3-5pm or Wednesday': the last date shares the time before it. */
function closeTrailing(state: State): void {
  const time = state.lastTime
  if (time === null || state.open.length === 0 || !state.open.every((open) => open.isLinked)) return
  for (const open of state.open) push(state.pairs.offered, open, time)
  state.last = state.open
  state.open = []
}

/** '3-5pm on Tuesday or 6-8pm Wednesday'. */
function timesFirst(items: Item[], state: State): void {
  let times: TimeSpec[] = []
  let dates: Dated[] = []
  const flush = () => {
    for (const date of dates) for (const time of times) push(state.pairs.offered, date, time)
    if (dates.length > 0) state.last = dates
    dates = []
    times = []
  }
  for (const [at, item] of items.entries()) {
    if (item.kind === 'time') {
      // 'afternoons in the week of the 16th, or Friday from 10': the last date has a time of its own.
      const own = at === items.length - 1 && dates.length > 1 ? dates.pop() : undefined
      if (dates.length > 0) flush()
      if (own) dates.push(own)
      times.push(item.time)
    } else if (item.kind === 'dates') dates.push(item)
  }
  if (dates.length > 0) flush()
  else for (const time of times) for (const date of state.last) push(state.pairs.offered, date, time)
  state.open = []
}

function push(pairs: Pair[], { dates, isRange, isVague }: Dated, time: TimeSpec | null): void {
  for (const date of dates) if (pairs.length < 60) pairs.push({ kind: 'dated', date, time, isRange, isVague })
}
