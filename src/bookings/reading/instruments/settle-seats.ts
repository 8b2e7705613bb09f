import type { Doubt } from '../problems.ts'

type Seats = [name: string, count: number][]
export type InstrumentsRead = { instruments: Record<string, number | null>; doubts: Doubt[]; pieces: string[] }

/** While it is read: ensembles stand apart from single seats, and what is taken away waits for both. */
export type Wanted = InstrumentsRead & { ensembles: Seats[]; taken: { name: string; count: number }[] }

export const MOST_SEATS = 99
const BOWED = new Set(['violin', 'viola', 'cello'])

export function createWanted(): Wanted {
  return { instruments: {}, doubts: [], pieces: [], ensembles: [], taken: [] }
}

/** A name said twice is two seats; one vague count makes the sum vague. */
export function addSeat({ instruments }: InstrumentsRead, name: string, count: number | null): void {
  const before = Object.hasOwn(instruments, name) ? instruments[name] : 0
  instruments[name] = count === null || before == null ? null : Math.min(MOST_SEATS, before + count)
}

/**
 * An ensemble counts beside what is named; where all it has is named alone too, it may be the same seats said twice.
 * "A quartet without the viola", "minus one violin" has less.
 */
export function settleSeats({ ensembles, taken, instruments, doubts, pieces }: Wanted): InstrumentsRead {
  const read = { instruments, doubts, pieces }
  const alone = new Set(Object.keys(instruments))
  for (const seats of ensembles) {
    const names = seats.map(([seat]) => seat)
    if (names.every((seat) => alone.has(seat)))
      doubts.push({ problem: 'ambiguous_instrument', about: names.join(', ') })
    for (const [seat, count] of seats) addSeat(read, seat, count)
  }
  for (const one of taken) takeAway(one, read)
  // "Strings: 2 violas, cello": the heading asks for nobody more.
  if (instruments.strings === null && Object.keys(instruments).some((name) => BOWED.has(name)))
    delete instruments.strings
  return amongBowed(read)
}

function rename(from: string, to: string, instruments: InstrumentsRead['instruments']): void {
  const count = instruments[from]
  if (from === to || count === undefined) return
  delete instruments[from]
  instruments[to] = count
}

function takeAway({ name, count }: Wanted['taken'][number], { instruments }: InstrumentsRead): void {
  const before = instruments[name]
  if (before === undefined) return
  if (before === null || count >= before) delete instruments[name]
  else instruments[name] = before - count
}

/** Beside two other bowed strings, and nothing else, a bass is a double bass. */
function amongBowed(read: InstrumentsRead): InstrumentsRead {
  const others = Object.keys(read.instruments).filter((name) => name !== 'bass')
  if (!('bass' in read.instruments) || others.length < 2 || !others.every((name) => BOWED.has(name))) return read
  rename('bass', 'double bass', read.instruments)
  const doubts = read.doubts.filter(({ problem, about }) => problem !== 'ambiguous_instrument' || about !== 'bass')
  return { ...read, doubts }
}
