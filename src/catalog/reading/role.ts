import type { Amount } from './bare/amount.ts'
import { BESIDE, SOLD_ONE } from './lexicon.ts'
import type { Sentence } from './sentences.ts'
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
  | 'entry'
  | 'extra'
  | 'denied'
  | 'code'
  | 'aside'

export type Priced = Amount & {
  role: Role
  /** Words between the last stop or amount and this one, and after it up to the next. */
  before: Token[]
  after: Token[]
  /** The line above, where it stands on one of its own. */
  above: Token[]
  /** Stands in brackets after another amount. */
  isAside: boolean
  /** Stands in a question: "Would you buy it at $45?" */
  isAsked: boolean
  /** How many the bundle holds. */
  count?: number
}

export type Seen = Amount & {
  before: Token[]
  after: Token[]
  sentence: Sentence
  isAside: boolean
  bundle: number | null
}

export type Context = Seen & { near: Token[]; previous: Priced | undefined; tokens: Token[] }

export const says = (list: ReadonlySet<string>, row: Token[]) => row.some(({ key }) => list.has(key))

const MOST_WORDS = 7

/** `sold one for 3,000 last week`, `you would pay 3,000 elsewhere`, `join 3,000 others`: no price of what is shown. */
export function isToldOfOthers({ tokens, from, after }: Context): boolean {
  if (says(BESIDE, after.slice(0, 1))) return true
  const row = tokens.slice(Math.max(0, from - MOST_WORDS), from)
  const said = row.slice(row.findLastIndex(({ kind }) => kind === 'end') + 1)
  const sold = said.findIndex(({ key }) => key === 'sold')
  return sold >= 0 && says(SOLD_ONE, said.slice(sold + 1, sold + 3)) && said.at(-1)?.key === 'for'
}
