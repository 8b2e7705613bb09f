import type { Amount } from './amounts.ts'
import {
  BEYOND,
  BID,
  BULK,
  BUNDLE,
  DELIVERY,
  DENIED,
  DEPOSIT,
  EXTRA,
  FREE,
  FROM,
  HIRE,
  NOW,
  PACKED,
  PER,
  PERIOD,
  SAVING,
  TILL,
  TO,
  WAS,
  WORTH,
} from './lexicon.ts'
import type { Token } from './tokens.ts'

/** What an amount is: the price of one, or something beside it. */
export type Role =
  | 'price'
  | 'was'
  | 'high'
  | 'bundle'
  | 'delivery'
  | 'deposit'
  | 'beyond'
  | 'saving'
  | 'worth'
  | 'bulk'
  | 'hire'
  | 'extra'
  | 'denied'
  | 'code'
  | 'aside'

export type Priced = Amount & {
  role: Role
  /** Words between the last stop or amount and this one, and after it up to the next. */
  before: Token[]
  after: Token[]
  /** Stands in brackets after another amount. */
  isAside: boolean
  /** How many the bundle holds. */
  count?: number
}

const STOPS = new Set([',', ';', ':', '(', ')'])

export function giveRoles(tokens: Token[], amounts: Amount[]): Priced[] {
  const priced: Priced[] = []
  for (const [i, amount] of amounts.entries()) {
    const before = wordsBefore(tokens, amount.from, amounts[i - 1]?.to ?? 0)
    const after = wordsAfter(tokens, amount.to, amounts[i + 1]?.from ?? tokens.length)
    const isBeside = i > 0 && !isBracketed(tokens, amounts[i - 1]?.from ?? 0, amounts[i - 2]?.to ?? 0)
    const isAside = isBeside && isBracketed(tokens, amount.from, amounts[i - 1]?.to ?? 0)
    const bundle = countBefore(tokens, amount.from)
    const previous = priced.at(-1)
    const role = roleOf({ ...amount, before, after, isAside, bundle }, previous, tokens)
    priced.push({ ...amount, role, before, after, isAside, ...(bundle && { count: bundle }) })
  }
  for (const [i, one] of priced.entries()) if (isOutdated(one, priced[i + 1], tokens)) one.role = 'was'
  return priced
}

/** `65k, now 50k`, `$45 → $30`, `from 3,900 to 2,850`: the lower one after it is the price. */
function isOutdated(one: Priced, next: Priced | undefined, tokens: Token[]): boolean {
  if (one.role !== 'price' || next?.role !== 'price' || next.value >= one.value) return false
  const between = tokens.slice(one.to, next.from)
  const isFall = between.length > 0 && between.every(({ key }) => key === '→' || key === '>')
  const isDrop = says(FROM, one.before.slice(-1)) && between.length === 1 && says(TO, between)
  return isFall || isDrop || says(NOW, next.before.slice(-2))
}

type Seen = Amount & { before: Token[]; after: Token[]; isAside: boolean; bundle: number | null }

type Context = Seen & { near: Token[]; previous: Priced | undefined; tokens: Token[] }

const says = (list: ReadonlySet<string>, row: Token[]) => row.some(({ key }) => list.has(key))
const next = ({ after }: Seen) => after.slice(0, 1)

/** What an amount is when it is not the price, the surest first. */
const RULES: [Role, (context: Context) => boolean][] = [
  ['code', ({ before }) => says(TILL, before.slice(-1))],
  ['code', ({ near }) => says(BID, near)],
  ['denied', ({ near, previous }) => previous !== undefined && says(DENIED, near)],
  ['beyond', ({ near }) => says(BEYOND, near)],
  ['worth', ({ near }) => says(WORTH, near)],
  ['saving', (seen) => says(SAVING, seen.near) || says(SAVING, next(seen))],
  ['deposit', (seen) => says(DEPOSIT, seen.near) || says(DEPOSIT, next(seen)) || isTimes(seen)],
  ['bulk', (seen) => says(BULK, seen.before) || says(BULK, next(seen)) || isFromMany(seen)],
  ['hire', ({ before }) => says(HIRE, before.slice(-2))],
  ['hire', ({ tokens, to }) => PER.has(tokens[to]?.key ?? '') && PERIOD.has(tokens[to + 1]?.key ?? '')],
  ['delivery', (seen) => (says(DELIVERY, seen.before) && !says(FREE, seen.before)) || says(DELIVERY, next(seen))],
  ['extra', (seen) => isAdded(seen) || says(EXTRA, seen.near) || isExtra(next(seen))],
  ['high', (seen) => isHigh(seen, seen.previous, seen.tokens)],
  ['was', (seen) => isWas(seen) || isStruck(seen.tokens, seen)],
  ['bundle', ({ bundle }) => bundle !== null],
]

/** `280 each from 50 pcs` */
function isFromMany({ tokens, to }: Context): boolean {
  const row = tokens.slice(to, to + 4)
  const count = row[row.findIndex(({ key }) => FROM.has(key)) + 1]
  return (
    row.some(({ key }) => FROM.has(key)) &&
    count?.kind === 'number' &&
    Number(count.text) > 1 &&
    PACKED.has(tokens[tokens.indexOf(count) + 1]?.key ?? '')
  )
}

/** `$33 x 3`, `3 x $33`: paid in parts, or a sum nobody can place. */
function isTimes({ tokens, from, to }: Context): boolean {
  return tokens[to]?.key === 'x' || (tokens[from - 1]?.key === 'x' && tokens[from - 2]?.kind === 'number')
}

/** `500 extra`; but `$64 plus shipping` is a price. */
function isExtra(after: Token[]): boolean {
  return says(EXTRA, after) && after[0]?.key !== 'plus'
}

/** `1,500 + 200`; but in `ages 3+ KES 1,150` the sign is the age's. */
function isAdded({ before }: Context): boolean {
  const [number, sign] = before.slice(-2)
  if (before.at(-1)?.key !== '+') return false
  return sign === undefined || number?.kind !== 'number' || sign.start > number.end
}

function roleOf(seen: Seen, previous: Priced | undefined, tokens: Token[]): Role {
  const context = { ...seen, near: seen.before.slice(-3), previous, tokens }
  return RULES.find(([, fits]) => fits(context))?.[0] ?? 'price'
}

function isWas({ before, isAside, value, previous, tokens, from }: Context): boolean {
  const near = before.slice(-3)
  if (says(WAS, near)) return true
  // `Ksh 1,900 (from 2,600)`, `2,850 from 3,900`
  const between = tokens.slice(previous?.to ?? 0, from)
  const isFrom = isAside ? says(FROM, near) : between.length === 1 && says(FROM, between)
  return isFrom && previous !== undefined && value > previous.value
}

/** `~1,500~ 950` */
function isStruck(tokens: Token[], { from, to }: Seen): boolean {
  return tokens[from - 1]?.key === '~' && tokens[to]?.key === '~'
}

/** The upper end: `800-1500`, `1000 hadi 1800`, `from 25k to 40k`. */
function isHigh({ from, value }: Seen, previous: Priced | undefined, tokens: Token[]): boolean {
  if (previous?.role !== 'price' || previous.value >= value) return false
  const between = tokens.slice(previous.to, from)
  return between.length === 1 && (says(TO, between) || between[0]?.key === '-' || between[0]?.key === '~')
}

/** `3 for 1000`, `2 packs at 50k`, `4/$10`, `3 pairs 500`: the count before an amount. */
function countBefore(tokens: Token[], from: number): number | null {
  const row = tokens.slice(Math.max(0, from - 4), from)
  const at = row.findLastIndex(({ kind, text }) => kind === 'number' && /^\d{1,2}$/.test(text))
  if (at === -1) return null
  const rest = row.slice(at + 1)
  const links = rest.filter(({ key }) => BUNDLE.has(key))
  const packs = rest.filter(({ key }) => PACKED.has(key))
  const count = Number(row[at]?.text)
  if (count < 2 || rest.length === 0 || links.length + packs.length !== rest.length) return null
  return links.length > 0 || (packs.length > 0 && isPerPack(row[at - 1])) ? count : null
}

function isPerPack(before: Token | undefined): boolean {
  return before?.key !== 'of' && before?.key !== '('
}

function wordsBefore(tokens: Token[], from: number, floor: number): Token[] {
  const row: Token[] = []
  for (let at = from - 1; at >= floor; at--) {
    const token = tokens[at]
    if (!token || token.kind === 'end') break
    if (token.key === ')' && row.length === 0) at = openingOf(tokens, at, floor)
    else if (STOPS.has(token.key) && row.length > 0) break
    else if (!STOPS.has(token.key)) row.unshift(token)
  }
  return row
}

/** `wholesale (from 6 pcs) 1,300`: what stands in brackets is no word before it. */
function openingOf(tokens: Token[], at: number, floor: number): number {
  const opening = tokens.slice(floor, at).findLastIndex(({ key }) => key === '(')
  return opening === -1 ? at : floor + opening
}

function wordsAfter(tokens: Token[], to: number, ceiling: number): Token[] {
  const row: Token[] = []
  for (let at = to; at < ceiling; at++) {
    const token = tokens[at]
    if (!token || token.kind === 'end' || STOPS.has(token.key) || token.key === '/') break
    row.push(token)
  }
  return row
}

function isBracketed(tokens: Token[], from: number, floor: number): boolean {
  const keys = tokens.slice(floor, from).map(({ key }) => key)
  return keys.lastIndexOf('(') > keys.lastIndexOf(')')
}
