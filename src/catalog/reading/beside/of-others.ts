import { AGO, BESIDE, JOINED, PAID_THERE, PERIOD, SELLERS, SOLD_ONE, WORTH } from '../lexicon.ts'
import { type Context, isSold, type Priced, says } from '../role.ts'
import type { Token } from '../tokens.ts'

const MOST_WORDS = 7

type Standing = Pick<Context, 'tokens' | 'from' | 'to' | 'before' | 'after' | 'currency'>

/**
 * `we sold one for 3,000`, `sold two for 3,000 last week`, `you would pay 3,000 elsewhere`, `join 3,000 others`: no
 * price of what is shown.
 */
export function isToldOfOthers(seen: Standing): boolean {
  return isOfBefore(seen) || isElsewhere(seen) || (isOfOthers(seen) && says(JOINED, seen.before.slice(-1)))
}

/** `Sold two for $30. Basket $20`: nothing says so for certain, and the other one is what it costs. */
export function isBesidePrice(one: Priced, priced: Priced[], tokens: Token[]): boolean {
  if (!isSold(one) || !mayBeOfOthers({ ...one, tokens })) return false
  return priced.some((other) => isSold(other) && !mayBeOfOthers({ ...other, tokens }))
}

function mayBeOfOthers(seen: Standing): boolean {
  return wordsOfSale(seen) !== null || (isOfOthers(seen) && seen.currency === null)
}

function isOfBefore(seen: Standing): boolean {
  const sale = wordsOfSale(seen)
  if (!sale) return false
  const last = seen.after.findIndex(({ key }) => key === 'last')
  return says(SELLERS, sale.seller) || says(AGO, seen.after) || PERIOD.has(seen.after[last + 1]?.key ?? '')
}

/** `sold another for`, before the amount, and the word before it. */
function wordsOfSale({ tokens, from }: Standing): { seller: Token[] } | null {
  const row = tokens.slice(Math.max(0, from - MOST_WORDS), from)
  const said = row.slice(row.findLastIndex(({ kind }) => kind === 'end') + 1)
  const sold = said.findIndex(({ key }) => key === 'sold')
  const isSale = sold >= 0 && says(SOLD_ONE, said.slice(sold + 1, sold + 3)) && said.at(-1)?.key === 'for'
  return isSale ? { seller: said.slice(Math.max(0, sold - 1), sold) } : null
}

/** `$60 elsewhere, $30 here`; but `$30 elsewhere on our page too`. */
function isElsewhere({ tokens, to, before, after }: Standing): boolean {
  if (!says(BESIDE, after.slice(0, 1))) return false
  const next = tokens[to + 1]
  return next === undefined || !/^(?:word|number)$/.test(next.kind) || says(PAID_THERE, before.slice(-2))
}

const isOfOthers = ({ after }: Standing) => after[0]?.key === 'others'

/** `worth $60`, `elsewhere $60`; but in `$60 elsewhere, $30 here` the word is the other's. */
export function isWorth({ near, tokens, from, previous }: Context): boolean {
  const isOther = previous !== undefined && tokens[from - 1]?.key === ',' && says(BESIDE, near.slice(-1))
  return says(WORTH, isOther && tokens[previous.to] === near.at(-1) ? [] : near)
}
