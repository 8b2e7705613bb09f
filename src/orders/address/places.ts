import { countryOfTown } from './cities.ts'
import { cutCountry } from './countries.ts'
import { cutBrazilianState, type Region, readNamedRegion, readState } from './regions.ts'
import { hasStreetType, isBox, streetSign } from './streets.ts'

/** What a piece of an address says about the place: every part optional, `rest` what is left of the text. */
export type Place = {
  rest: string
  postcode: string | null
  region: string | null
  regionIsSpelt: boolean
  country: string | null
  /** True when only the form of a number was the sign: it may be a house number as well. */
  isGuess: boolean
}

type Rule = { at: RegExp; country: string | null; guess?: boolean }

const uk = '(?:GIR ?0AA|[A-Z]{1,2}\\d[A-Z\\d]?[ -]?\\d[A-Z]{2})'
const canada = '[ABCEGHJ-NPRSTVXY]\\d[A-Z][ -]?\\d[A-Z]\\d'
const eircode = '(?:[AC-FHKNPRTV-Y]\\d{2}|D6W) ?[0-9A-Z]{4}'

// Postcodes that close the text ("Bath BA2 7XX") or are all of it, surest form first.
const closing: Rule[] = [
  { at: new RegExp(`^(.*?)[\\s,(]*\\b(${canada})\\)?$`, 'i'), country: 'CA' },
  { at: new RegExp(`^(.*?)[\\s,(]*\\b(${uk})\\)?$`, 'i'), country: 'GB' },
  { at: new RegExp(`^(.*?)[\\s,]*\\b(${eircode})$`), country: 'IE' },
  { at: /^(.*?)[\s,]*\b(\d{5}[-—–]\d{4})$/, country: 'US' },
  { at: /^(.*?)[\s,-]*(?:\bCEP:? )?\b(\d{5}-\d{3})$/i, country: 'BR' },
  {
    at: /^(.*(?:tokyo|osaka|kyoto|yokohama|nagoya|sapporo|fukuoka|kobe|-(?:shi|ku|ken|to|fu|cho))[\s,]*)〒?(\d{3}-\d{4})$/iu,
    country: 'JP',
  },
  { at: /^()(\d{2}-\d{3})$/, country: null, guess: true },
  { at: /^()(\d{4}-\d{3})$/, country: 'PT' },
  { at: /^()(\d{4} ?[A-Z]{2})$/, country: 'NL' },
  {
    at: /^(.*?)[\s,]+(?:(?:pin|zip|postcode|post code|postal code|c\.?p\.?|plz|cap)[:.\s]*)?(\d{3} \d{3})$/i,
    country: 'IN',
  },
  { at: /^(.*?)[\s,-]*\b(?:pin|zip|post ?code|postal code|c\.?p\.?|plz|cap)[:.\s#]*(\d{4,6})$/i, country: null },
  { at: /^(.*?\p{L}\.?\)?)[\s,–-]+(\d{4,6})$/u, country: null },
  { at: /^()(\d{4,6})$/, country: null, guess: true },
  { at: /^()(\d{3} \d{2,3})$/, country: null },
]
// Postcodes that open the text ("10115 Berlin").
const opening: Rule[] = [
  { at: new RegExp(`^(${uk})[\\s,]+(\\p{L}.*)$`, 'iu'), country: 'GB' },
  { at: /^(?:P-)?(\d{4}-\d{3})[\s,]+(\p{L}.*)$/u, country: 'PT' },
  { at: /^(?:PL-)?(\d{2}-\d{3})[\s,]+(\p{L}.*)$/u, country: null, guess: true },
  { at: /^(?:CEP:? ?)?(\d{5}-\d{3})[\s,-]+(\p{L}.*)$/iu, country: 'BR' },
  { at: /^(?:NL-)?(\d{4} ?(?!NE|NW|SE|SW|ST|RD|DR|CT|LN|PL)[A-Z]{2})[\s,]+(\p{Lu}.*)$/u, country: 'NL' },
  { at: /^D-(\d{5})\s+(\p{L}.*)$/u, country: 'DE' },
  { at: /^A-(\d{4})\s+(\p{L}.*)$/u, country: 'AT' },
  { at: /^CH-(\d{4})\s+(\p{L}.*)$/u, country: 'CH' },
  { at: /^F-(\d{5})\s+(\p{L}.*)$/u, country: 'FR' },
  { at: /^B-(\d{4})\s+(\p{L}.*)$/u, country: 'BE' },
  { at: /^(?:I|IT)-(\d{5})\s+(\p{L}.*)$/u, country: 'IT' },
  { at: /^(?:E|ES)-(\d{5})\s+(\p{L}.*)$/u, country: 'ES' },
  { at: /^(?:SE?-)?(\d{3} \d{2})[\s,]+(\p{L}.*)$/u, country: null, guess: true },
  { at: /^(?:DK-|N-|FI-|FIN-|L-)?(?:c\.?p\.?[:. ]*)?(\d{4,5})[\s,]+(\p{L}.*)$/iu, country: null, guess: true },
]

/** Reads the postcode, state and country out of one piece; null when it holds none of them. */
export function readPlace(text: string): Place | null {
  const tail = cutCountry(text) ?? codeAfterTown(text)
  const inner = tail ? placeWithin(tail.rest) : placeWithin(text)
  if (tail) return { ...(inner ?? nothing(tail.rest)), country: tail.country }
  return inner
}

/** `Berlin DE`: a country's code counts behind a town of that country. */
function codeAfterTown(text: string): { rest: string; country: string } | null {
  const found = /^(.*?(\p{L}[\p{L}.-]+))\s+([A-Z]{2})$/u.exec(text)
  if (!found?.[1] || !found[2] || !found[3] || countryOfTown(found[2]) !== found[3] || found[3] === 'US') return null
  return { rest: found[1], country: found[3] }
}

function placeWithin(text: string): Place | null {
  const code = cutPostcode(text)
  const state = cutState(code ? code.rest : text, code !== null)
  if (code) return placeOfCode(code, state)
  return state ? { ...nothing(''), ...state } : null
}

function placeOfCode(code: Code, state: State | null): Place {
  const alone = { ...nothing(code.rest), postcode: code.postcode, country: code.country, isGuess: code.isGuess }
  if (!state || (code.isOpening && state.rest === '')) return alone
  // A postcode in front of the town is not American: "20134 Milano MI".
  const isProvince = code.isOpening && !state.regionIsSpelt && state.country === 'US'
  // WA is Washington and Western Australia: four digits tell.
  const isAustralian = /^\d{4}$/.test(code.postcode) && state.region === 'WA' && !code.isOpening
  const country = isProvince ? '' : isAustralian ? 'AU' : state.country
  if (code.country !== null && code.country !== country && country !== '') return alone
  return { ...alone, ...state, country: code.country ?? country, isGuess: false }
}

function nothing(rest: string): Place {
  return { rest, postcode: null, region: null, regionIsSpelt: false, country: null, isGuess: false }
}

type Code = { rest: string; postcode: string; country: string | null; isGuess: boolean; isOpening: boolean }

function cutPostcode(text: string): Code | null {
  if (text.length > 160 || /^〒/.test(text)) return null
  return cutClosingCode(text) ?? cutOpeningCode(text)
}

function cutClosingCode(text: string): Code | null {
  for (const { at, country, guess = false } of closing) {
    const [, before = '', postcode = ''] = at.exec(text) ?? []
    const rest = before.trim()
    if (postcode !== '' && closesPlausibly(rest, postcode, country)) {
      return { rest, postcode, country, isGuess: guess, isOpening: false }
    }
  }
  return null
}

function cutOpeningCode(text: string): Code | null {
  for (const { at, country, guess = false } of opening) {
    const [, postcode = '', rest = ''] = at.exec(text) ?? []
    const isStreet = country !== 'GB' && country !== 'PT' && hasStreetType(rest)
    if (postcode === '' || isStreet || (country === null && /\d{3}/.test(rest))) continue
    return { rest: rest.trim(), postcode, country, isGuess: guess, isOpening: true }
  }
  return null
}

/** `Highway 5012` and `Holunderweg 1234` end in a number that is no postcode. */
function closesPlausibly(rest: string, code: string, country: string | null): boolean {
  if (country !== null || rest === '') return true
  if (
    /\b(?:hwy|highway|route|rte|fm|cr|sr|box|no\.?|apt|unit|suite|ste|room|rm|flat|#|nr\.?|km|tel|phone|bag|plot|lot|order)$/i.test(
      rest,
    )
  )
    return false
  if (/\b(?:road|rd)$/i.test(rest) && !(/^\d/.test(rest) && code.length === 5)) return false
  if (/^\d{5}$/.test(code)) return !isBox(rest) || /\d/.test(rest)
  const sign = streetSign(rest)
  return !((sign === 'strong' || sign === 'box') && !/^\d/.test(rest))
}

type State = { rest: string; region: string; regionIsSpelt: boolean; country: string }

function cutState(text: string, beforeCode: boolean): State | null {
  const bare = text.replace(/[\s,.]+$/, '')
  const named = readNamedRegion(bare)
  if (named) return { rest: '', region: named.code, regionIsSpelt: true, country: named.country }
  const bracketed = /^(.*?)\s*\(([\p{L} .'-]{2,40})\)$/u.exec(bare)
  if (bracketed?.[1] && bracketed[2]) {
    const inside = readState(bracketed[2]) ?? readNamedRegion(bracketed[2])
    if (!inside && beforeCode && /^[A-Z]{2}$/.test(bracketed[2]))
      return { rest: bracketed[1], region: bracketed[2], regionIsSpelt: false, country: '' }
    if (inside) return { rest: bracketed[1], region: inside.code, regionIsSpelt: false, country: inside.country }
  }
  return cutStateWords(bare, beforeCode) ?? brazilian(bare)
}

function cutStateWords(bare: string, beforeCode: boolean): State | null {
  const words = [...bare.matchAll(/[^\s,]+/g)]
  for (let take = Math.min(4, words.length); take >= 1; take -= 1) {
    const start = words.at(-take)?.index ?? 0
    const tail = bare.slice(start).replace(/[\s,]+/g, ' ')
    const state = readState(tail, beforeCode && take === 1)
    const rest = bare.slice(0, start).replace(/[\s,(-]+$/, '')
    if (state && isMeant(tail, rest, beforeCode, state)) {
      return { rest, region: state.code, regionIsSpelt: state.spelt, country: state.country }
    }
  }
  return null
}

// State codes that are also a country's code or, in Colombia, the capital district.
const foreign = new Set(['CO', 'DE', 'DC', 'AR', 'IN', 'MA', 'CA', 'PA', 'AL', 'ID', 'IL', 'SA', 'SC'])

/** A spelt name in small letters within a text is a word; "Bogotá CO" is Colombia. */
function isMeant(tail: string, rest: string, beforeCode: boolean, state: Region): boolean {
  if (state.spelt && tail === tail.toLowerCase() && !beforeCode && rest !== '') return false
  if (/^(?:NE|CT)$/.test(tail) && !beforeCode && streetSign(rest) !== 'none') return false
  if (state.spelt) return true
  const town = countryOfTown(rest) ?? countryOfTown(rest.split(/\s+/).at(-1) ?? '')
  return town === null || town === state.country || !foreign.has(state.code)
}

function brazilian(bare: string): State | null {
  const found = cutBrazilianState(bare)
  return found ? { rest: found.rest, region: found.region, regionIsSpelt: false, country: 'BR' } : null
}
