import { type Day, dayOf, type Turn } from './daily-cap.ts'
import { Heap } from './heap.ts'
import { type Lane, latest, openingOf } from './lane.ts'

/** A queued request, as far as its turn depends on it. */
export type Wish = { id: string; number: number; laneId: string; leadId: string; turn: Turn; notBefore: Date | null }

/** All that decides what goes when. */
export type Board = {
  lanes: Lane[]
  wishes: Wish[]
  /** When each lead was last written to, by anyone. */
  contactedAt: Map<string, Date>
  /** How long one person is left alone. */
  guardMs: number
}

/** One request goes, at a time, on a day of its lane's ledger. */
export type Act = { wish: Wish; lane: Lane; at: Date; date: string }

/**
 * What goes, in order, from one moment to another: the only place that decides it. Dispatch runs it from now to now and
 * does what it says; a forecast runs it ahead; the last look before a call runs it for that call alone. Within a lane
 * answers go first, then what a rep wrote by hand, then what is one of many, each the oldest first; lanes take turns.
 * It counts in `board`, so that one board is for one run.
 */
export function* plan(board: Board, from: Date, to: Date): Generator<Act> {
  const lines = linesOf(board)
  const turns = new Heap<{ at: Date; order: number; line: Line }>(
    (a, b) => a.at < b.at || (a.at.getTime() === b.at.getTime() && a.order < b.order),
  )
  let order = 0
  const enter = (line: Line, since: Date) => {
    const next = nextOf(board, line, since)
    if (next && next.at <= to) turns.push({ at: next.at, order: order++, line })
  }
  for (const line of lines) enter(line, from)
  for (let turn = turns.pop(); turn; turn = turns.pop()) {
    const { at, line } = turn
    const next = nextOf(board, line, at)
    if (next?.ready && next.at.getTime() === at.getTime()) yield go(board, line, next.ready, at, next.date)
    enter(line, at)
  }
}

type Line = {
  lane: Lane
  ready: Record<Turn, Heap<Wish>>
  /** Their lead was written to, or the channel asked to wait. */
  parked: Heap<{ freeAt: Date; wish: Wish }>
}

const turnsInOrder = ['reply', 'single', 'bulk'] as const

function linesOf({ lanes, wishes }: Board): Line[] {
  const older = () => new Heap<Wish>((a, b) => a.number < b.number)
  const lines = new Map(
    lanes.map((lane) => [
      lane.id,
      {
        lane,
        ready: { reply: older(), single: older(), bulk: older() },
        parked: new Heap<{ freeAt: Date; wish: Wish }>((a, b) => a.freeAt < b.freeAt),
      },
    ]),
  )
  for (const wish of wishes) lines.get(wish.laneId)?.ready[wish.turn].push(wish)
  return [...lines.values()]
}

/** When this line's next request may go; without one ready, when to look again. */
function nextOf(board: Board, line: Line, at: Date): { at: Date; ready: Wish | null; date: string } | null {
  unpark(line, at)
  let best: { at: Date; ready: Wish | null; date: string } | null = null
  for (const turn of turnsInOrder) {
    const ready = firstFree(board, line, turn, at)
    const opening = ready && openingOf(line.lane, turn, at)
    if (opening && (!best || opening.at < best.at)) best = { at: opening.at, ready, date: opening.window.date }
  }
  const freed = line.parked.top?.freeAt
  return freed && (!best || freed < best.at) ? { at: freed, ready: null, date: '' } : best
}

function unpark({ parked, ready }: Line, at: Date): void {
  while (parked.top && parked.top.freeAt <= at) {
    const { wish } = parked.pop() as { wish: Wish }
    ready[wish.turn].push(wish)
  }
}

/** The oldest whose lead may be written to now; the others are parked until theirs may. */
function firstFree(board: Board, line: Line, turn: Turn, at: Date): Wish | null {
  const heap = line.ready[turn]
  for (let wish = heap.top; wish; wish = heap.top) {
    const freeAt = freeFrom(board, line.lane, wish)
    if (!freeAt || freeAt <= at) return wish
    heap.pop()
    line.parked.push({ freeAt, wish })
  }
  return null
}

/** When nothing about this request itself holds it back any more; null: nothing does. */
export function freeFrom(board: Pick<Board, 'contactedAt' | 'guardMs'>, lane: Lane, wish: Wish): Date | null {
  const contacted = lane.contacts && wish.turn !== 'reply' ? board.contactedAt.get(wish.leadId) : undefined
  const guarded = contacted ? new Date(contacted.getTime() + board.guardMs) : null
  return guarded && wish.notBefore ? latest(guarded, wish.notBefore) : (guarded ?? wish.notBefore)
}

function go(board: Board, { lane, ready }: Line, wish: Wish, at: Date, date: string): Act {
  ready[wish.turn].pop()
  count(lane, date, wish.turn, at)
  if (writesTo(lane, wish)) board.contactedAt.set(wish.leadId, at)
  return { wish, lane, at, date }
}

/** Whether the lead is left alone for a while after it: an answer is wanted, and the sandbox reaches nobody. */
export function writesTo({ contacts, sandbox }: Lane, { turn }: Wish): boolean {
  return contacts && !sandbox && turn !== 'reply'
}

/** As if it were done: so the days ahead grow. */
function count(lane: Lane, date: string, turn: Turn, at: Date): void {
  const day = beginDay(lane, date)
  day.taken += 1
  day.attempts += 1
  day.done += 1
  if (turn === 'reply') day.replies += 1
  day.lastAt = at
}

function beginDay(lane: Lane, date: string): Day {
  const known = lane.days.find((day) => day.date === date)
  if (known) return known
  const day = { ...dayOf(lane, date) }
  lane.days = [day, ...lane.days].sort((a, b) => b.date.localeCompare(a.date))
  return day
}
