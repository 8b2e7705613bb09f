import { isCarriage, isInListOfCarriage, isSentFor, isToldWithCarriage, ownWords } from './beside/carriage.ts'
import { isToldOfOthers, isWorth } from './beside/of-others.ts'
import { placeOf } from './beside/places.ts'
import {
  BEGIN,
  BEYOND,
  BID,
  BULK,
  BUYING,
  BY_PARTS,
  DELIVERY,
  DENIED,
  DEPOSIT,
  ENTRY,
  EXTRA,
  FALLEN,
  FREE,
  FROM,
  HIRE,
  PACKED,
  PER,
  PERIOD,
  SAVING,
  SHARE,
  SHARED,
  TILL,
  TO,
  TOLD,
  WAS,
  WITH,
  WITH_CODE,
} from './lexicon.ts'
import { type Context, type Priced, type Role, type Seen, says } from './role.ts'
import type { Token } from './tokens.ts'

const next = ({ after }: Seen) => after.slice(0, 1)

/** What an amount is when it is not the price, the surest first. `guess`: it may be one all the same. */
const RULES: [Role, (context: Context) => boolean, guess?: 'guess'][] = [
  ['code', ({ before, currency }) => currency === null && says(TILL, before.slice(-1))],
  ['code', ({ near }) => says(BID, near)],
  ['denied', ({ near, previous }) => says(DENIED, previous ? near : near.slice(-1))],
  ['aside', ({ near }) => says(TOLD, near.slice(-2))],
  ['aside', isToldOfOthers, 'guess'],
  ['aside', ({ after }) => says(SHARE, after.slice(0, 1)) && says(SHARED, after.slice(1, 2))],
  ['beyond', ({ near }) => says(BEYOND, near.slice(near.findLastIndex(({ kind }) => kind === 'number') + 1))],
  ['beyond', ({ near }) => says(FROM, near.slice(-1)) && [FREE, DELIVERY].some((one) => says(one, near.slice(-2, -1)))],
  ['worth', isWorth],
  ['saving', (seen) => isSaved(seen.near) || says(SAVING, next(seen)) || says(WITH_CODE, seen.after.slice(0, 2))],
  ['entry', (seen) => says(ENTRY, seen.near) || says(ENTRY, next(seen))],
  ['deposit', ({ near }) => says(BY_PARTS, near)],
  ['deposit', (seen) => says(DEPOSIT, seen.near) || says(DEPOSIT, next(seen)) || isTimes(seen)],
  ['deposit', ({ near }) => says(BEGIN, near.slice(-2, -1)) && says(WITH, near.slice(-1))],
  ['bulk', (seen) => says(BULK, seen.before) || says(BULK, next(seen)) || isFromMany(seen)],
  ['hire', ({ before }) => says(HIRE, before) && !says(BUYING, before)],
  ['hire', ({ tokens, to }) => PER.has(tokens[to]?.key ?? '') && PERIOD.has(tokens[to + 1]?.key ?? '')],
  ['delivery', (seen) => isCarriage(ownWords(seen)) || says(DELIVERY, next(seen)) || isInListOfCarriage(seen)],
  ['delivery', isToldWithCarriage],
  ['delivery', (context) => context.isPriced && placeOf(context) === 'sure'],
  ['delivery', (context) => placeOf(context) === (context.isPriced ? 'maybe' : 'sure'), 'guess'],
  ['delivery', ({ before, previous }) => previous !== undefined && isSentFor(before.slice(-2))],
  [
    'extra',
    (seen) =>
      isAdded(seen) ||
      seen.before.slice(0, 2).some(({ key }) => key === 'add') ||
      says(EXTRA, seen.near) ||
      isExtra(seen),
  ],
  ['high', (seen) => isHigh(seen, seen.previous, seen.tokens)],
  ['was', (seen) => isWas(seen) || isStruck(seen.tokens, seen)],
  ['bundle', ({ bundle }) => bundle !== null],
]

/** `280 each from 50 pcs` */
function isFromMany({ tokens, to }: Context): boolean {
  const near = tokens.slice(to, to + 4)
  const end = near.findIndex(({ kind }) => kind === 'end')
  const row = near.slice(0, end === -1 ? near.length : end)
  const count = row[row.findIndex(({ key }) => FROM.has(key)) + 1]
  return (
    row.some(({ key }) => FROM.has(key)) &&
    count?.kind === 'number' &&
    Number(count.text) > 1 &&
    PACKED.has(tokens[tokens.indexOf(count) + 1]?.key ?? '')
  )
}

/** `save $5`; what `10% off the $54 apron` and `$5 off our $35 one` are taken off is the price. */
function isSaved(near: Token[]): boolean {
  return near.some(({ key }) => SAVING.has(key) && key !== 'off')
}

/** `$33 x 3`, `3 x $33`: paid in parts, or a sum nobody can place. */
function isTimes({ tokens, from, to }: Context): boolean {
  return tokens[to]?.key === 'x' || (tokens[from - 1]?.key === 'x' && tokens[from - 2]?.kind === 'number')
}

/** `500 extra`, `10,000 more outside`; but `$64 plus shipping` is a price. */
function isExtra({ after: [first], previous }: Context): boolean {
  if (first?.key === 'more') return previous !== undefined
  return first !== undefined && says(EXTRA, [first]) && first.key !== 'plus'
}

/** `1,500 + 200`; but in `ages 3+ KES 1,150` the sign is the age's. */
function isAdded({ before }: Context): boolean {
  const [number, sign] = before.slice(-2)
  if (before.at(-1)?.key !== '+') return false
  return sign === undefined || number?.kind !== 'number' || sign.start > number.end
}

export function roleOf(context: Context): { role: Role; isGuessed: boolean } {
  const [role = 'price', , guess] = RULES.find(([, fits]) => fits(context)) ?? []
  return { role, isGuessed: guess !== undefined }
}

function isWas({ before, after, isAside, value, previous, tokens, from }: Context): boolean {
  const near = before.slice(-3)
  if (says(WAS, near) || isLater(near, after)) return true
  // `Ksh 1,900 (from 2,600)`, `2,850 from 3,900`, `165, down from 190`
  const between = tokens.slice(previous?.to ?? 0, from).filter(({ key }) => key !== ',' && !FALLEN.has(key))
  const isFrom = isAside ? says(FROM, near) : between.length === 1 && says(FROM, between)
  return isFrom && previous !== undefined && value > previous.value
}

/** `after that it's 5,800 again` */
function isLater(near: Token[], after: Token[]): boolean {
  const at = near.findIndex(({ key }) => key === 'after')
  return after[0]?.key === 'again' || (at !== -1 && near[at + 1]?.key === 'that')
}

/** `~1,500~ 950` */
function isStruck(tokens: Token[], { from, to }: Seen): boolean {
  return tokens[from - 1]?.key === '~' && tokens[to]?.key === '~'
}

/** The upper end: `800-1500`, `1000 hadi 1800`, `from 25k to 40k`. */
function isHigh({ from, value }: Seen, previous: Priced | undefined, tokens: Token[]): boolean {
  if (previous?.role !== 'price' || previous.value >= value) return false
  const between = tokens.slice(previous.to, from)
  const [sign] = between
  const isTo = says(TO, between.slice(-1)) && between.length === (sign?.key === 'up' ? 2 : 1)
  return isTo || (between.length === 1 && (sign?.key === '-' || sign?.key === '~'))
}
