import type { Offer } from './read-sale.ts'
import { findDoubts } from './reading/doubts.ts'
import { pieceOf } from './reading/normalise.ts'
import { type Doubt, explain, rate } from './reading/reasons.ts'
import { lookAt, type Seen } from './reading/seen.ts'

export type { Doubt } from './reading/reasons.ts'

export type CommentReading = {
  isOrder: boolean
  email: string | null
  /** Every address of the text after de-obfuscation, attackers' and spammers' too. Never send to these. */
  emails: string[]
  items: Record<string, number> | null
  needsHuman: boolean
  why: string
  confidence: number
  evidence: { email?: string; items: Record<string, string> }
  doubts: Doubt[]
}

/** A comment by someone who may already have an order: what it wants done to that order. */
type ChangeReading = CommentReading & {
  refersToEarlier: 'change' | 'cancel' | 'question' | null
  /** "make it four": a number without a colour. */
  amount: number | null
}

/**
 * One Instagram comment under a sale post -> e-mail, colours and amounts, and whether a person must look. By rules
 * alone: pure, deterministic, never throws, linear in the text. `items` are keyed by the offer's colour names; a
 * colour that is not on offer is kept in English and needs a person. `evidence` holds the pieces of the text that the
 * values were read from; a value without its piece is dropped.
 */
export function readComment(text: string, offer: Offer): CommentReading {
  return assemble(lookAt(text, offer), offer)
}

/**
 * A comment without an e-mail, read as a word about the writer's earlier order: "make it four",
 * "actually 2 red instead", "cancel mine please" (decision 23). With an e-mail it is read as any comment.
 */
export function readChange(text: string, offer: Offer): ChangeReading {
  const seen = lookAt(text, offer)
  const reading = assemble(seen, offer)
  const spare = seen.items.spare.length === 1 ? (seen.items.spare[0]?.count ?? null) : null
  const amount = reading.items === null ? spare : null
  const refersToEarlier = reading.email === null ? aboutEarlier(seen, reading, amount) : null
  const items = refersToEarlier === 'change' ? (reading.items ?? toItems(seen).items) : reading.items
  return { ...reading, items, refersToEarlier, amount }
}

function assemble(seen: Seen, offer: Offer): CommentReading {
  const { clean, choice, intent } = seen
  const read = toItems(seen)
  const spam = isSpam(seen, read.items)
  const chosen = spam ? null : choice.chosen
  const isOrder = chosen !== null && isWish(seen, read.items)
  const items = keepsItems(seen, chosen !== null, isOrder, spam) ? read.items : null
  const doubts = spam ? [] : findDoubts(seen, offer, { isOrder, items, hasEmail: chosen !== null })
  const evidence: CommentReading['evidence'] = { items: items ? read.pieces : {} }
  if (chosen) evidence.email = pieceOf(clean, chosen.start, chosen.end)
  const facts = { isOrder, spam, items, doubts, offer, email: chosen?.address ?? null, unread: seen.items.unread }
  return {
    isOrder,
    email: chosen?.address ?? null,
    emails: choice.all,
    items,
    needsHuman: doubts.length > 0,
    why: explain({ ...facts, cancels: intent.cancels }),
    confidence: rate(doubts, isOrder),
    evidence,
    doubts,
  }
}

function toItems({ clean, items: read }: Seen): {
  items: Record<string, number> | null
  pieces: Record<string, string>
} {
  const items: Record<string, number> = {}
  const pieces: Record<string, string> = {}
  for (const { key, count, start, end } of read.lines) {
    const piece = pieceOf(clean, start, end)
    if (!piece || !Number.isSafeInteger(count) || count < 1 || key === '__proto__') continue
    items[key] = count
    pieces[key] = piece
  }
  return { items: Object.keys(items).length > 0 ? items : null, pieces }
}

function isSpam({ intent, items }: Seen, found: Record<string, number> | null): boolean {
  if (found && items.numbered) return intent.spam > (items.wants ? 3 : 2)
  return intent.spam > 0
}

/** With an address: a wish, unless it takes back, complains, or only asks. */
function isWish({ intent, items }: Seen, found: Record<string, number> | null): boolean {
  if (intent.cancels && !(found && items.numbered && intent.swaps)) return false
  if (intent.complains && !(found && items.numbered)) return false
  if (intent.inquires && !items.numbered) return false
  if (found) return true
  if (items.unread.length > 0 || items.doubts.length > 0) return !(items.asks && !items.wants)
  return !items.asks
}

function keepsItems(seen: Seen, hasEmail: boolean, isOrder: boolean, spam: boolean): boolean {
  if (spam) return false
  if (isOrder) return true
  if (hasEmail || seen.intent.cancels || seen.intent.complains) return false
  if (seen.blank.includes('?') && (!seen.items.wants || seen.clean.text.trimStart().startsWith('@'))) return false
  return seen.items.numbered || seen.items.wants
}

function aboutEarlier(seen: Seen, reading: CommentReading, amount: number | null): ChangeReading['refersToEarlier'] {
  const { intent, items } = seen
  if (intent.cancels) return 'cancel'
  const names = reading.items !== null || items.lines.length > 0 || amount !== null
  if (names && (intent.earlier || intent.turns || CHANGES.test(seen.blank)) && !items.asks) return 'change'
  if (intent.complains || (items.asks && /\b(?:my|mine|mi|mon|ma|mein\w*|meu|mio|yangu)\b/.test(seen.blank)))
    return 'question'
  return intent.earlier || intent.turns ? 'change' : null
}

const CHANGES =
  /\b(?:instead|make (?:it|that|mine)|change|swap|switch|add|also|too|one more|another|extra|remove|drop|actually|rather|only|just|en vez|mejor|plutot|lieber|statt|invece|badala)\b/
