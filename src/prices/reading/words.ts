import { readFileSync } from 'node:fs'

/** Words of product pages, one a line: what it says of an amount or of the page, and the word. */
const rows = readFileSync(new URL('words.tsv', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))

const NOT_PRICE = [
  'was',
  'regular',
  'save',
  'carriage',
  'each',
  'part',
  'member',
  'coupon',
  'untaxed',
  'other',
] as const

export type NotPrice = (typeof NOT_PRICE)[number]

const patterns = NOT_PRICE.map((kind) => [kind, wordsOf(kind)] as const)

/** Why an amount among these words is not the price; null when nothing speaks against it. */
export function readContext(words: string): NotPrice | null {
  return patterns.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

const OLD = ['was', 'regular'].flatMap(listOf)
/** An old price: in words that mean nothing else, `regular price`; or in any with a figure behind: `before $80`. */
export const OLD_PRICE = new RegExp(
  `${patternOf(OLD.filter((word) => word.includes(' '))).source}|(?:${patternOf(OLD).source})[^\\p{L}\\d<]{1,12}\\d`,
  'iu',
)
/** This is the price. */
export const NOW = wordsOf('now')
/** Nobody can buy it now. */
export const SOLD_OUT = wordsOf('sold-out')
/** It can be bought. */
export const IN_STOCK = wordsOf('in-stock')
/** Few are left; `#` is a number of two digits at most. */
const FEW = wordsOf('few')
/** A control that buys. */
export const BUY = wordsOf('buy')
/** The page is not there any more. */
export const GONE = wordsOf('gone')
/** A heading that is nothing else: what somebody has gathered to buy. */
export const CART = new RegExp(String.raw`^\P{L}*(?:${wordsOf('cart').source})\P{L}*$`, 'iu')
/** The shop asks whether we are a robot. */
export const WALL = wordsOf('wall')
/** The shop tells the price only to those who ask. */
export const ON_REQUEST = wordsOf('on-request')
export const FREE = wordsOf('free')
/** A text that begins with a tax, or how much of one: "VAT", "20% VAT". */
export const TAX = new RegExp(String.raw`^[^\p{L}]*(?:${wordsOf('tax').source})`, 'iu')
/** Names the stock and nothing else: what stands below it tells of that. */
export const OF_STOCK = new RegExp(String.raw`^\s*(?:${wordsOf('of-stock').source})\s*:?\s*$`, 'iu')
/** Behind an amount: the shop's own offer, as long as it lasts. */
export const WHILE = wordsOf('while')
/** The least of several prices, or a number and more. */
export const FROM = wordsOf('from')

/** Whether a text says that few are left: `Only 3 left!` */
export function saysFew(text: string): boolean {
  return FEW.test(text.replace(/(?<![\d.,])\d{1,2}(?![\d.,]*\d)/g, '#'))
}

/** One pattern of all words of a kind, without regard to case. */
function wordsOf(kind: string): RegExp {
  return patternOf(listOf(kind))
}

function listOf(kind: string): string[] {
  return rows.flatMap(([of, word]) => (of === kind && word ? word : []))
}

function patternOf(words: string[]): RegExp {
  return new RegExp(
    words
      .sort((a, b) => b.length - a.length)
      .map(whole)
      .join('|'),
    'iu',
  )
}

/** Letters of scripts that write without spaces have no edges. */
function whole(word: string): string {
  const open = /^[a-z\u00c0-\u024f]/i.test(word) ? '(?<![\\p{L}])' : ''
  const shut = /[a-z\u00c0-\u024f]$/i.test(word) ? '(?![\\p{L}])' : ''
  const literal = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll(' ', '\\s+')
  return `${open}${literal}${shut}`
}
