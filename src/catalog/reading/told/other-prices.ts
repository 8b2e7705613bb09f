import { type Currency, readAmounts } from '../amounts.ts'
import type { Role } from '../role.ts'
import { giveRoles } from '../roles.ts'
import { openSource } from '../source.ts'
import { blankTraps } from '../traps.ts'
import { leaveOut, sentenceAt } from './leave-out.ts'

const OF_PRICE: ReadonlySet<Role> = new Set(['price', 'was', 'high', 'bundle', 'saving'])

/**
 * A caption without the sentences that name another price than this one, in whole units; every other sentence stays as
 * it was written. Pure; as fast as reading a caption.
 */
export function leaveOutOtherPrices(caption: string, currency: Currency, price: number): string {
  const source = openSource(caption)
  const { tokens, amounts } = readAmounts(blankTraps(source.text), currency)
  const others = giveRoles(tokens, amounts).filter(({ role, value }) => OF_PRICE.has(role) && value !== price)
  if (others.length === 0) return caption
  return leaveOut(
    source,
    others.map(({ from }) => sentenceAt(tokens, tokens[from]?.start ?? 0, source)),
  )
}
