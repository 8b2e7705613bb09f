import type { Amount } from './bare/amount.ts'
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
  /** A rule that may be wrong says that it is no price. */
  isGuessed: boolean
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

export type Context = Seen & {
  near: Token[]
  previous: Priced | undefined
  tokens: Token[]
  /** A price stands before it. */
  isPriced: boolean
  /** The caption's words outside what it says of delivery, in the singular. */
  named: ReadonlySet<string>
}

export const says = (list: ReadonlySet<string>, row: Token[]) => row.some(({ key }) => list.has(key))

export const isSold = ({ role }: Priced) => role === 'price' || role === 'bundle'
