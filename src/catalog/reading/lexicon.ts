import { readEntries } from '#src/reading/lexicon.ts'

/** Words of captions by what they say (`caption-words.tsv`): en, sw, lg, fr. A word may say several things. */
const rows = readEntries('caption-words')

export function wordsOf(role: string): ReadonlySet<string> {
  return new Set(rows.flatMap(({ word, meaning }) => (meaning === role ? [word] : [])))
}

/** What follows an amount that is a price. */
export const AFTER_PRICE = wordsOf('after price')
/** What stands before an amount that is a price. */
export const BEFORE_PRICE = wordsOf('before price')
export const WAS = wordsOf('was')
export const FROM = wordsOf('from')
/** Between the ends of a range. */
export const TO = wordsOf('to')
/** Before what it costs since it fell. */
export const NOW = wordsOf('now')
/** Before what it costs to borrow. */
export const HIRE = wordsOf('hire')
export const FREE = wordsOf('free')
export const DELIVERY = wordsOf('delivery')
export const DEPOSIT = wordsOf('deposit')
export const BEYOND = wordsOf('beyond')
export const SAVING = wordsOf('saving')
export const WORTH = wordsOf('worth')
export const BULK = wordsOf('bulk')
/** What somebody offers in an auction. */
export const BID = wordsOf('bid')
export const EXTRA = wordsOf('extra')
export const DENIED = wordsOf('denied')
export const TILL = wordsOf('till')
export const SIZE = wordsOf('size')
/** Between a number and its price in a bundle. */
export const BUNDLE = wordsOf('bundle')
export const PACKED = wordsOf('packed')
export const UNITS = wordsOf('unit')
/** `20k per day`, `85/day`: paid again and again. */
export const PER = wordsOf('per')
export const PERIOD = wordsOf('period')
/** Who and what is counted in thousands and costs nothing. */
export const AUDIENCE = wordsOf('audience')
/** Said of a price list that is no product's own name. */
export const MENU = wordsOf('menu')

export const MONTH = 'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec'

/** The sizes of clothes, smallest first. */
export const LETTER_SIZES = 'XXS XS S M L XL XXL 3XL 4XL 5XL'.split(' ')
