import { type Currency, readAmounts } from '../amounts.ts'
import { AFTER_PRICE, BEFORE_PRICE, WAS } from '../lexicon.ts'
import type { Priced, Role } from '../role.ts'
import { giveRoles } from '../roles.ts'
import { openSource } from '../source.ts'
import type { Token } from '../tokens.ts'
import { blankTraps } from '../traps.ts'
import { leaveOut, type Sentence, sentenceAt } from './leave-out.ts'

const OF_PRICE: ReadonlySet<Role> = new Set(['price', 'was', 'high', 'bundle', 'saving'])

/**
 * A caption without the sentences that name another price than this one, in whole units, or, where no word would be
 * left, without the sums alone; the rest stays as it was written. Pure; as fast as reading a caption.
 */
export function leaveOutOtherPrices(caption: string, currency: Currency, price: number): string {
  const source = openSource(caption)
  const { tokens, amounts } = readAmounts(blankTraps(source.text), currency)
  const others = giveRoles(tokens, amounts).filter(({ role, value }) => OF_PRICE.has(role) && value !== price)
  if (others.length === 0) return caption
  const told = leaveOut(
    source,
    others.map(({ from }) => sentenceAt(tokens, tokens[from]?.start ?? 0, source)),
  )
  if (/\p{L}/u.test(told)) return told
  return leaveOut(
    source,
    others.map((one) => sumOf(tokens, one)),
  )
}

/** `only KES 700 each`, `2 for KES 1,200`: the sum with the words that say that it is one. */
function sumOf(tokens: Token[], { from, to, count }: Priced): Sentence {
  let first = from
  if (count) first = tokens.slice(0, from).findLastIndex(({ kind }) => kind === 'number')
  while (isOfSum(keyAt(tokens, first - 1))) first -= 1
  let last = to
  while (AFTER_PRICE.has(keyAt(tokens, last)) || keyAt(tokens, last) === ')') last += 1
  return { start: tokens[first]?.start ?? 0, end: tokens[last - 1]?.end ?? 0 }
}

const isOfSum = (key: string) => BEFORE_PRICE.has(key) || WAS.has(key) || /^[:(,~-]$/.test(key)
const keyAt = (tokens: Token[], at: number) => tokens[at]?.key ?? ''
