import { guessCountry } from './guess-country.ts'
import { type Judged, judgePiece, sameLetters, spokenIn } from './judge-piece.ts'
import { cutPieces, type Piece } from './pieces.ts'
import { needsPostcode } from './postcodes.ts'
import { regionNamed } from './words.ts'

/** An address as it was written: its lines unsplit, without the recipient; the country where it can be told. */
export type FoundAddress = {
  recipient: string | null
  lines: string[]
  country: string | null
  /** What a parcel would still need: street, town, postcode. */
  missing: string[]
  /** "old address:", "billing:" stood above it. */
  isOther: boolean
  /** It stands in a question ("do you ship to Ohio?"). */
  isAsked: boolean
}

export type Finding = { addresses: FoundAddress[]; rest: Judged[] }

const MOST_BEFORE = 5
const MOST_LINES = 9
/** Nobody writes an address in more pieces; what comes after them is not read. */
const MOST_PIECES = 400

/** Every address in a text, whole or begun, and the pieces that are part of none. Linear, never throws. */
export function findAddresses(body: string): Finding {
  const pieces = cutPieces(body, MOST_PIECES)
  const spoken = spokenIn(pieces)
  const judged = pieces.flatMap((piece) => judgePiece(piece, spoken))
  const blocks = collect(judged)
  const used = new Set(blocks.flat())
  const addresses = blocks.map((block) => writeBlock(block, body))
  const recipient = judged.find(({ piece, isName }) => piece.label === 'name' && isName) ?? signedBy(judged)
  for (const one of addresses) one.recipient ??= recipient?.text ?? null
  return { addresses: distinct(addresses), rest: judged.filter((one) => !used.has(one) && one !== recipient) }
}

/** The name a mail ends with. */
function signedBy(judged: readonly Judged[]): Judged | undefined {
  const last = judged.at(-1)
  return last && isSignature(last) && last.text.includes(' ') ? last : undefined
}

export function isSignature({ isName, isPart, text }: Judged): boolean {
  return isName && !isPart && /^(?:\p{Lu}[\p{L}'’.-]*\s?){1,3}$/u.test(text)
}

/** Runs of pieces that follow one another and make one address each. */
function collect(judged: readonly Judged[]): Judged[][] {
  const blocks: Judged[][] = []
  let open: Judged[] = []
  const close = () => {
    if (open.some(isEvidence)) blocks.push(open)
    open = []
  }
  const abroad = new Set(judged.flatMap(({ country, isName, piece }) => (country && isName ? [piece.line] : [])))
  for (const found of judged) {
    const one = settle(open, found)
    const whole = isWhole(open)
    if (one.isReach || one.piece.label === 'other') continue
    if (one.isProse) {
      if (whole) close()
      else if (!open.some(isEvidence)) open = []
      continue
    }
    if (whole ? !continues(open, one, abroad) : breaksOff(open, one)) close()
    if (!open.some(isEvidence)) open = leading(open, one)
    open.push(one)
  }
  close()
  return blocks
}

/** "1420 Alderwick" and "10115 Berlin" have one form: the first number of an address is a house's. */
function settle(open: readonly Judged[], one: Judged): Judged {
  const { postcode, street } = one
  const last = open.at(-1)
  // "Av. Paulista, 1578"
  const isNumber = /^\d{1,4}$/.test(one.text) && last?.piece.line === one.piece.line && last.street > 0
  if (postcode && isNumber && last && !/\d/.test(last.text)) return { ...one, postcode: null, street: 1 }
  if (!postcode || postcode.sure || street === 2) return one
  const hasStreet = open.some((other) => other.street > 0 || other.isHouse)
  if (hasStreet) one.street = 0
  else if (street > 0) one.postcode = null
  return one
}

function isEvidence({ street, postcode, isHouse, piece, region }: Judged): boolean {
  return street > 0 || postcode !== null || isHouse || region !== null || piece.label === 'address'
}

/** What stands before a street: at most some lines, and of those before an empty line only the last. */
function leading(open: Judged[], next: Judged): Judged[] {
  const near = next.piece.afterBlank ? open.filter(({ piece }) => piece.line === open.at(-1)?.piece.line) : open
  return near.slice(-MOST_BEFORE)
}

function isWhole(block: readonly Judged[]): boolean {
  return missingOf(block).length === 0
}

/** After a whole address only its country, county or postcode go on. */
function continues(block: readonly Judged[], one: Judged, abroad: ReadonlySet<number>): boolean {
  const last = block.at(-1)
  const beside = last !== undefined && one.piece.line - last.piece.line <= 1
  if (one.country && one.isName) return !block.some(({ country, isName }) => country && isName)
  if (!beside && !one.postcode?.sure) return false
  if (one.street > 0 || one.isHouse) return false
  if (one.postcode) return !block.some(({ postcode }) => postcode)
  if (one.isUnit) return /\d/.test(one.text)
  if (!one.isName || !last) return false
  const isBeforeCountry = abroad.has(one.piece.line) || abroad.has(one.piece.line + 1)
  if (isBeforeCountry) return true
  const lacksPostcode = !block.some(({ postcode }) => postcode)
  if (one.piece.line === last.piece.line) return lacksPostcode || one.text.length < 6
  return lacksPostcode && one.region !== null
}

/** A second street with a number begins another address, also where the first is not whole. */
function breaksOff(block: readonly Judged[], one: Judged): boolean {
  const at = block.findIndex(({ street }) => street === 2)
  const last = block.at(-1)
  if (last && one.piece.line - last.piece.line > 3) return true
  if (block.length >= MOST_LINES * 2) return true
  return (
    at >= 0 &&
    one.street === 2 &&
    one.piece.line !== block[at]?.piece.line &&
    one.piece.line - (block[at]?.piece.line ?? 0) > 2
  )
}

export function missingOf(block: readonly Judged[]): string[] {
  const streetAt = block.findIndex((one) => one.street > 0)
  const named = streetAt >= 0 ? streetAt : block.findIndex(({ isHouse }) => isHouse)
  const country = guessCountry(block)
  const isFree = named >= 0 && !needsPostcode(country) && block.some(({ text }) => /\d/.test(text))
  return [
    ...(named < 0 ? ['street'] : []),
    ...(hasTown(block, named) ? [] : ['town']),
    ...(isFree || block.some(({ postcode }) => postcode) ? [] : ['postcode']),
  ]
}

function hasTown(block: readonly Judged[], named: number): boolean {
  return block.some((one, at) => {
    if (one.postcode && at === named) return one.postcode.at > 0 && !(one.isBox && one.postcode.country === 'KE')
    if (one.isUnit || one.isBox) return false
    if (one.postcode) return /\p{L}{2}/u.test(townBeside(one))
    if (one.street === 2 && /\p{Script=Han}/u.test(one.text)) return true
    return at > named && one.isName && !(one.country && !one.region) && !(regionNamed(one.text)?.isCode ?? false)
  })
}

/** What stands beside the postcode in its own piece. */
function townBeside({ text, postcode }: Judged): string {
  return postcode ? `${text.slice(0, postcode.at)} ${text.slice(postcode.end)}` : ''
}

function writeBlock(block: Judged[], body: string): FoundAddress {
  const recipient = recipientOf(block)
  const rest = block.filter((one) => one !== recipient)
  const lines: { line: number; start: number; end: number }[] = []
  for (const { piece } of rest) {
    const last = lines.at(-1)
    if (last && last.line === piece.line) last.end = piece.end
    else lines.push({ line: piece.line, start: piece.start, end: piece.end })
  }
  return {
    recipient: recipient ? recipient.text.replace(/^(?:attn|c\/o)[.:]?\s+/i, '') : null,
    lines: lines
      .map(({ start, end }) =>
        body
          .slice(start, end)
          .replace(/[\s,;.]+$/, '')
          .trim(),
      )
      .filter(Boolean),
    country: guessCountry(block),
    missing: missingOf(block),
    isOther: block.some(({ piece }) => piece.label === 'not'),
    isAsked: block.some(({ piece }) => piece.isAsked),
  }
}

/** The first part without a digit, where more than it is there. */
function recipientOf(block: readonly Judged[]): Judged | null {
  const named = block.find(({ piece, isName }) => piece.label === 'name' && isName)
  if (named) return named
  const [first, second] = block
  if (!first || !second || !first.isName || first.isHouse || first.country || first.piece.label === 'address')
    return null
  // "Finch Hollow" is a street's name only where no other street follows.
  if (first.street > 0 && !block.some((one) => one !== first && one.street > 0)) return null
  return /\p{L}\S*\s+\p{L}|^\p{Script=Han}{2,6}$|^\p{L}{2,}$/u.test(first.text) ? first : null
}

function distinct(addresses: FoundAddress[]): FoundAddress[] {
  return addresses.filter(
    (one, at) => !addresses.slice(0, at).some((other) => sameLetters(one.lines.join(), other.lines.join())),
  )
}

export type { Piece }
