import type { Attention, CheckedAddress, Order } from '#entities/orders/order.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Settings } from '#src/config.ts'
import type { MailMessage } from '#src/reading/mail.ts'
import { SAME } from '../address/earlier-address.ts'
import { asGiven, toCheck } from '../address/given-address.ts'
import type { FoundAddress, ReplyReading } from '../address/read-address-reply.ts'
import { saysYes } from '../address/read-rest.ts'
import type { OrderView } from '../card/order-view.ts'
import { missingQuestion } from './address-questions.ts'
import { askAgainText, orderMail } from './mails.ts'

export type MailDecision = { set: Partial<Order>; deliveries?: NewDelivery[] }

/** We ask the customer at most this often to make the address clear; then a person decides. */
export const MOST_ASKED = 2
/** The verdict of an address whose missing parts the customer was asked for. */
export const PARTIAL = 'partial'
const TWO = 'two addresses'

type Shop = Pick<Settings, 'STORE_NAME' | 'STORE_TIMEZONE' | 'MAIL_TEMPLATES'>

/** What a customer's mail means to their order; null when it means nothing (an automatic answer). */
export function decideMail(
  view: OrderView,
  reading: ReplyReading,
  message: MailMessage & { threadId?: string },
  shop: Shop,
  at: Date,
): MailDecision | null {
  const { kind, replyText } = reading
  if (kind === 'auto_reply') return null
  if (kind === 'bounce') return needs('bounce', bounceNote(view, message))
  if (kind === 'cancel') return needs('cancel', replyText)
  const said = replyText || reading.notUnderstood.join('\n')
  if (!isAsked(view)) return needs('mail', said)
  if (!isTrusted(view, message)) return needs('mail', `From outside the conversation, sender not proven: ${said}`)
  if (kind === 'two_addresses') return twoAddresses(reading)
  if (reading.isQuoted) return quotedAddress(reading, said)
  return takeAddress(view, reading, at) ?? askOrCall(view, reading, shop)
}

/** The customer was asked for the address; an answer may overtake our own record that the question has left. */
function isAsked({ state, cartLink }: OrderView): boolean {
  return (state === 'awaiting-address-reply' || state === 'details-validated') && cartLink === null
}

/** A mail outside the known thread moves an address only where its domain vouches for it. */
function isTrusted(view: OrderView, { threadId, inReplyTo, references, dmarc }: Parameters<typeof decideMail>[2]) {
  const known = view.gmailConversationId
  const answersUs = [inReplyTo, ...references].some((id) => view.messageIds.includes(id))
  if (answersUs || (known !== null && threadId === known)) return true
  return known === null ? dmarc !== 'fail' : dmarc === 'pass'
}

function bounceNote({ email }: OrderView, { bouncedRecipient }: MailMessage): string {
  return `${bouncedRecipient ?? email ?? 'The address'} does not exist or refused the mail`
}

const calm = { attention: null, attentionNote: null } as const

function needs(attention: Attention, note: string): MailDecision {
  return { set: { attention, attentionNote: note.slice(0, 2000) } }
}

function twoAddresses({ address, addresses, replyText }: ReplyReading): MailDecision {
  const lead = address ?? addresses[0]
  const kept = lead && { address: { ...toCheck(asGiven(lead), replyText), verdict: TWO } }
  return { set: { ...needs('two-addresses', replyText).set, ...kept } }
}

/** All of it is quoted: an address in it is kept for a person to look at, and never checked by itself. */
function quotedAddress({ address, hasAddress }: ReplyReading, said: string): MailDecision {
  const kept = hasAddress && address && { address: { ...toCheck(asGiven(address), said), verdict: 'quoted' } }
  return { set: { ...needs(kept ? 'address' : 'question', said).set, ...kept } }
}

/** The customer agreed to what we suggested, sent an address, or the missing piece of one. */
function takeAddress(view: OrderView, reading: ReplyReading, at: Date): MailDecision | null {
  const { replyText, hasAddress } = reading
  const { address: before } = view
  if (before?.suggestion && !hasAddress) {
    const names = [before.given.recipient ?? '', view.username]
    if (saysYes(replyText, names)) return { set: { ...calm, address: confirmed(before, replyText, at) } }
    return needs(before.verdict === SAME ? 'question' : 'address', replyText)
  }
  const address = completed(before, reading)
  if (address) return { set: { ...alsoSaid(reading), address } }
  // A whole address is never given up for a part of one: "the gate is on Mill Street" beside it is for a person.
  return before && reading.address?.lines.length ? needs('address', replyText) : null
}

/** An address and something else: the address goes on, a person is shown the rest. */
function alsoSaid({ notUnderstood, isChange, replyText }: ReplyReading): Partial<Order> {
  if (notUnderstood.length === 0) return calm
  return { attention: isChange ? 'change' : 'question', attentionNote: replyText.slice(0, 2000) }
}

/** Part of an address, which was asked to be completed or waits for its check. */
const isHalf = ({ verdict, missing }: CheckedAddress) => verdict === PARTIAL || (!verdict && missing !== undefined)

/** A whole address; part of the first one; or lines added to those that came before. */
function completed(before: CheckedAddress | null, reading: ReplyReading): CheckedAddress | null {
  const { address, hasAddress, replyText } = reading
  if (address && hasAddress) return toCheck(asGiven(address), replyText)
  if (before) return isHalf(before) ? withMore(before, reading) : null
  return address && address.lines.length > 0 ? toCheck(asGiven(address), replyText, address.missing) : null
}

/** To be validated again together. */
function withMore(known: CheckedAddress, reading: ReplyReading): CheckedAddress | null {
  const { address, replyText, kind } = reading
  const lines = kind === 'question' ? piecesOf(reading) : (address?.lines ?? [])
  if (lines.length === 0) return null
  const joined: FoundAddress = {
    recipient: known.given.recipient ?? address?.recipient ?? null,
    lines: [...new Set([...(known.given.lines ?? []), ...lines])],
    country: address?.country ?? known.given.country,
    missing: [],
    isOther: false,
    isAsked: false,
  }
  return toCheck(asGiven(joined), `${known.raw}\n${replyText}`.slice(0, 2000), stillMissing(known, lines))
}

/** "Columbus" or "It is 43004": the whole of a short answer to what we asked. */
function piecesOf({ places, notUnderstood, replyText }: ReplyReading): string[] {
  const isPlain = notUnderstood.every((piece) => places.some((place) => piece.includes(place)))
  return isPlain && replyText.length <= 120 ? places : []
}

/** Without Google only what the reader missed tells: a number brings the postcode, a word the town. */
function stillMissing({ missing = [] }: CheckedAddress, lines: readonly string[]): string[] {
  const text = lines.join(' ')
  return missing.filter((part) => (part === 'town' ? !/\p{L}{2}/u.test(text) : !/\d/.test(text)))
}

/** Nothing of an address in it: one clear question back, at most twice; then a card. */
function askOrCall(view: OrderView, { kind, replyText, address }: ReplyReading, shop: Shop): MailDecision {
  if (kind !== 'partial' || view.asked >= MOST_ASKED)
    return needs(kind === 'partial' ? 'address' : 'question', replyText)
  const mail = orderMail(
    view,
    'ask-again',
    askAgainText(view, missingQuestion(address?.missing ?? [], address?.country), shop),
    shop,
  )
  return { set: { ...calm, asked: view.asked + 1 }, deliveries: [mail] }
}

/** The customer said yes to what we asked: the suggestion is the address. Google has seen it already. */
function confirmed(address: CheckedAddress, raw: string, at: Date): CheckedAddress {
  const given = address.suggestion ?? address.given
  return { ...address, raw, given, verdict: 'confirmed by the customer', validatedAt: at.toISOString() }
}
