import { findLongest } from './find-longest.ts'
import { findInstrument, type Named } from './instrument-names.ts'
import { readQuantity } from './quantities.ts'
import type { InstrumentsRead } from './settle-seats.ts'

const HEAD = String.raw`((?:[a-z\d]{1,20} ){0,3}[a-z]{1,20})`
const BRACKETED = new RegExp(String.raw`${HEAD}[: ]{0,2}\(([^()]{3,200})\)`, 'g')
const COLON = new RegExp(String.raw`${HEAD}: ([^().!?\n]{3,200})`, 'g')
const DASHED = new RegExp(String.raw`${HEAD} - ([^().!?\n]{3,200})`, 'g')
type Sign = 'bracket' | 'colon' | 'dash'
const LISTS: [RegExp, Sign][] = [
  [BRACKETED, 'bracket'],
  [COLON, 'colon'],
  [DASHED, 'dash'],
]
const LISTED = /,|&| and |\+|\//

/**
 * 'a string trio (violin, viola, cello)' -> 'a violin, viola, cello': what the brackets list stands for the group. A
 * list that is not all of an ensemble leaves open who is meant.
 */
export function openGroups(folded: string, read: InstrumentsRead): string {
  return LISTS.reduce(
    (text, [list, sign]) =>
      text.replace(list, (whole: string, head: string, inner: string) => openGroup(whole, head, inner, sign, read)),
    folded,
  )
}

function openGroup(whole: string, head: string, inner: string, sign: Sign, read: InstrumentsRead): string {
  const said = head.trim().split(' ')
  const group = groupIn(said)
  if (!group || !isListed(inner, sign)) return whole
  const before = said.slice(0, group.from)
  if (group.named.kind === 'group') return sign !== 'dash' && isList(inner) ? `${before.join(' ')} ${inner}` : whole
  const { count } = readQuantity(said.slice(Math.max(0, group.from - 1)).join(' ')).quantity
  if (addsUp(group.named.seats, count ?? 1, inner)) return `${withoutCount(before)} ${inner}`
  read.doubts.push({ problem: 'ambiguous_instrument', about: said.slice(group.from).join(' ') })
  return whole
}

/** In brackets one name is enough: "string quartet (cello only)". */
function isListed(inner: string, sign: Sign): boolean {
  return sign === 'bracket' ? countNames(inner) > 0 : isList(inner)
}

function isList(inner: string): boolean {
  return (LISTED.test(inner) || /\d/.test(inner)) && countNames(inner) > 1
}

function withoutCount(before: string[]): string {
  const last = before.at(-1) ?? ''
  const isCount = readQuantity(`${last} violins`).quantity.count !== null
  return (isCount ? before.slice(0, -1) : before).join(' ')
}

type Group = { from: number; named: Exclude<Named, { kind: 'instrument' }> }

/** The group that the words end with; "strings as discussed:" says nothing more of it. */
function groupIn(said: string[]): Group | null {
  for (let end = said.length; end > 0; end -= 1) {
    const group = [end - 3, end - 2, end - 1].flatMap((from) => groupAt(said, from, end))[0]
    if (group) return group
    const last = said[end - 1] ?? ''
    if (JOINS.has(last) || findInstrument(last) !== null) return null
  }
  return null
}

function groupAt(said: string[], from: number, end: number): Group[] {
  const named = from < 0 ? null : findInstrument(said.slice(from, end).join(' '))
  return named && named.kind !== 'instrument' ? [{ from, named }] : []
}

const JOINS = new Set(['and', 'plus', 'with', 'or', 'no', 'not', 'without'])

function countNames(text: string): number {
  return text.split(LISTED).filter((part) => findLongest(part.replace(/[\dx]/g, ' ')) !== null).length
}

/** Whether a list has the seats of an ensemble, no more and no less; 'horn' is the French horn of the winds. */
function addsUp(seats: readonly [string, number][], times: number, list: string): boolean {
  const listed = list.split(LISTED).flatMap((part): [string, number | null][] => {
    const found = findLongest(part)
    if (!found) return []
    const [before = '', behind = ''] = part.split(found.name)
    const count = readQuantity(before + found.name).quantity.count ?? countBehind(behind)
    return [[found.named.kind === 'instrument' ? found.named.name : '', count]]
  })
  const isOf = (seat: string, name: string) => seat === name || (name !== '' && seat.endsWith(` ${name}`))
  const sumOf = (seat: string) => listed.reduce((sum, [name, count]) => sum + (isOf(seat, name) ? (count ?? 99) : 0), 0)
  return (
    listed.every(([name]) => seats.some(([seat]) => isOf(seat, name))) &&
    seats.every(([seat, count]) => sumOf(seat) === count * times)
  )
}

/** 'violin x2', 'violins (2)', 'violins: 2'; nothing said is one. */
function countBehind(behind: string): number {
  return Number(/^[\sx:(-]{0,4}(\d{1,2})\b/.exec(behind)?.[1] ?? 1)
}
