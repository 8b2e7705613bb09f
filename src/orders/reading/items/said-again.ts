import type { Atom } from '../atoms.ts'
import { isPlus } from './corrections.ts'
import { isCore } from './group-counts.ts'
import type { Pair } from './shapes.ts'

/**
 * What is said again counts once: "1 white ... just the white!", "one sage for me, one sage for mum, so 2 sage".
 * The pairs themselves where nothing is.
 */
export function saidOnce(pairs: Pair[], around: Atom[]): Pair[] {
  const counted = pairs.filter(({ colour, count }, at) => {
    if (count) return true
    const isCounted = (one: Pair) => one.count && isSame(one.colour, colour)
    return !pairs.slice(0, at).some(isCounted) && !isNamedAgain({ colour, count }, pairs, around)
  })
  const last = counted.at(-1)
  const before = counted.slice(0, -1).filter(({ colour }) => last && isSame(colour, last.colour))
  const isSum = before.length > 1 && last?.count?.count === sum(before.map(({ count }) => count?.count ?? 0))
  const isTotal = last?.count && isCalledSum(last.count, around) && !isGiven(last.colour, around)
  if (isSum && isTotal) return counted.filter((one) => !before.includes(one))
  return counted.length < pairs.length ? counted : pairs
}

/**
 * "I'm getting the rust one. 1 rust", "3 white ... just the white": what is counted elsewhere, named once more; "the
 * rust one for me and 1 rust for mum" are two.
 */
export function isNamedAgain({ colour, count }: Pair, pairs: Pair[], around: Atom[]): boolean {
  const at = around.findIndex(({ start }) => start === colour.start)
  const [before, rest] = [around.slice(0, at), around.slice(at + 1)]
  const next = rest.findIndex(isCore)
  const beside = [...before.slice(before.findLastIndex(isCore) + 1), ...rest.slice(0, next < 0 ? undefined : next)]
  const isOne = AGAIN.test(
    before
      .slice(-3)
      .map(({ text }) => text)
      .join(' '),
  )
  const isMore = beside.some(isPlus) || around.some(isOneMore)
  return count === null && isOne && !isMore && pairs.some((one) => one.count && isSame(one.colour, colour))
}

/** "another", and whom one of them is for: what is named beside it may be a second one. */
function isOneMore({ tag, text }: Atom): boolean {
  return tag === 'whom' || text === 'another' || TO_SOMEONE.test(text)
}

const TO_SOMEONE = /^(?:to|for|para|pra|por|pour|a|fur|an|per|voor|aan|kwa)(?: me)?$/

const AGAIN = /\bthe$|\b(?:just|only|stick with|sticking with)(?: the)?$/

/** "Teal, just the one", "3 white!!! (three)", "One green, one only": the amount of the only thing, once more. */
export function isCountedAgain(count: Atom, around: Atom[]): boolean {
  const at = around.findIndex(({ start }) => start === count.start)
  const before = around.slice(0, at).map(({ text }) => text)
  const isSame = before.at(-1) === '(' || SURELY.test(before.slice(-2).join(' ')) || around[at + 1]?.text === 'only'
  return isSame && !isJoined(count, around) && !isGiven(count, around)
}

const SURELY = /\b(?:just|only|yes|yep)(?: the)?$/

/** "lilac lilac lilac (three)": said as often as it is counted; "... but just one" counts whatever was called. */
export function chantOf(cores: Atom[], isOnly: boolean): Pair | null {
  const [colour, count] = [cores[0], cores.at(-1)]
  const colours = cores.slice(0, -1)
  if (!colour || count?.kind !== 'count' || colours.length < 2) return null
  if (count.count !== colours.length && !isOnly) return null
  return colours.every((one) => one.colour && isSame(one, colour)) ? { colour, count } : null
}

function isSame(one: Atom, other: Atom): boolean {
  return one.colour?.key === other.colour?.key
}

/** "... so 2", "in total 2", "2 in total" */
function isCalledSum(count: Atom, around: Atom[]): boolean {
  const at = around.findIndex(({ start }) => start === count.start)
  const before = around.slice(0, at).findLast(({ tag, text }) => tag !== 'fill' || text === 'so')
  const after = around.slice(at + 1).find(({ tag }) => tag !== 'fill' && tag !== '')
  return before?.text === 'so' || before?.tag === 'total' || after?.tag === 'total'
}

/** Whether it is said right behind it whom it is for: such an amount is no total. */
function isGiven({ end }: Atom, around: Atom[]): boolean {
  const behind = around.filter(({ start }) => start >= end)
  return behind.find((one) => isCore(one) || one.tag === 'whom')?.tag === 'whom'
}

function sum(counts: number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}

/** Whether some of the counts make up the one that is left. */
function isSumOf(all: Atom[], some: Atom[]): boolean {
  const counts = (atoms: Atom[]) => sum(atoms.map(({ count }) => count))
  return some.length > 1 && counts(all) === 2 * counts(some)
}

/** "Mine and 2 for mum": an amount that is joined to something that was not counted. */
function isJoined(first: Atom, around: Atom[]): boolean {
  const before = around.slice(
    0,
    around.findIndex(({ start }) => start === first.start),
  )
  const isMine = before.some(({ tag, text }) => tag === 'whom' || text === 'mine')
  return isPlus(before.findLast(({ tag }) => tag !== 'fill')) || (isMine && isGiven(first, around))
}

/** "Two", "one for me, one for my husband", "... so 2": the amount of a sale of one colour. */
export function sumOf(spares: Atom[], around: Atom[]): Atom | null {
  const [first, ...more] = spares
  const last = more.at(-1)
  if (!first || isJoined(first, around)) return null
  if (!last) return first
  // "Two! One for me, one for mum", "one for me, one for mum, so two"
  const totals = [first, last].filter((one) => (one === first ? isSumOf(spares, more) : isCalledSum(one, around)))
  const [total] = totals
  const parts = spares.filter((one) => one !== total)
  const isOdd = total && (isGiven(total, around) || !isSumOf(spares, parts))
  const areGiven = !isOdd && parts.every((one) => isGiven(one, around))
  return areGiven ? { ...first, count: sum(parts.map(({ count }) => count)), end: last.end } : null
}
