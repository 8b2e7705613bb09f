import { isBuilding, isGermanic, isRomance, streetSign } from './streets.ts'

/** Emoji, bullets, quotation marks and mark-up around a line are no part of an address. */
export function tidyLine(line: string): string {
  return line
    .slice(0, 600)
    .replace(/\p{Cf}|\ufe0f/gu, '')
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (/[\d#*©®]/.test(sign) ? sign : ' '))
    .replace(/[\u00a0\u2007\u202f\t]/g, ' ')
    .replace(/^[\s*•·▪>|"“”'_~–-]+(?=\S)/, '')
    .replace(/[\s*"“”_|~]+$/, '')
    .replace(trailingPhone, (whole: string, number: string) => (isPhone(number) ? '' : whole))
    .trim()
}

const trailingPhone =
  /(?<![bB][oO][xX])[\s.,;(-]+(?:(?:tel|phone|ph|simu|call|mob|mobile|cell)\b[.:\s]*)?(\+?\d[\d ()-]{8,17})$/

function isPhone(number: string): boolean {
  return number.replace(/\D/g, '').length >= 9 && !/^\d{5}-\d{4,5}$/.test(number.trim())
}

const afterCode =
  /\b([A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\s+(?=(?:and|but|or|for|please|then|while|if|so|which|that|because|until|from|thanks|thank|is|my|the|this|i|we|y|et|und|e|na)\b)/g

/** Sets off talk that runs on behind a postcode: `Ithaca NY 14850 and the cup to ...`. */
export function endAtPostcode(line: string): string {
  return line.replace(afterCode, '$1, ')
}

/** `A, Ngara, Nairobi or P.O. Box 7 Kisumu`: two addresses in one line. */
export function splitAlternatives(line: string): string[] {
  const found =
    /^(.{12,200}?)[\s,]+(?:[Oo]r|OR|ama|au|oder|ou|o bien|eller)(?: to| else| at)?:?\s+((?:[Pp]\.? ?[Oo]\.? ?[Bb]ox|\d|the office|my office|work\b|\p{Lu}).{8,})$/u.exec(
      line,
    )
  if (!found?.[1] || !found[2] || !/\d/.test(found[2])) return [line]
  return /\d/.test(found[1]) || found[1].includes(',') ? [found[1], found[2]] : [line]
}

/** Sets the postcode apart where street, postcode and town run on: `Triftstrasse 67 13353 Berlin`. */
export function setCodeApart(text: string): string {
  if (/,\s*\d{1,4}\s?[a-z]?\s+\d{5}\s+\p{Lu}/u.test(text))
    return text.replace(/(,\s*\d{1,4}\s?[a-z]?)\s+(\d{5}\s+)/u, '$1, $2')
  if (!isGermanic(text)) return text
  return text.replace(/(\p{L}\.?\s\d{1,4}\s?[a-z]?)\s+(\d{4,5}\s+\p{Lu})/u, '$1, $2')
}

const abbreviation =
  /(?:\b(?:st|ave|av|blvd|rd|dr|ln|ct|pl|apt|ste|no|nr|mt|ft|p\.o|p|o|box|co|ltd|inc|mrs|mr|ms|jr|sr|bldg|fl|rm|hwy|rte|sta|str|c|col|edo|depto|bât|app|ch|bd|av|u\.s\.a|u\.s|u\.k|pza|avda|esc|n|s|e|w|prof|cnr)|\b\p{L})\.$/iu

export function splitSentences(text: string): string[] {
  const parts = text.split(
    /(?<=[.!?])\s+|\s+(?=\((?:not|but|my|it|the|that|between|behind|next|near|leave|please|no)\b)/,
  )
  const out: string[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (last !== undefined && (abbreviation.test(last.slice(-8)) || (/\.$/.test(last) && /^[\d#\p{Ll}]/u.test(part))))
      out[out.length - 1] = `${last} ${part}`
    else out.push(part)
  }
  return out
}

/** Splits at commas, but keeps a number with its street: `Rua X, 250`, `14 bis, rue Y`, `Mtaa wa Z, Nyumba 14`. */
export function splitCommas(text: string): string[] {
  const out: string[] = []
  const parts = text
    .split(/\s*[,;，、،]\s*|\s+[|·•/]\s+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  for (const [index, part] of parts.entries()) {
    const last = out.at(-1) ?? ''
    if (isOneStreet(last, part, parts[index + 1] ?? '')) out[out.length - 1] = `${last}, ${part}`
    else out.push(part)
  }
  return out
}

const numberAfter = /^(?:n[º°o.]*\s?)?\d{1,5}\s?[a-z]?(?:\s[-–]\s.{1,40}|\s\p{L}{2,6}\.?\s?\w{1,4})?$/iu
const numberAlone = /^\d{1,4}(?:\s?(?:bis|ter|quater|[a-d]))?$/i
const houseNumber = /^(?:nyumba|house|hse|plot|no\.?|nº|number|numero|número|nambari)\s?(?:no\.?|na\.?|#)?\s?\d+\w?$/i

/** True when the comma stands between a street and its own number. */
function isOneStreet(last: string, part: string, next: string): boolean {
  const hasNumber = /\d/.test(last.replace(/^\D*\d{1,2}[ºª]? de/i, ''))
  if (numberAfter.test(part) && isRomance(last) && !hasNumber) return true
  const sign = streetSign(part)
  if (numberAlone.test(last) && (isRomance(part) || sign === 'strong')) return true
  if (houseNumber.test(part) && !/\d/.test(last) && streetSign(last) === 'strong') return true
  if (/^box \w{1,6}$/i.test(last) && sign === 'strong' && !/\d/.test(part)) return true
  return isLooseNumber(last, part, next)
}

/** `LÓPEZ MATEOS, 106, 21840`: the house number of a street without a type. */
function isLooseNumber(last: string, part: string, next: string): boolean {
  if (!/^\p{L}[^\d]+$/u.test(last) || isBuilding(last) || streetSign(last) !== 'none') return false
  return /^\d{1,3}[a-z]?$/i.test(part) || (/^\d{4,5}$/.test(next) && /^\d{1,4}$/.test(part))
}
