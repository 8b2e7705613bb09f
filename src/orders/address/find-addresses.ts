import { collectBlocks, missingOf } from './collect-blocks.ts'
import { guessCountry } from './guess-country.ts'
import { type Judged, judgePiece, sameLetters } from './judge-piece.ts'
import { cutPieces, type Piece } from './pieces.ts'
import { isPersons, isSignature, nameBefore, nameIn, recipientOf } from './recipient.ts'
import { isPlainWord, spokenIn } from './spoken.ts'
import { withStreetWords } from './street-labels.ts'

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

/** Nobody writes an address in more pieces; what comes after them is not read. */
const MOST_PIECES = 300

/** Every address in a text, whole or begun, and the pieces that are part of none. Linear, never throws. */
export function findAddresses(text: string): Finding {
  const body = withStreetWords(text)
  const pieces = cutPieces(body, MOST_PIECES).filter((piece) => !isListNumber(piece, body))
  const spoken = spokenIn(pieces)
  const judged = withPlainWords(
    pieces.flatMap((piece) => judgePiece(piece, spoken)),
    body,
  )
  const blocks = collectBlocks(judged).map((block) => withoutHead(block, body))
  const used = new Set(blocks.flat())
  const addresses = blocks.map((block) => writeBlock(block, body)).filter(isWritable)
  const recipient = judged.find(({ piece, isName }) => piece.label === 'name' && isName) ?? signedBy(judged, used)
  for (const one of addresses) one.recipient ??= recipient?.text ?? null
  return { addresses: distinct(addresses), rest: judged.filter((one) => !used.has(one) && one !== recipient) }
}

/** "1) Dora Fielding, ..." */
function isListNumber({ start, end, text }: Piece, body: string): boolean {
  return (
    /^\d{1,2}$/.test(text) && body[end] === ')' && /(?:^|\n)[ \t]*$/.test(body.slice(Math.max(0, start - 9), start))
  )
}

/** "Receiving" between a name and a street, "Nice" between a street and its postcode: a common word is a part too. */
function withPlainWords(judged: Judged[], body: string): Judged[] {
  return judged.map((one, at) => {
    const [before, next] = [judged[at - 1], judged[at + 1]]
    if (!one.isProse || !isPlainWord(one.piece)) return one
    const isHeld = before && next && isBeside(before, one) && isBeside(one, next) && isPlace(next)
    const isPart = isHeld && (isPlace(before) || (before.isName && isLine(one.piece, body)))
    return isPart || one.piece.label === 'name' ? { ...one, isProse: false, isName: true } : one
  })
}

function isBeside({ piece: one }: Judged, { piece: next }: Judged): boolean {
  return next.line - one.line <= 1
}

function isPlace({ street, postcode, isUnit, isHouse, region, country }: Judged): boolean {
  return street > 0 || postcode !== null || isUnit || isHouse || region !== null || country !== null
}

function isLine({ start, end }: Piece, body: string): boolean {
  return /(?:^|\n)[ \t]*$/.test(body.slice(Math.max(0, start - 9), start)) && /^[ \t]*\n/.test(body.slice(end, end + 9))
}

/** "New place:", "Grüezi" above an empty line: what leads to the name below it is no part of the address. */
function withoutHead(block: Judged[], body: string): Judged[] {
  const [first, next] = block
  if (!first || !next || first.piece.label === 'name' || !isPersons(next)) return block
  const isLabel = /^\s*:/.test(body.slice(first.piece.end, first.piece.end + 4))
  const isGreeting = next.piece.afterBlank && /^\p{L}+$/u.test(first.text)
  return first.isName && !first.country && (isLabel || isGreeting) ? block.slice(1) : block
}

/** What is longer than any label holds is a letter, whatever numbers are in it. */
function isWritable({ lines }: FoundAddress): boolean {
  return lines.length <= 10 && lines.every((line) => line.length <= 160)
}

/** The name a mail ends with. */
function signedBy(judged: readonly Judged[], used: ReadonlySet<Judged>): Judged | undefined {
  const last = judged.at(-1)
  return last && !used.has(last) && isSignature(last) && last.text.includes(' ') ? last : undefined
}

/** "Elm Street 5 / 04103 Leipzig": what some write for the end of a line. */
const STROKES = /^\s*[/|•;]\s*$/

/** "Street: 5 Elm Road, Town: Leeds": the label between them is not kept. */
function isApart(between: string, { label }: Piece): boolean {
  return STROKES.test(between) || (label !== null && between.includes(':'))
}

function writeBlock(block: Judged[], body: string): FoundAddress {
  const recipient = recipientOf(block, body)
  const rest = block.filter((one) => one !== recipient)
  const before = recipient ? null : nameBefore(rest[0])
  const lines: { line: number; start: number; end: number }[] = []
  for (const [at, { piece }] of rest.entries()) {
    const last = lines.at(-1)
    const start = at === 0 && before ? before.end : piece.start
    if (last && last.line === piece.line && !isApart(body.slice(last.end, piece.start), piece)) last.end = piece.end
    else lines.push({ line: piece.line, start, end: piece.end })
  }
  return {
    recipient: recipient ? nameIn(recipient) : (before?.name ?? null),
    lines: lines
      .map(({ start, end }) =>
        body
          .slice(startOf(body, start), endOf(body, start, end))
          .replace(/[\s,;.]+$/, '')
          .trim(),
      )
      .filter(Boolean),
    country: guessCountry(rest),
    missing: missingOf(block),
    isOther: block.some(({ piece }) => piece.label === 'not'),
    isAsked: block.some(({ piece }) => piece.isAsked),
  }
}

/** "'t Zand 5": the sign at the start of a word is a part of it. */
function startOf(body: string, start: number): number {
  return /(?:^|[\s,])['’]$/.test(body.slice(Math.max(0, start - 2), start)) ? start - 1 : start
}

/** "Kampala (Uganda)": the bracket that closes one of its own. */
function endOf(body: string, start: number, end: number): number {
  const line = body.slice(start, end)
  return body[end] === ')' && line.lastIndexOf('(') > line.lastIndexOf(')') ? end + 1 : end
}

function distinct(addresses: FoundAddress[]): FoundAddress[] {
  return addresses.filter(
    (one, at) => !addresses.slice(0, at).some((other) => sameLetters(one.lines.join(), other.lines.join())),
  )
}
