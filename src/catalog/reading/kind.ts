import { words } from './words.ts'

/** Why a caption sells nothing, by the words that say so; the first that fits is the reason shown. */
const NOT_A_PRODUCT: [string, RegExp][] = [
  ['a giveaway', /\bgiveaway\b|\bwin (?:this|a|an|our|ugx|kes|ksh|\$)|\bwinners?\b|\bzawadi\b|\braffle\b|\bbure kwa\b/],
  ['a job', /\bhiring\b|\bvacanc|\bsend (?:your )?cv\b|\bper month\b|\/hr\b|\bjob opening\b|\bpart[- ]time\b/],
  ['a job', /\bn?a?tunatafuta\b|\bmshahara\b|\bsalary\b|\bapply\b.{0,20}\bcv\b|\btuma cv\b/],
  ['something wanted', /\bwanted\b|\blooking for\b|\bwhere i can buy\b|\bbudget \d/],
  ['a review', /\b(?:client|customer) (?:feedback|review)|\bhappy (?:client|customer)|\btestimonial|\breview of the\b/],
  [
    'a service',
    /\b(?:braids|nails|lashes|manicure|pedicure|alterations|makeup session|haircuts?|massage|tuition|workshop|tickets?|training)\b/,
  ],
  [
    'a service',
    /\bbook (?:your|a|an) (?:slot|appointment|session)\b|\bappointments?\b|\bhome service\b|\blessons?\b|\bwalk[- ]ins?\b|\bper person\b/,
  ],
  ['a notice', /\bwe have moved\b|\bwe(?:'re| are) (?:closed|moving|open)\b|\bopening hours\b|\bprocessing times?\b/],
  ['a notice', /\bdear (?:clients|customers)\b|\bscam\b|\bno refunds?\b|\bnon[- ]refundable\b|\bdelivery to \w+ is\b/],
  ['a notice', /\b(?:fake|second|other|new) (?:account|page)\b|\bpublic holiday\b/],
  ['a sale on everything', /\b(?:off|on) everything\b|\bentire (?:store|shop)\b|\bsitewide\b/],
  [
    'a story',
    /\bthrowback\b|\bwho remembers\b|\bwhen (?:the|a|your|you) (?:client|customer)|\bme:|\balso me\b|\bpov: (?:when|you're|your)/,
  ],
  ['an event', /\bpop-?up\b|\bfree entry\b|\bbooth \d|\bsee you (?:at|there)\b|\bcome (?:and )?say hi\b/],
  ['a greeting', /\bhappy (?:eid|new year|easter|birthday|diwali|\d+(?:st|nd|rd|th))|\bmerry christmas\b/],
  ['a repost', /\brepost|\bwearing our\b|\bcongratulations to\b/],
]

/** What people say who sell: en, sw, lg, fr. */
const SELLING = words(
  'dm inbox order orders price bei prix size sizes warranty guarantee available delivery pickup stock restock preorder',
  'buy shop sold imeisha instock handmade custom customised colours colors each pcs deposit claim beyi',
)

export function whyNot(text: string): string | null {
  const low = text.toLowerCase()
  return NOT_A_PRODUCT.find(([, pattern]) => pattern.test(low))?.[0] ?? (isQuotation(low) ? 'a review' : null)
}

/** A customer's words: it begins with a quotation and goes on with who said it. */
function isQuotation(low: string): boolean {
  return /^\s*"[^"]{15,}"\s*(?:-|by|from|~)/.test(low)
}

/** How many signs of selling there are, of the words in it. */
export function signsOfSelling(keys: string[]): number {
  return new Set(keys.filter((key) => SELLING.has(key))).size
}
