import { isHost, isTypo } from './domains.ts'
import { findUnsigned, HINT, openJoined } from './email-hints.ts'
import { readHost } from './email-host.ts'
import { readLocal } from './email-local.ts'
import { cutPieces, type Piece } from './email-pieces.ts'
import { MAX_SIDE, type Side } from './email-side.ts'
import type { Clean } from './normalise.ts'

/** An address found at [start, end) of the plain text; `flaw` says what a person should look at. */
export type EmailFound = {
  address: string
  start: number
  end: number
  flaw: 'repaired' | 'typo' | null
}

export type EmailsRead = {
  found: EmailFound[]
  /** Places that look like an address but cannot be one: no dot, no @, look-alike letters. */
  broken: { start: number; end: number }[]
}

/** Every e-mail address of a plain text, spelt out or not, in the order they stand. Shapes: see `EmailsRead`. */
export function readEmails(clean: Clean): EmailsRead {
  const read: EmailsRead = { found: [], broken: [] }
  if (HINT.test(clean.text) || HINT.test(clean.cased)) {
    const pieces = openJoined(cutPieces(clean), clean)
    for (let i = 0, after = 0; i < pieces.length; i++) {
      if (pieces[i]?.kind !== 'at') continue
      const next = readAround(pieces, i, after, read)
      if (next > i) after = i = next
    }
  }
  if (read.found.length === 0 && read.broken.length === 0) findUnsigned(clean, read)
  return read
}

/** Reads the address around the sign at i; returns the last piece used, or i when there is none. */
function readAround(pieces: Piece[], i: number, floor: number, read: EmailsRead): number {
  const sign = pieces[i]
  if (!sign) return i
  const doubled = isDoubled(pieces, i)
  const right = readHost(pieces, doubled ? i + 2 : i + 1, sign)
  const left = readLocal(pieces, i - 1, floor, sign)
  if (!left) return noteNameless(pieces, i, right, read)
  if (left.odd || !right || right.odd) return noteBroken(pieces, i, { left, right }, read)
  if (!isMeant(pieces, i, left, right)) return noteNameless(pieces, i, right, read)
  if (left.text.length > 64 || !isHost(right.text)) return i
  const repaired = doubled || left.repaired || right.repaired
  const flaw = repaired ? 'repaired' : isTypo(right.text) ? 'typo' : null
  read.found.push({ address: `${left.text}@${right.text}`, start: left.start, end: right.end, flaw })
  return right.last
}

/** "email @gmail.com": the name was left out. Elsewhere "@shop.com" is a mention. */
function noteNameless(pieces: Piece[], i: number, right: Side | null, read: EmailsRead): number {
  const said = [i - 1, i - 2, i - 3, i - 4].some((at) =>
    /^(?:e-?mail|mail|correo|courriel|gmail)$/.test(pieces[at]?.v ?? ''),
  )
  if (!right || right.odd || !said || pieces[i]?.v !== '@') return i
  read.broken.push({ start: pieces[i].start, end: right.end })
  return right.last
}

/** Look-alike letters, or a name stuck to an @ that no host follows. */
function noteBroken(pieces: Piece[], i: number, sides: { left: Side; right: Side | null }, read: EmailsRead): number {
  const { left, right } = sides
  const odd = left.odd || (right?.odd ?? false)
  const named = pieces[i]?.v === '@' && !spaceBefore(pieces, i) && /[a-z].*[a-z]/.test(left.text)
  if (!odd && !named) return i
  const last = right?.last ?? (isName(pieces[i + 1]) ? i + 1 : i)
  read.broken.push({ start: left.start, end: endOfRun(pieces, last) })
  return last
}

/** Where the run without a space ends that piece i stands in. */
function endOfRun(pieces: Piece[], i: number): number {
  let at = i
  while (at - i < MAX_SIDE && pieces[at + 1] && pieces[at + 1]?.kind !== 'space') at++
  return pieces[at]?.end ?? 0
}

/** "kit@@example.com", "kit@.example.com". */
function isDoubled(pieces: Piece[], i: number): boolean {
  const next = pieces[i + 1]
  return pieces[i]?.v === '@' && (next?.kind === 'at' || next?.v === '.')
}

function isName(piece: Piece | undefined): boolean {
  return piece?.kind === 'atom' && /^[a-z]/.test(piece.v)
}

function spaceBefore(pieces: Piece[], i: number): boolean {
  return pieces[i - 1]?.kind === 'space'
}

/** Words before "at shop.com" and "@shop.com" that are no one's name. */
const NO_NAME = new Set(
  'it us me them this that these here there now up out in on look looks looking found find available shop store buy sold sale order orders online website site page more info live see seen back get got one ones all available only just not and or to from of for the a an is are was be im i you we at my your black white red blue followers follow us dm email mail e-mail tag thanks thank love loving hey hi hello via by with cc team beautiful work'.split(
    ' ',
  ),
)

/** "available at shop.com" and "thanks @shop.com" are no addresses; "kit at shop.com" is. */
function isMeant(pieces: Piece[], i: number, left: Side, right: Side): boolean {
  const sign = pieces[i]
  const loose = spaceBefore(pieces, i)
  if (!loose) return true
  if (sign?.v === '@' && pieces[i + 1]?.kind !== 'space') {
    if (!/\.(?:com|net|org|edu|example|invalid|test|co\.[a-z]{2}|[a-z]{2})$/.test(right.text)) return false
    return !NO_NAME.has(left.text)
  }
  if (sign?.spoken || sign?.v === '@') return !NO_NAME.has(left.text)
  return true
}
