/** A figure that may be money: which token, how much, and how sure its own marks make us. */
export type Amount = {
  /** Its token and the one after it. */
  from: number
  to: number
  value: number
  /** ISO 4217; null where nothing names one. */
  currency: string | null
  /** Said to be money by a mark or a word of its own. */
  isMarked: boolean
  /** A word beside it says that it is a price. */
  isSaid: boolean
  /** `1,500+`, or a number that may be a year too: a person looks. */
  isOpen: boolean
}
