import { readEntries, wordsOf as wordsIn } from '#src/reading/lexicon.ts'

/** Words of captions by what they say (`caption-words.tsv`): en, sw, lg, fr. A word may say several things. */
export const wordsOf = (role: string) => wordsIn('caption-words', role)

const words = new Set(readEntries('caption-words').flatMap(({ word, meaning }) => (meaning === 'material' ? [] : word)))

/** A word of prices and of how they are told, and no name of a thing. */
export function isKnown(word: string): boolean {
  return words.has(word)
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
/** Said of what it costs now where nothing else is. */
export const TODAY = wordsOf('today')
/** Before what it costs to borrow. */
export const HIRE = wordsOf('hire')
export const FREE = wordsOf('free')
export const DELIVERY = wordsOf('delivery')
export const DEPOSIT = wordsOf('deposit')
/** Before a part that is paid; behind an amount they say how to pay: `2,300 lipa na till`. */
export const BY_PARTS = wordsOf('by parts')
/** `entry £2`: what a visitor pays. */
export const ENTRY = wordsOf('entry')
/** By what it is brought, said beside the places it is brought to. */
export const CARRIED = wordsOf('carried')
/** `start with 5,000 and pay the rest monthly` */
export const BEGIN = wordsOf('begin')
export const WITH = wordsOf('with')
/** `shipped for $9` */
export const SENT = wordsOf('sent')
export const BEYOND = wordsOf('beyond')
export const SAVING = wordsOf('saving')
/** `£18 with code SLEEP`: for some. */
export const WITH_CODE = wordsOf('with code')
export const WORTH = wordsOf('worth')
export const BULK = wordsOf('bulk')
/** What somebody offers in an auction. */
export const BID = wordsOf('bid')
export const EXTRA = wordsOf('extra')
export const DENIED = wordsOf('denied')
export const TILL = wordsOf('till')
/** What money is sent to: a number behind it is no price. */
export const PAYEE = wordsOf('payee')
/** `we raised £640`: told, and no price. */
export const TOLD = wordsOf('told')
/** `sold another for $30` */
export const SOLD_ONE = wordsOf('sold one')
/** `we sold one`; and behind the amount `yesterday` */
export const SELLERS = wordsOf('sellers')
export const AGO = wordsOf('ago')
/** `$30 elsewhere`; `you pay $30 elsewhere for it` */
export const BESIDE = wordsOf('beside')
export const PAID_THERE = wordsOf('paid there')
/** `join 3,000 others` */
export const JOINED = wordsOf('joined')
/** To where things are brought, that are no towns; and between such words. */
export const PLACE = wordsOf('place')
export const JOINS_PLACES = wordsOf('joins places')
/** `$2 of every sale`, `$900 in sales`: told of a sum, and what behind it says so. */
export const SHARE = wordsOf('share')
export const SHARED = wordsOf('shared')
/** `165, down from 190` */
export const FALLEN = wordsOf('fallen')
export const SIZE = wordsOf('size')
/** Between a number and its price in a bundle. */
export const BUNDLE = wordsOf('bundle')
/** `85k for the table, 240k for the shelf`: behind an amount, before what costs it. */
export const FOR_WHAT = wordsOf('for what')
export const PACKED = wordsOf('packed')
/** Plurals, before their count in Swahili's order: `pcs 40`. */
export const COUNTED = wordsOf('counted')
export const UNITS = wordsOf('unit')
/** `20k per day`, `85/day`: paid again and again. */
export const PER = wordsOf('per')
export const PERIOD = wordsOf('period')
/** Who and what is counted in thousands and costs nothing. */
export const AUDIENCE = wordsOf('audience')
/** `followers 10K`, `wateja 500`: those of them whose number may stand behind. */
export const CROWD = wordsOf('crowd')
/** `Price: 55`, `bei ya wateja 900`: what the number behind them is. */
export const LABELS = wordsOf('label')
/** `rent or buy` */
export const BUYING = wordsOf('buying')
/** Said of a price list that is no product's own name. */
export const MENU = wordsOf('menu')

/** Whole names: an apron, a decor and a marble tray are none. */
export const MONTH = [
  'jan(?:uary|uari|vier)?|feb(?:ruary|ruari)?|mar(?:ch|s)?|apr(?:il|ili)?|may|jun(?:e|i)?|jul(?:y|ai)?|aug(?:ust)?',
  'sep(?:t|tember|temba|tembre)?|oct(?:ober|obre)?|nov(?:ember|emba|embre)?|dec(?:ember)?',
].join('|')

/** The sizes of clothes, smallest first. */
export const LETTER_SIZES = 'XXS XS S M L XL XXL 3XL 4XL 5XL'.split(' ')
