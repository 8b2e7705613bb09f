import type { Atom } from '../atoms.ts'

/** `counted`: its amount was written. */
export type Item = { key: string; count: number; counted: boolean; offered: boolean; start: number; end: number }

/** What is ordered, and what speaks against taking it as read. */
export type ItemsRead = {
  items: Item[]
  /** What no rule read. */
  left: Atom[]
  /** It was read, but may be meant otherwise. */
  doubtful: boolean
  /** Something was taken back, or left out of what is named, and leaves open what is wanted. */
  turns: boolean
}

export type Read = Omit<ItemsRead, 'turns'>

export type Pair = { colour: Atom; count: Atom | null }

/** One part of a comment between corrections: what goes with what in it. */
export type Part = {
  pairs: Pair[]
  /** "two of each": the count for all, and where it stands. */
  each: { count: number; at: Atom } | null
  except: string[]
  drop: string[]
  spare: Atom[]
  /** All that is said, in its order. */
  around: Atom[]
  left: Atom[]
  doubtful: boolean
}
