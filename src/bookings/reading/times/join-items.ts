import type { DateSpec } from './calendar-days.ts'
import type { Item } from './time-items.ts'
import { isFinish, isStart, type TimeSpec } from './time-spec.ts'

/** Items that say something together: the ends of a window, weekdays of a week. */
export function joinItems(items: readonly Item[]): Item[] {
  return inWeeks(byNumber(joinEnds(withWeekday(items))))
}

/** "Saturday afternoon, the 24th, 2 to 4": the date behind is that Saturday. */
function withWeekday(items: readonly Item[]): Item[] {
  const day = (item: Item | undefined) =>
    item?.kind === 'dates' && item.dates.length === 1 ? item.dates[0] : undefined
  return items.flatMap((item, at): Item[] => {
    const [part, named] = [items[at + 1], day(items[at + 2])]
    const [weekday, before] = [day(item), day(items[at - 2])]
    if (weekday && isBareWeekday(weekday) && isPart(part) && named && !named.weekday && named.day !== null) return []
    const isBehind = before && isBareWeekday(before) && isPart(items[at - 1]) && item.kind === 'dates'
    if (!isBehind || !weekday || weekday.weekday || weekday.day === null) return [item]
    return [{ ...item, dates: [{ ...weekday, weekday: before.weekday }] }]
  })
}

function isPart(item: Item | undefined): boolean {
  return item?.kind === 'time' && item.time.part !== null && !item.time.start && !item.time.end
}

/** "We start at half two and like to be done by five": an hour to begin at and the next one to end by are a window. */
function joinEnds(items: readonly Item[]): Item[] {
  const closed = new Map<Item, Item>()
  const gone = new Set<Item>()
  for (const at of items.keys()) {
    const joined = joinedAt(items, at)
    if (joined) closed.set(joined.start, { kind: 'time', time: joined.time })
    for (const item of joined?.said ?? []) gone.add(item)
  }
  const joined = items.filter((item) => !gone.has(item)).map((item) => closed.get(item) ?? item)
  return joined.filter((item) => item.kind !== 'time' || !item.isWeak)
}

/** `said`: the end, and the day of its own where the start has one. */
function joinedAt(items: readonly Item[], at: number): { start: Item; time: TimeSpec; said: Item[] } | null {
  const end = items[at]
  if (end?.kind !== 'time' || !isFinish(end.time)) return null
  const from = startBefore(items, at)
  const [start, day] = [items[from], items[from + 1]?.kind === 'dates' ? items[at + 1] : undefined]
  if (start?.kind !== 'time') return null
  const said = day?.kind === 'dates' ? [end, day] : [end]
  return { start, time: closedBy(start.time, end.time, day), said }
}

/** The hour to begin at right before; "from 2pm on Friday, done by 5" has its day between. */
function startBefore(items: readonly Item[], end: number): number {
  const starts = (item: Item | undefined) => item?.kind === 'time' && isStart(item.time)
  let at = end - 1
  while (items[at]?.kind === 'break') at -= 1
  if (starts(items[at])) return at
  const isFirst = items[at - 2] === undefined || items[at - 2]?.kind === 'break'
  return items[at]?.kind === 'dates' && isFirst && starts(items[at - 1]) ? at - 1 : -1
}

/** `day`: of the end, where the start had its own. */
function closedBy(time: TimeSpec, { end, zone, part, ...by }: TimeSpec, day: Item | undefined): TimeSpec {
  const endDate = day?.kind === 'dates' ? (day.dates[0] ?? null) : by.endDate
  return { ...time, end, endDate, isBare: false, zone: time.zone ?? zone, part: time.part ?? part }
}

/** "Feb 1 and Feb 2. First day 10-1, second day 2-5": the days are told once and then by their number. */
function byNumber(items: readonly Item[]): Item[] {
  const listed = items.filter((item) => item.kind === 'dates')
  const days = listed.flatMap(({ dates }) => dates)
  const isTold = days.length > 1 && items.some(({ kind }) => kind === 'nth')
  if (!isTold) return items.filter(({ kind }) => kind !== 'nth')
  return items.flatMap((item): Item[] => {
    if (item.kind !== 'nth') return listed.some((one) => one === item) ? [] : [item]
    const [list, date] = [listed[0], days[item.nth - 1]]
    return list && date ? [{ ...list, dates: [date], isRange: false, isLinked: false }] : []
  })
}

/** "The week of March 8: Mon and Wed": the weekdays are of that week, which itself is not asked for. */
function inWeeks(items: readonly Item[]): Item[] {
  let week: Extract<Item, { kind: 'dates' }> | null = null
  const used = new Set<Item>()
  const placed = items.map((item) => {
    if (item.kind !== 'dates') return item
    if (item.isWeek) week = item
    const [monday] = week?.dates ?? []
    if (!week || !monday || item.isWeek || !item.dates.every(isBareWeekday)) return item
    used.add(week)
    return { ...item, dates: item.dates.map(({ weekday }) => ({ ...monday, weekday, isOfWeek: true })) }
  })
  return placed.filter((item) => !used.has(item))
}

function isBareWeekday({ weekday, day, nth, isNext, weeksOn }: DateSpec): boolean {
  return weekday !== null && day === null && nth === null && !isNext && weeksOn === 0
}
