import { MONTH } from './lexicon.ts'
import { blank } from './source.ts'

const SIZE = String.raw`(?<!\d)\d{1,6}(?:\.\d{1,4})?`
const UNIT = ' ?(?:cm|mm|m|in|ft|inch(?:es)?|")?'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?'
const BY = '(?: ?[x×*] ?| ?by ?)'

/** What holds figures and is no price: gone before the grammar looks. Each has a shape of its own. */
const TRAPS: RegExp[] = [
  /https?:\/\/\S+|www\.\S+/gi,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g,
  // Phones: with their country, or from a zero on, or 555-0142.
  /(?<![\d.,])(?:\+\d|00\d|0[17]\d|0[2-9]\d)[\d ()-]{6,14}\d(?![\d])/g,
  /\b(?:call|text|tel|phone|ph|whatsapp)\b[^\d\n]{0,6}\d{3}[-. ]\d{4}(?![\d-])/gi,
  // Times of day, hours of opening, dates.
  /\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|hrs?\b)(?: ?- ?\d{1,2}(?::\d\d)? ?[ap]m\b)?/gi,
  /\b\d{1,2}(?::\d\d)? ?- ?\d{1,2}(?::\d\d)? ?[ap]m\b|\b\d{1,2}:\d\d\b/gi,
  /\bat \d{1,2}(?=[!.,](?!\d)|$)/gi,
  // "$45 Dec 12": the month's day stands behind it before it stands before it.
  new RegExp(`\\b(?:${MONTH})\\b\\.? ${DAY}(?: ?- ?\\d{1,2})?\\b(?!,\\d)(?:,? \\d{4})?`, 'gi'),
  new RegExp(`\\b${DAY}(?: ?- ?${DAY})? ?(?:of )?(?:${MONTH})\\b(?:,? \\d{4})?`, 'gi'),
  /(?<![\d/$])\d{1,2}\/\d{1,2}(?:\/\d{2,4})?(?![\d/])/g,
  /\b(\d{1,2})\.\1(?=\D|$)(?! ?(?:k\b|usd))/gi,
  /\b(?:in|since|year|est\.?|from|until|of|&) (?:19|20)\d\d\b(?![,.]\d)|\b(?:19|20)\d0s\b|\b\d0s\b/gi,
  // "2026 collection"; "Till no. 554 8812".
  /\b20[2-4]\d (?=(?:collections?|editions?|season|range|drops?|line|stock|arrivals)\b)/gi,
  /\b(?:till|paybill|account|acc) (?:no|number)\b\.?:? ?\d[\d ]{2,12}\d/gi,
  // Carats of gold.
  /\b(?:9|10|14|18|21|22|24) ?k\b(?= (?:\p{L}+ )?(?:gold|karat|carat))/giu,
  // Pictures of four thousand dots.
  /\b[248]K\b(?= ?(?:u?hd|tv|smart|led|oled|qled|hdr|video|camera|monitor|resolution)\b)/gi,
  /(?<=\b(?:u?hd|tv|drone|video|camera|monitor|projector|screen) )[248]K\b/gi,
  // Percents; codes of coupons and orders; 4x6, 120 by 60, 5by8.
  /(?<!\d)\d{1,6}(?:[.,]\d{1,4})? ?%/g,
  new RegExp(`${SIZE}${UNIT}${BY}${SIZE}(?:${BY}\\d+)?${UNIT}(?![\\d,])`, 'gi'),
]

/** Sentences that speak to a machine: data like the rest, and no offer. */
const TO_A_MACHINE = String.raw`ignore (?:all|any|previous)|instructions?|system prompt|(?:dear|to the|note to) a\.?i\b`
const TOLD = new RegExp(String.raw`\b(?:${TO_A_MACHINE})`, 'i')
const SENTENCE = /[^.!?\n]+/g
const MARKUP = /<(script|style|system)\b[^>]*>[\s\S]*?(?:<\/\1>|$)|<[^<>\n]{1,200}>|["'}\] ]{0,20}\{[^{}]*\}?/gi

/** What somebody else said: a customer's "I paid 3,000 for it". A quotation of some words, not an inch or a name. */
const SPEECH = /(?<![\p{L}\d])"(?=\p{L})(?=[^"\n]*\d)(?:[^"\s]+\s+){3,}[^"\s]+"/gu

/** Dimensions such as 4x6 stay readable elsewhere: `variants.ts` looks at the text before this. */
export function blankTraps(text: string): string {
  const bare = blankOrders(text)
  const told = blank(bare, SPEECH)
  return TRAPS.reduce(blank, /\p{L}/u.test(told) ? told : bare)
}

export function blankOrders(text: string): string {
  return blank(text, MARKUP).replace(SENTENCE, (said) => (TOLD.test(said) ? ' '.repeat(said.length) : said))
}

/** Somebody tries to talk to the reader. */
export function speaksToMachine(text: string): boolean {
  return text.search(MARKUP) !== -1 || TOLD.test(text)
}
