import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'
import { type NamedAt, namedAt } from '../instruments/instrument-names.ts'
import { readInstrumentProse } from '../instruments/instruments-in-prose.ts'
import { isEveryday } from '../instruments/mentions.ts'
import { readQuantity } from '../instruments/quantities.ts'
import type { InstrumentsRead } from '../instruments/settle-seats.ts'

type Seats = InstrumentsRead['instruments']
const words = loadLexicon('booking-notes')
const CLOSE = 3
const TURNING = new Set(['more', 'only', 'not', 'instead', 'if', 'maybe', 'same'])
const BOWED = wordSet('violin viola cello')

/** `same`: all that are asked for; `some` of them; `told`: what is there already; `unclear`: nobody is asked for. */
export type Players = 'none' | 'same' | 'some' | 'told' | 'unclear' | 'other'

export function playersIn(text: string, tokens: readonly Token[], seats: Seats): Players {
  const named = namesIn(tokens).filter(({ at }) => !isNameOfTheirs(text, tokens, at))
  if (named.length === 0) return 'none'
  const turns = new Set(named.flatMap(({ name, at, next }) => (fits(name, seats) ? turnsNear(tokens, at, next) : [])))
  const told = new Set(named.flatMap(({ name, at, next }) => (isTold(tokens, at, next) ? [name] : [])))
  const read = readInstrumentProse(text)
  const asked = Object.entries(read.instruments).filter(([name]) => !told.has(name))
  const isGroup = named.some(({ name, isGroup }) => isGroup && !told.has(name) && !fits(name, seats))
  if (isGroup || !asked.every(([name, count]) => fits(name, seats) && agrees(name, count, seats, read))) return 'other'
  const isAll = asked.length === Object.keys(seats).length
  // "Just the violin and the cello" is all of them.
  if ([...turns].some((turn) => turn !== 'only' || !isAll)) return 'other'
  const strangers = named.filter(({ name }) => !fits(name, seats))
  if (strangers.length > 0) return strangers.every(({ name }) => told.has(name)) ? 'told' : 'unclear'
  return isAll ? 'same' : 'some'
}

/** Of words the seats were read in; what is unsure of them is said elsewhere. */
export function playersRead(text: string, tokens: readonly Token[]): Players {
  return namesIn(tokens).some(({ at }) => !isNameOfTheirs(text, tokens, at)) ? 'same' : 'none'
}

function fits(name: string, seats: Seats): boolean {
  return name === 'strings' ? Object.keys(seats).some((seat) => BOWED.has(seat)) : seatOf(name, seats) !== null
}

/** "The violin" says nothing of how many there are, "one violin" does. */
function agrees(name: string, count: number | null, seats: Seats, { pieces }: InstrumentsRead): boolean {
  if (count === null || count === seats[seatOf(name, seats) ?? '']) return true
  return count === 1 && pieces.every((piece) => readQuantity(piece).quantity.count === null)
}

/** Of a double bass one says "the bass". */
function seatOf(name: string, seats: Seats): string | null {
  return Object.keys(seats).find((seat) => seat === name || seat.endsWith(` ${name}`)) ?? null
}

function mentionOf({ named, name, next }: NamedAt, at: number) {
  const isGroup = named.kind !== 'instrument'
  return { name: isGroup ? name : named.name, isGroup, at, next }
}

function namesIn(tokens: readonly Token[]): { name: string; isGroup: boolean; at: number; next: number }[] {
  const found = []
  for (let at = 0; at < tokens.length; ) {
    const hit = namedAt(tokens, at)
    const isName = hit !== null && !(hit.next === at + 1 && isEveryday(hit.name))
    if (isName) found.push(mentionOf(hit, at))
    at = isName ? hit.next : at + 1
  }
  return found
}

/** "the Harrow Lane Strings" */
function isNameOfTheirs(text: string, tokens: readonly Token[], at: number): boolean {
  const [before, name] = [tokens[at - 1], tokens[at]]
  const isCapital = (one: Token | undefined) => one !== undefined && /^\p{Lu}/u.test(text.slice(one.start, one.end))
  return at > 1 && isCapital(before) && isCapital(name) && isCapital(tokens[at - 2])
}

/** "there's a grand piano in the room", "a cello suite": none that is to come. */
function isTold(tokens: readonly Token[], at: number, next: number): boolean {
  const before = [1, 2, 3, 4].some((back) => {
    const said = words.at(tokens, at - back)
    return said?.value.meaning === 'told before' && (said.next === at || said.next === at - 1)
  })
  return before || words.at(tokens, next)?.value.meaning === 'told behind'
}

/** "another cello", "no violin", "cello only", "cut the cello" */
function turnsNear(tokens: readonly Token[], at: number, next: number): string[] {
  if (tokens[at - 1]?.text === 'no') return ['not']
  const near = [...Array.from({ length: CLOSE }, (_, back) => at - back - 1), next]
  return near.flatMap((one) => {
    const said = words.at(tokens, one)
    const isClose = said !== null && (one >= at || said.next <= at)
    return isClose && TURNING.has(said.value.meaning) ? [said.value.meaning] : []
  })
}
