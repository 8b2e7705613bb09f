import { numberOf as wordOf } from './time-words.ts'

/** `count` null: none was said; `isVague`: 'a few', '2-3'. */
export type Quantity = { count: number | null; isVague: boolean }

const words =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|un|une|deux|trois|quatre|uno|una|dos|tres|cuatro|ein|eine|einen|zwei|drei|vier'
const vague =
  /\b(?:a few|few|some|several|many|multiple|a bunch of|lots of|a handful of|plenty of|various|quelques|plusieurs|algunos|unos|einige|mehrere|possibly|maybe|perhaps|up to|at least|around|about|roughly|approx(?:imately)?|or so|or more|a section of)\b/
const range = new RegExp(
  `\\b(?:\\d{1,2}|${words}) ?(?:-|to|or|/) ?(?:\\d{1,2}|${words})\\b(?! ?-?string (?:guitar|banjo|bass|uke))`,
)
const articles = new Map([
  ['a', 1],
  ['an', 1],
  ['single', 1],
  ['solo', 1],
  ['another', 1],
  ['couple', 2],
  ['pair', 2],
  ['duo', 2],
  ['double', 2],
  ['trio', 3],
  ['dozen', 12],
  ['half dozen', 6],
])
const pairs = /^(?:a |an |one )?(single|solo|another|couple|pair|duo|trio|dozen|half dozen)(?: of)? /
const leading = new RegExp(
  `^(?:(?:we|i|i'd|we'd|need|want|looking for|would like|just|only|still)\\s+)*(?:x ?)?(\\d{1,3}|${words})(?![a-z])(?: ?(?:x|\u00d7|of|no\\.?)(?![a-z]))? *(?!-string|string (?:guitar|banjo|bass|uke))[ -]*(?=[a-z(])`,
)
const trailing = new RegExp(
  `(?:[x\u00d7*] ?(\\d{1,3})|\\(? ?(?:x|\u00d7|qty\\.?:?|count:?|quantity:?)? ?(\\d{1,3}) ?(?:x|\u00d7|players?|pcs?|of them)? ?\\)?|[:=-] ?(\\d{1,3}|${words})|\\((${words})\\)|(?:x|times) ?(${words}))$`,
)
const partMark = /[ #](?:no\.? ?|#)?(?:i{1,3}|iv|[1-9])$|^(?:1st|2nd|3rd|4th|first|second|third|fourth) /

/** How many of a part such as '2 violins', 'violin x2', 'two of the trumpets', 'a few cellos'; `rest` is without the number. */
export function readQuantity(part: string): { quantity: Quantity; rest: string } {
  const plain = part.trim()
  if (vague.test(plain) || range.test(plain)) {
    return { quantity: { count: null, isVague: true }, rest: plain.replace(vague, ' ').replace(range, ' ').trim() }
  }
  return byDesk(plain) ?? byWord(plain) ?? byNumber(plain) ?? { quantity: { count: null, isVague: false }, rest: plain }
}

/** '1st violin', 'violin II', 'violin #2' are one seat each. */
function byDesk(plain: string): { quantity: Quantity; rest: string } | null {
  if (!/^(?:1st|2nd|3rd|4th|first|second|third|fourth) |[ ](?:i{1,3}|iv)$| ?#[1-9]$/.test(plain)) return null
  return {
    quantity: { count: 1, isVague: false },
    rest: plain
      .replace(partMark, ' ')
      .replace(/ ?#[1-9]$/, '')
      .trim(),
  }
}

function byWord(plain: string): { quantity: Quantity; rest: string } | null {
  const match = pairs.exec(plain)
  const count = match && articles.get(match[1] ?? '')
  return match && count ? { quantity: { count, isVague: false }, rest: plain.slice(match[0].length) } : null
}

function byNumber(plain: string): { quantity: Quantity; rest: string } | null {
  const front = leading.exec(plain)
  const frontCount = numberOf(front?.[1])
  if (front && frontCount !== null)
    return { quantity: { count: frontCount, isVague: false }, rest: plain.slice(front[0].length) }
  const back = trailing.exec(plain)
  const backCount = numberOf(back?.slice(1).find((group) => group !== undefined))
  if (back && backCount !== null)
    return { quantity: { count: backCount, isVague: false }, rest: plain.slice(0, back.index).trim() }
  const inside = new RegExp(`\\b(?:x ?)?(\\d{1,2}|${words}) ?x?\\b(?!-string| string (?:guitar|banjo|bass|uke))`).exec(
    plain,
  )
  const count = numberOf(inside?.[1])
  if (inside && count !== null && inside.index > 0)
    return { quantity: { count, isVague: false }, rest: plain.replace(inside[0], ' ').trim() }
  const article = /^(?:an?|une?|eine?n?) (?=[a-z])/.exec(plain)
  return article ? { quantity: { count: 1, isVague: false }, rest: plain.slice(article[0].length) } : null
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const value = /^eine/.test(text) ? 1 : wordOf(text)
  return Number.isInteger(value) && value > 0 && value < 100 ? value : null
}
