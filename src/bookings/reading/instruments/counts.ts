import type { Field } from '../form/field.ts'
import { flat, fold } from '../form/fold.ts'
import { labelWords, slotOf } from '../form/labels.ts'
import { readQuantity } from './quantities.ts'
import type { InstrumentsRead } from './settle-seats.ts'

/** An answer to "how many?"; `count` null: it is not understood. */
export type Count = { label: string; value: string; count: number | null; isEach: boolean }

const BESIDE = /\b(?:in total|total|altogether|of each|each|per instrument|of them|people|musicians?|please)\b/g

/** '2', 'two', 'x2', '2 each'; 'n/a' counts nothing. */
export function readCount({ role, label, value }: Field): Count[] {
  const said = fold(value)
  if (role !== 'quantity' || /^\W*(?:n\/?a)?\W*$/.test(said)) return []
  const { quantity, rest } = readQuantity(said.replace(BESIDE, ' '))
  const none = quantity.count === null ? 0 : null
  const isEach = /\b(?:each|per instrument)\b/.test(`${labelWords(label)} ${said}`)
  const isPlain = /^\W*$/.test(rest)
  return [{ label, value, isEach, count: isPlain ? (quantity.isTaken ? none : quantity.count) : null }]
}

/** By its number, by its place among as many, or one for each; a lone count is the lone instrument's. */
export function countOf(field: Field, asked: readonly Field[], counts: readonly Count[]): Count | undefined {
  if (asked.length === 1 && counts.length === 1) return counts[0]
  const slot = slotOf(field.label)
  const numbered = counts.find(({ label }) => slot !== '' && slotOf(label) === slot)
  const loose = counts.filter(({ label }) => slotOf(label) === '')
  if (numbered || loose.length === asked.length) return numbered ?? loose[asked.indexOf(field)]
  return loose.find(({ isEach }) => isEach)
}

/** Counts that belong to no instrument are that of each or their sum, or nobody knows whose they are. */
export function withCounts(read: InstrumentsRead, counts: readonly Count[]): InstrumentsRead {
  const about = counts.map(({ label, value }) => `${label}: ${flat(value)}`).join(', ')
  const [first, ...more] = counts
  if (first?.isEach && more.length === 0 && first.count !== null && isUncounted(read))
    return withEach(read, first.count)
  const sum = (all: readonly (number | null)[]) => all.reduce((total: number, one) => total + (one ?? Number.NaN), 0)
  const isSum = sum(counts.map(({ count }) => count)) === sum(Object.values(read.instruments))
  if (counts.length > 0 && (!isSum || first?.isEach)) read.doubts.push({ problem: 'quantity_ambiguous', about })
  return read
}

/** No instrument has a number of its own, nor is one named twice. */
export function isUncounted({ instruments, pieces }: InstrumentsRead): boolean {
  const areSingle = Object.values(instruments).every((count) => count === null || count === 1)
  return areSingle && pieces.length === Object.keys(instruments).length && pieces.every(isBare)
}

function isBare(piece: string): boolean {
  const { count, isVague } = readQuantity(piece).quantity
  return count === null && !isVague
}

function withEach(read: InstrumentsRead, count: number): InstrumentsRead {
  const instruments = Object.fromEntries(Object.keys(read.instruments).map((name) => [name, count]))
  return { ...read, instruments, doubts: read.doubts.filter(({ problem }) => problem !== 'quantity_ambiguous') }
}
