import type { Offer } from '../read-sale.ts'
import { readAttacks } from '../reading/attacks.ts'
import { type EmailFound, readEmails } from '../reading/emails.ts'
import { type Clean, normalise, pieceOf } from '../reading/normalise.ts'

export type Span = { start: number; end: number }

/** What the rules see of a comment: where a claim may stand, and where not. Places count in `clean`. */
export type Ground = {
  clean: Clean
  /** Folded, without addresses, attacks, links and tags: what colours and amounts are read from. */
  plain: string
  offer: Offer
  /** Addresses that no attack brought in. */
  emails: EmailFound[]
  /** Instructions to the machine. */
  attacks: Span[]
}

export function survey(text: string, offer: Offer): Ground {
  const clean = normalise(text)
  const { found, broken } = readEmails(clean)
  const { injected, payloads } = readAttacks(clean, found)
  const emails = found.filter((email) => !injected.some((attack) => overlap(attack, email)))
  const blank = wipe(clean.folded, [...found, ...broken, ...injected, ...payloads])
  const noise = [...blank.matchAll(NOISE)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  return { clean, plain: wipe(blank, noise), offer, emails, attacks: injected }
}

const NOISE = /https?:\/\/\S{1,500}|www\.\S{1,300}|[#@][\p{L}\d_.]{1,60}/gu

/** The comment as written, its attacks taken out: what the rules know for one, no model need see. */
export function withoutAttacks({ clean, attacks }: Ground): string {
  let text = ''
  let at = 0
  for (const { start, end } of attacks.toSorted((a, b) => a.start - b.start)) {
    const from = clean.from?.[start] ?? start
    if (from > at) text += clean.source.slice(at, from)
    text += ' … '
    at = Math.max(at, clean.to?.[end - 1] ?? end)
  }
  return text + clean.source.slice(at)
}

const MOST_PLACES = 20

/** Where a quoted piece stands, outside every attack and not cut out of a word, a number or an address. */
export function findPiece({ clean, attacks }: Ground, quoted: string): Span[] {
  const piece = normalise(quoted.slice(0, 500)).folded.trim()
  const places: Span[] = []
  if (piece === '') return places
  for (let at = clean.folded.indexOf(piece); at >= 0; at = clean.folded.indexOf(piece, at + 1)) {
    const span = { start: at, end: at + piece.length }
    const isWhole = !joined(clean.folded, span.start) && !joined(clean.folded, span.end)
    if (isWhole && !attacks.some((attack) => overlap(attack, span))) places.push(span)
    if (places.length === MOST_PLACES) break
  }
  return places
}

/** "12 black" does not say "2 black", nor "1,200" 200, nor "ann.kit@" kit@. */
function joined(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 2), at + 2)
  const cut = Math.min(2, at)
  const [before, after] = [around.slice(0, cut), around.slice(cut)]
  if (/\d$/.test(before) && /^\d/.test(after)) return true
  if (/\d[.,]$/.test(before) && /^\d/.test(after)) return true
  if (/\d$/.test(before) && /^[.,]\d/.test(after)) return true
  if (/[@._%+-]$/.test(before) && /^[a-z0-9]/.test(after) && /\S[@._%+-]$/.test(before)) return true
  return (
    /[a-z\p{Script=Cyrillic}\p{Script=Greek}]$/u.test(before) &&
    /^[a-z\p{Script=Cyrillic}\p{Script=Greek}]/u.test(after)
  )
}

export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** Places taken out, the others staying where they are. A mark keeps the sides apart. */
export function wipe(text: string, spans: readonly Span[]): string {
  const units = text.split('')
  for (const { start, end } of spans) {
    if (end > start) units.fill(' ', start, end).fill('¦', start, start + 1)
  }
  return units.join('')
}

/** The source's own words at a place. */
export function quote({ clean }: Ground, { start, end }: Span): string {
  return pieceOf(clean, start, end)
}
