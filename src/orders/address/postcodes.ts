import { countryNamed, regionNamed } from './words.ts'

/** A postcode in a piece of text: where it stands, and the country whose form it has (null: several). */
export type Postcode = { country: string | null; at: number; end: number }

/** Forms that no other country has. */
const own: readonly (readonly [country: string, form: RegExp])[] = [
  ['GB', /(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![\p{L}\d])/iu],
  ['CA', /(?<![\p{L}\d])[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d(?![\p{L}\d])/iu],
  ['IE', /(?<![\p{L}\d])[AC-FHKNPRTV-Y]\d[\dW] ?(?=[A-Z]*\d)[\dAC-FHKNPRTV-Z]{4}(?![\p{L}\d])/iu],
  ['NL', /^\d{4} ?(?!SA|SD|SS)[A-Z]{2}(?=$|,? \p{L}[^\d]*$)/u],
  ['NL', /(?<=^\p{L}[\p{L} '-]{2,40} )\d{4} (?!SA|SD|SS)[A-Z]{2}$/u],
  ['NL', /^\d{4}(?!st|nd|rd|th)[a-z]{2}(?=$|,? \p{L}[^\d]*$)/u],
  ['AU', /(?<=\p{L} )\d{4}(?= (?:WA|SA|NT|ACT|NSW|VIC|QLD|TAS)$)/iu],
  ['AR', /(?<![\p{L}\d])[A-HJ-NP-Z]\d{4}[A-Z]{3}(?![\p{L}\d])/iu],
  ['BR', /(?<![\d-])\d{5}-\d{3}(?![\d-])/],
  ['PT', /(?<![\d-])\d{4}-\d{3}(?![\d-])/],
  ['JP', /(?<![\d-])〒?\d{3}-\d{4}(?![\d-])/],
  ['PL', /(?<![\d#-])\d{2}-\d{3}(?![\d-])/],
  ['US', /(?<![\d-])\d{5}-\d{4}(?![\d-])/],
]
const prefixed = /(?<![\p{L}\d])([A-Z]{1,3})-(\d{4,5})(?!\d)/u
// biome-ignore format: a table
const prefixes: Record<string, string> = {
  D: 'DE', DE: 'DE', CH: 'CH', A: 'AT', AT: 'AT', F: 'FR', FR: 'FR', I: 'IT', IT: 'IT', B: 'BE', BE: 'BE', L: 'LU',
  DK: 'DK', S: 'SE', SE: 'SE', N: 'NO', NO: 'NO', E: 'ES', ES: 'ES', FI: 'FI', NL: 'NL', LV: 'LV', LT: 'LT', CZ: 'CZ',
}
/** Some write O and l for 0 and 1. */
const stateAndDigits = /((?:\p{L}{2,}\.? )?\p{L}[\p{L}.]{1,20}),? +(\d[\dOolI]{3,4})(?![\p{L}\d-])/gu
const australian = /^(?:WA|SA|NT|ACT|NSW|VIC|QLD|TAS)$/i
const boxed = /(?<=(?:box|s\.?l\.?p\.?)\s{0,3}\d{1,6}\s?-\s?)\d{5}(?!\d)/i
/** "C.P. 76060", "PIN 400064": what it is called is no town beside it. "Gate pin 4455" and "Cap 3000" have too few. */
const OPENING = 'gate|door|entry|entrance|access|building|lobby|lock|security|my|the'
const CALLED = [
  String.raw`(?:c\.? ?p\.?|zip)[ .:-]{0,3}\d{5}`,
  String.raw`plz[ .:-]{0,3}\d{4,5}`,
  String.raw`(?<!(?:${OPENING}) )pin(?: ?code)?[ .:-]{0,3}\d{3} ?\d{3}`,
  String.raw`(?:post|postal|zip) ?code[ .:-]{0,3}(?:\d{4,6}|\d{3} \d{2,3})`,
].join('|')
const called = new RegExp(String.raw`(?<![\p{L}\d])(?:${CALLED}|(?<=^|\d,? )cap[ .:-]{0,3}\d{5})(?![\d-])`, 'iu')
/** "Apt 4 - pin 4471": what opens a door. */
const opens = /(?<![\p{L}\d])(?:pin|code|digicode|buzzer|keypad)[ .:-]{0,3}$/iu
const first = /^(\d{4,6}|\d{3} \d{2,3})(?=,? \p{L})/u
const last = /(?<=\p{L}[.)]?,? |[^\d\s]-? )(\d{4,6}|\d{3} \d{2,3})$/u
/** "28 avenue Foch 54000 Nancy": behind a street, before a town. */
const inner = /(?<=^\d{1,4}[^\d]{4,60} )\d{5}(?= \p{Lu}[\p{L}' -]{1,40}$)/u
/** "101 Reykjavík": behind a street it is no house. */
const short = /^(\d{3})(?= \p{Lu}\p{L}{3,}$)/u
/** "C1425 Buenos Aires", "A1010 Wien": digits behind a letter of their own, before or behind a town. */
const lettered = /(?:^|(?<=^\p{Lu}[\p{L}. ]{3,30} ))[A-HJ-NP-Z]\d{4}(?=$|,? \p{Lu}\p{L}{2})/u
const alone = /^(\d{4,6}|\d{3} \d{3})$/

/** The postcode in a piece of an address. `sure`: its form is one country's own, or nothing else stands there. */
export function postcodeIn(text: string): (Postcode & { sure: boolean }) | null {
  for (const [country, form] of own) {
    const match = form.exec(text)
    if (match) return { country, at: match.index, end: match.index + match[0].length, sure: country !== 'PL' }
  }
  const box = boxed.exec(text)
  if (box) return { country: 'KE', at: box.index, end: box.index + box[0].length, sure: true }
  const lead = prefixed.exec(text)
  if (lead) {
    const country = prefixes[lead[1] ?? ''] ?? null
    return { country, at: lead.index, end: lead.index + lead[0].length, sure: country !== null }
  }
  return stateIn(text) ?? plainIn(text)
}

/** "Springfield, IL 62704 ...", "Fremantle WA 6160": digits behind a state. */
function stateIn(text: string): (Postcode & { sure: boolean }) | null {
  for (const { 0: whole, 1: words = '', 2: digits = '', index } of text.matchAll(stateAndDigits)) {
    const country = digits.replace(/\D/g, '').length < 3 ? null : countryOfState(words, digits.length)
    const end = index + whole.length
    if (country) return { country, at: end - digits.length, end, sure: true }
  }
  return null
}

/** The United States have five digits, Australia four. */
function countryOfState(words: string, length: number): string | null {
  const word = words.split(' ').at(-1) ?? ''
  const state = (regionNamed(words) ?? regionNamed(word))?.country ?? null
  if (length === 4) return state === 'AU' || australian.test(word) ? 'AU' : null
  return state === 'US' ? state : null
}

function plainIn(text: string): (Postcode & { sure: boolean }) | null {
  const named = called.exec(text)
  if (named) return { country: null, at: named.index, end: named.index + named[0].length, sure: false }
  const only = alone.exec(text)
  if (only) return { country: null, at: 0, end: text.length, sure: true }
  const found = last.exec(text)
  const end = found && opens.test(text.slice(0, found.index)) ? null : found
  // "Singapore 310214"
  const country = end ? countryNamed(text.slice(0, end.index)) : null
  if (end) return { country, at: end.index, end: text.length, sure: country !== null }
  const within = inner.exec(text)
  if (within) return { country: null, at: within.index, end: within.index + 5, sure: false }
  const letter = lettered.exec(text)
  if (letter) return { country: null, at: letter.index, end: letter.index + letter[0].length, sure: false }
  const start = first.exec(text) ?? short.exec(text)
  return start ? { country: null, at: 0, end: start[0].length, sure: false } : null
}

/** Where parcels arrive without one. */
const none = new Set(
  ['AE AO BI BJ BW CD CG CI CM DJ ER GA GH GM GQ GY HK IE JM KE KM ML MO', 'MR MW NG QA RW SC SL SR ST TD TG TT TZ']
    .concat('UG VU YE ZW')
    .flatMap((row) => row.split(' ')),
)

export function needsPostcode(country: string | null): boolean {
  return country === null || !none.has(country)
}
