import { collectBlocks, missingOf, townBefore } from './collect-blocks.ts'
import { guessCountry } from './guess-country.ts'
import { type Judged, judgePiece, sameLetters } from './judge-piece.ts'
import { cutPieces } from './pieces.ts'
import { spokenIn } from './spoken.ts'

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
export function findAddresses(body: string): Finding {
  const pieces = cutPieces(body, MOST_PIECES)
  const spoken = spokenIn(pieces)
  const judged = pieces.flatMap((piece) => judgePiece(piece, spoken))
  const blocks = collectBlocks(judged)
  const used = new Set(blocks.flat())
  const addresses = blocks.map((block) => writeBlock(block, body)).filter(isWritable)
  const recipient = judged.find(({ piece, isName }) => piece.label === 'name' && isName) ?? signedBy(judged, used)
  for (const one of addresses) one.recipient ??= recipient?.text ?? null
  return { addresses: distinct(addresses), rest: judged.filter((one) => !used.has(one) && one !== recipient) }
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

export function isSignature({ isName, isPart, text }: Judged): boolean {
  return isName && !isPart && /^(?:\p{Lu}[\p{L}'’.-]*\s?){1,3}$/u.test(text)
}

function writeBlock(block: Judged[], body: string): FoundAddress {
  const recipient = recipientOf(block, body)
  const rest = block.filter((one) => one !== recipient)
  const lines: { line: number; start: number; end: number }[] = []
  for (const { piece } of rest) {
    const last = lines.at(-1)
    if (last && last.line === piece.line) last.end = piece.end
    else lines.push({ line: piece.line, start: piece.start, end: piece.end })
  }
  return {
    recipient: recipient && nameIn(recipient),
    lines: lines
      .map(({ start, end }) =>
        body
          .slice(startOf(body, start), end)
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

/** "'t Zand 5": the sign at the start of a word is a part of it. */
function startOf(body: string, start: number): number {
  return /(?:^|[\s,])['’]$/.test(body.slice(Math.max(0, start - 2), start)) ? start - 1 : start
}

/** "c/o Dora Fielding", "I am Dora Fielding": the name alone. */
function nameIn({ text, isPart }: Judged): string {
  const name = text.replace(/^(?:attn|c\/o)[.:]?\s+/i, '')
  if (!isPart) return name
  const words = name.split(/\s+/)
  const from = words.findIndex((word) => /^\P{Ll}/u.test(word) || particles.has(word))
  return from > 0 ? words.slice(from).join(' ') : name
}

/** A name may begin with one of these: "van Dijk", "de la Cruz". */
const particles = new Set('van von der den de di da du la le del ter el al bin'.split(' '))

/** The first part without a digit, where more than it is there. */
function recipientOf(block: readonly Judged[], body: string): Judged | null {
  const named = block.find(({ piece, isName }) => piece.label === 'name' && isName)
  if (named) return named
  const [first, second] = block
  if (!first || !second || !first.isName || first.isHouse || first.country || first.piece.label === 'address')
    return null
  if (first === townBefore(block) || SENTENCE.test(first.text) || AT.test(body.slice(0, first.piece.start))) return null
  // "Finch Hollow" is a street's name only where no other street follows.
  if (first.street > 0 && !block.some((one) => one !== first && one.street > 0)) return null
  return /\p{L}\S*\s+\p{L}|^\p{Script=Han}{2,6}$|^\p{L}{2,}$/u.test(first.text) ? first : null
}

/** "Now staying at Springfield", "Stoke on Trent": nobody's name holds one of these. */
const SENTENCE = /\s(?:in|at|on|to|from|near|by|upon)\s/

/** "I live in" stands before a place. */
const AT = /\s(?:in|at|near)\s+$/i

function distinct(addresses: FoundAddress[]): FoundAddress[] {
  return addresses.filter(
    (one, at) => !addresses.slice(0, at).some((other) => sameLetters(one.lines.join(), other.lines.join())),
  )
}
