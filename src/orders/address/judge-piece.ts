import { fold } from '#src/reading/text.ts'
import type { Token } from '#src/reading/tokens.ts'
import { addressRuns } from './address-runs.ts'
import type { Piece } from './pieces.ts'
import { type Postcode, postcodeIn } from './postcodes.ts'
import { isUnderstood } from './spoken.ts'
import { isReach, streetIn, wordsOf } from './street.ts'
import { addressWordAt, countryNamed, regionNamed } from './words.ts'

/** What a piece can be in an address. `street`: 2 certain, 1 by its form alone, 0 not. */
export type Judged = {
  piece: Piece
  text: string
  street: 0 | 1 | 2
  postcode: (Postcode & { sure: boolean }) | null
  country: string | null
  region: string | null
  isUnit: boolean
  isHouse: boolean
  isBox: boolean
  /** A phone number, an e-mail, a link: never part of an address. */
  isReach: boolean
  /** Words and nothing else, written like a name or a place. */
  isName: boolean
  /** Understood as courtesy, or not an address at all. */
  isProse: boolean
  /** Words of a sentence stand beside it. */
  isPart: boolean
}

const nothing = {
  ...({ street: 0, postcode: null, country: null, region: null } as const),
  ...{ isUnit: false, isHouse: false, isBox: false, isReach: false, isName: false, isProse: false, isPart: false },
}

/** The roles a piece may play, by known words and forms; what is known as a sentence stands beside them as prose. */
export function judgePiece(piece: Piece, spoken: ReadonlySet<string>): Judged[] {
  const { runs, said } = addressRuns(piece, spoken)
  const places = runs.flatMap((tokens) => judgeRun(within(piece, tokens), spoken))
  if (places.length === 0) return [prose(piece)]
  if (said.length > 0) for (const place of places) place.isPart = true
  return isUnderstood(said, true) ? places : [{ ...prose(piece), piece: { ...piece, tokens: said } }, ...places]
}

function judgeRun(run: Piece, spoken: ReadonlySet<string>): Judged[] {
  const postcode = isReach(run, run.text) ? null : postcodeIn(run.text)
  if (!postcode || postcode.end >= run.text.length || postcode.at === 0) return [judge(run, postcode)]
  // "IL 62704 thanks": what follows a postcode is a piece of its own.
  const cut = run.start + postcode.end
  const [before, after] = [run.tokens.filter(({ end }) => end <= cut), run.tokens.filter(({ start }) => start >= cut)]
  if (before.length === 0 || after.length === 0) return [judge(run, postcode)]
  return [judge(within(run, before), postcode), ...judgePiece(within(run, after), spoken)]
}

function within(piece: Piece, tokens: Token[]): Piece {
  const start = tokens[0]?.start ?? piece.start
  const end = Math.min(tokens.at(-1)?.end ?? start, piece.end)
  const text = piece.text.slice(start - piece.start, end - piece.start).trimEnd()
  return { ...piece, tokens, start, end: start + text.length, text }
}

function judge(piece: Piece, postcode: Judged['postcode']): Judged {
  const { text } = piece
  const outside = isReach(piece, text)
  const words = wordsOf(piece)
  const street = outside ? 0 : streetIn(besidePostcode(text, postcode), words)
  const before = postcode ? text.slice(0, postcode.at).replace(/[\s,]+$/, '') : text
  const region = regionOf(before) ?? regionOf(text.slice(postcode?.end ?? 0))
  return {
    ...nothing,
    ...{ piece, text, street, region },
    postcode: outside || isHouseNumber(text, postcode, street) || isFlat(piece, postcode) ? null : postcode,
    country: countryNamed(text) ?? (postcode?.at === 0 ? countryNamed(text.slice(postcode.end)) : null),
    // "Tampa FL 33611": the state is no floor.
    isUnit: (words.has('unit') && !(postcode?.sure && region)) || /^#\s?\w{1,6}$/.test(text),
    isHouse: words.has('house'),
    isBox: words.has('box'),
    isReach: outside,
    isName: !/\d/.test(text) && /\p{L}/u.test(text),
  }
}

/** "1420 Alderwick Lane", "PO Box 4417": the only number of a street is its house's. */
function isHouseNumber(text: string, postcode: Judged['postcode'], street: number): boolean {
  if (!postcode || postcode.sure || street < 2) return false
  return postcode.at === 0 || !/\d/.test(text.slice(0, postcode.at))
}

/** "lgh 1202", "ap 1103" are numbers of flats. */
function isFlat({ tokens, start }: Piece, postcode: Judged['postcode']): boolean {
  if (!postcode || postcode.sure) return false
  const at = tokens.findIndex((token) => token.start === start + postcode.at)
  return at > 0 && addressWordAt(tokens, at - 1)?.meaning === 'unit'
}

/** "10115 Berlin" may be a house and its street: there the number counts. */
function besidePostcode(text: string, postcode: Judged['postcode']): string {
  if (!postcode?.sure) return text
  return postcode.at > 0 ? text.slice(0, postcode.at).trimEnd() : text.slice(postcode.end).trimStart()
}

/** "Springfield IL", "Key West Florida": the state at the end of what stands before the postcode. */
function regionOf(text: string): string | null {
  const parts = text.split(/[\s,]+/).filter(Boolean)
  for (let count = Math.min(3, parts.length); count > 0; count -= 1) {
    const found = regionNamed(parts.slice(-count).join(' '))
    if (found && (!found.isCode || /^[A-Za-z]{2,3}\.?$/.test(parts.at(-1) ?? ''))) return found.country
  }
  return null
}

function prose(piece: Piece): Judged {
  return { ...nothing, piece, text: piece.text, isProse: true }
}

export function sameLetters(one: string, other: string): boolean {
  const bare = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
  return bare(one) === bare(other)
}
