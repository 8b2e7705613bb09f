import { guessCountry } from './guess-country.ts'
import type { Judged } from './judge-piece.ts'
import { needsPostcode } from './postcodes.ts'
import { regionNamed } from './words.ts'

const MOST_BEFORE = 5
const MOST_PIECES = 18

/** Runs of pieces that follow one another and make one address each. */
export function collectBlocks(judged: readonly Judged[]): Judged[][] {
  const abroad = new Set(judged.flatMap(({ country, isName, piece }) => (country && isName ? [piece.line] : [])))
  const blocks: Judged[][] = []
  let open: Judged[] = []
  const pieces = judged.filter(({ isReach, piece }) => !isReach && piece.label !== 'other')
  for (const [at, found] of pieces.entries()) {
    if (isNumberOf(pieces, at)) Object.assign(found, { postcode: null, street: 1 })
    const one = settle(open, found, isStreetNext(pieces, at))
    if (endsBlock(open, one, abroad)) {
      blocks.push(open)
      open = []
    }
    if (one.isProse) continue
    if (!open.some(isEvidence)) open = leading(open, one)
    open.push(one)
  }
  return [...blocks, open].filter((block) => block.some(isEvidence) || isTownAbroad(block))
}

/** "Harold Finch, Springfield, USA": a name, a town, and its country. */
function isTownAbroad(block: readonly Judged[]): boolean {
  const country = block.findIndex((one) => one.country && one.isName)
  const [name, town] = [block[country - 2], block[country - 1]]
  return name !== undefined && town?.piece.line === block[country]?.piece.line && name.isName && town?.isName === true
}

/** A sentence ends a whole address, and what only looked like the start of one; else a second address ends it. */
function endsBlock(open: readonly Judged[], one: Judged, abroad: ReadonlySet<number>): boolean {
  const whole = missingOf(open).length === 0
  // "Do you ship to Utah?" is over with its question.
  if (open.at(-1)?.piece.isAsked && !one.piece.isAsked && one.piece.afterBlank) return true
  if (one.isProse) return whole || !open.some(isEvidence)
  return whole ? !continues(open, one, abroad) : breaksOff(open, one)
}

/** "1420 Alderwick" and "10115 Berlin" have one form: the first number of an address is a house's. */
function settle(open: readonly Judged[], one: Judged, isStreetNext: boolean): Judged {
  const { postcode, street } = one
  const last = open.at(-1)
  // "Av. Paulista, 1578"
  const isNumber = /^\d{1,4}$/.test(one.text) && last?.piece.line === one.piece.line && last.street > 0
  if (postcode && isNumber && last && !/\d/.test(last.text)) return Object.assign(one, { postcode: null, street: 1 })
  if (!postcode || postcode.sure || street === 2) return one
  const hasStreet = isStreetNext || open.some((other) => other.street > 0 || other.isHouse)
  if (hasStreet) one.street = 0
  else if (street > 0) one.postcode = null
  return one
}

/** "2045, rue Gauthier": the number alone before a street that has none is its house's. */
function isNumberOf(pieces: readonly Judged[], at: number): boolean {
  const [one, next] = [pieces[at], pieces[at + 1]]
  const isBeside = next !== undefined && next.piece.line === one?.piece.line && next.street > 0 && !/\d/.test(next.text)
  return isBeside && /^\d{1,4}$/.test(one?.text ?? '')
}

/** "1074 Budapest" above "Dohány utca 33": some put the town first. */
function isStreetNext(pieces: readonly Judged[], at: number): boolean {
  const [one, next] = [pieces[at], pieces[at + 1]]
  return one !== undefined && next?.street === 2 && next.piece.line - one.piece.line === 1 && !next.postcode
}

function isEvidence({ street, postcode, isHouse, piece, region }: Judged): boolean {
  return street > 0 || postcode !== null || isHouse || region !== null || piece.label === 'address'
}

/** What stands before a street: at most some lines, and of those before an empty line only the last. */
function leading(open: Judged[], next: Judged): Judged[] {
  const near = next.piece.afterBlank ? open.filter(({ piece }) => piece.line === open.at(-1)?.piece.line) : open
  return near.slice(-MOST_BEFORE)
}

/** After a whole address only its country, county or postcode go on. */
function continues(block: readonly Judged[], one: Judged, abroad: ReadonlySet<number>): boolean {
  const last = block.at(-1)
  if (one.country && one.isName) return !block.some(({ country, isName }) => country && isName)
  const isBeside = last !== undefined && one.piece.line - last.piece.line <= 1
  if ((!isBeside && !one.postcode?.sure) || one.street > 0 || one.isHouse) return false
  const hasPostcode = block.some(({ postcode }) => postcode)
  if (one.postcode) return !hasPostcode || isSurer(one, block)
  return one.isUnit ? /\d/.test(one.text) : one.isName && namesMore(one, block, abroad)
}

/**
 * "Vasagatan 3 1202" above "753 13 Uppsala", "12 rue Cap 2000" above "33000 Bordeaux": of two the surer one is the
 * postcode, or that with a town beside it and no street.
 */
function isSurer(one: Judged, block: readonly Judged[]): boolean {
  const others = block.filter(({ postcode }) => postcode)
  if (others.some(({ postcode }) => postcode?.sure)) return false
  return one.postcode?.sure === true || (others.every(({ street }) => street > 0) && hasTownBeside(one, false))
}

/** "Karnataka" above "India", "Pue." behind the town. */
function namesMore(one: Judged, block: readonly Judged[], abroad: ReadonlySet<number>): boolean {
  const { line } = one.piece
  const last = block.at(-1)
  const hasPostcode = block.some(({ postcode }) => postcode)
  if (abroad.has(line) || abroad.has(line + 1)) return true
  if (line === last?.piece.line) return !hasPostcode || one.text.length < 6 || one.region !== null
  return one.region !== null && (!hasPostcode || guessCountry(block) === null)
}

/** A second street with a number, further down, begins another address also where the first is not whole. */
function breaksOff(block: readonly Judged[], one: Judged): boolean {
  const street = block.find((other) => other.street === 2)
  const last = block.at(-1)
  if ((last && one.piece.line - last.piece.line > 3) || block.length >= MOST_PIECES) return true
  return street !== undefined && one.street === 2 && one.piece.line - street.piece.line > 2
}

/** What a parcel would still need: street, town, postcode. */
export function missingOf(block: readonly Judged[]): string[] {
  const streetAt = block.findIndex((one) => one.street > 0)
  const named = streetAt >= 0 ? streetAt : block.findIndex(({ isHouse }) => isHouse)
  const country = guessCountry(block)
  // In the country in Ireland no house has a number.
  const isFree =
    named >= 0 && !needsPostcode(country) && (country === 'IE' || block.some(({ text }) => /\d/.test(text)))
  return [
    ...(named < 0 && !isRural(block) ? ['street'] : []),
    ...(hasTown(block, named) || townBefore(block) ? [] : ['town']),
    ...(isFree || block.some(({ postcode }) => postcode) ? [] : ['postcode']),
  ]
}

/**
 * An Irish postcode is of one house, a British one of some fifteen: in the country no street has a name, and "Unit 5,
 * Calder Works" needs none.
 */
function isRural(block: readonly Judged[]): boolean {
  const exact = block.find(({ postcode }) => postcode?.sure && EXACT.has(postcode.country ?? ''))
  const names = block.filter(({ isName, isUnit, country }) => isName && !isUnit && !country).length
  const isNumbered = block.some(({ isUnit, text }) => isUnit && /\d/.test(text))
  return exact !== undefined && (isNumbered ? names > 1 : exact.postcode?.country === 'IE' && names > 2)
}

const EXACT = new Set(['IE', 'GB'])

function hasTown(block: readonly Judged[], named: number): boolean {
  return block.some((one, at) => {
    if (one.street === 2 && /\p{Script=Han}/u.test(one.text)) return true
    if (one.postcode) return hasTownBeside(one, at === named)
    return at > named && isTown(one)
  })
}

/**
 * "Springfield, Alderwick Lane": one word before the street in its line, where no other can be the town. Were it a
 * name, the postcode still finds the house.
 */
export function townBefore(block: readonly Judged[]): Judged | null {
  const at = block.findIndex(({ street }) => street > 0)
  const [street, before] = [block[at], block[at - 1]]
  if (!street || !before || hasTown(block, at) || before.piece.label === 'name') return null
  return before.piece.line === street.piece.line && isTown(before) && /^\p{L}{3,}$/u.test(before.text) ? before : null
}

/** "Dublin 2": a town and its postal district. */
const withDistrict = /^\p{L}[\p{L} '.-]{2,40} \d{1,2}$/u

function isTown({ isName, isUnit, isBox, country, region, text }: Judged): boolean {
  if (!(isName || withDistrict.test(text.trim())) || isUnit || isBox || (country && !region)) return false
  return !regionNamed(text)?.isCode
}

/** In one line with its street: "3015 Larkhollow Ave Chicago IL 60618". */
function hasTownBeside(one: Judged, isStreet: boolean): boolean {
  const { postcode, isBox, isUnit } = one
  if (isStreet && postcode) return postcode.at > 0 && !(isBox && postcode.country === 'KE')
  return !isUnit && !isBox && /\p{L}{2}/u.test(townBeside(one))
}

/** What stands beside the postcode in its own piece. */
function townBeside({ text, postcode }: Judged): string {
  return postcode ? `${text.slice(0, postcode.at)} ${text.slice(postcode.end)}` : ''
}
