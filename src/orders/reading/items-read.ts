import type { Line } from './bind.ts'
import type { LeftOver } from './leftover.ts'

type ItemDoubt = 'not-on-offer' | 'ambiguous' | 'vague' | 'fraction' | 'negative' | 'pair' | 'either' | 'any-colour'

type ItemLine = { key: string; offered: boolean; count: number; start: number; end: number }

export type ItemsRead = {
  lines: ItemLine[]
  doubts: ItemDoubt[]
  /** Colours that no one could count or choose between. */
  unread: string[]
  asks: boolean
  past: boolean
  wants: boolean
  /** Amounts without a colour. */
  spare: { count: number | null; start: number; end: number }[]
  /** Those of them that stand like items. */
  left: LeftOver[]
  /** A question that was left out holds a number or a colour of its own. */
  asksAmount: boolean
  numbered: boolean
  /** Something was taken back or changed within this comment. */
  corrected: boolean
  /** A sentence that wishes, for "mine!" under the last one left. */
  wish: { count: number; start: number; end: number } | null
}

export type Draft = Line & {
  count: number | null
  correction: 'replace' | 'add' | null
  prose: boolean
  singles: 'before' | 'after' | null
}
