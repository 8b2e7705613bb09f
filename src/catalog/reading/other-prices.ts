import { type Currency, readAmounts } from './amounts.ts'
import type { Role } from './role.ts'
import { giveRoles } from './roles.ts'
import { openSource, type Source } from './source.ts'
import type { Token } from './tokens.ts'
import { blankTraps } from './traps.ts'

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
  const ends = new Map(others.map(({ from }) => sentenceAt(tokens, from)))
  const kept: string[] = []
  let at = 0
  for (const [start, end] of ends) {
    kept.push(written(source, at, start))
    at = end
  }
  return [...kept, written(source, at, source.text.length)].join('').replace(/ {2,}/g, ' ').trim()
}

/** Where it starts, and where the stop behind it ends. */
function sentenceAt(tokens: Token[], at: number): [start: number, end: number] {
  const before = tokens.slice(0, at).findLast(({ kind }) => kind === 'end')
  const after = tokens.slice(at).find(({ kind }) => kind === 'end')
  return [before?.end ?? 0, after?.end ?? Number.POSITIVE_INFINITY]
}

function written({ at, written: text }: Source, start: number, end: number): string {
  return text.slice(at[start] ?? text.length, at[end] ?? text.length)
}
