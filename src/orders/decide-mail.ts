import type { Attention, CheckedAddress, Order } from '#entities/orders/order.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Settings } from '#src/config.ts'
import type { MailMessage } from '#src/mail/read-message.ts'
import { askAgainText, missingQuestion, orderMail, twoAddressesQuestion } from './mails.ts'
import type { OrderView } from './order-view.ts'
import type { Address, ReplyReading } from './read-address-reply.ts'

export type MailDecision = { set: Partial<Order>; deliveries?: NewDelivery[] }

/** We ask the customer at most this often to make the address clear; then a person decides. */
export const MOST_ASKED = 2

/** What a customer's mail means to their order; null when it means nothing (an automatic answer). Row 000-069. */
export function decideMail(
  view: OrderView,
  reading: ReplyReading,
  message: MailMessage,
  shop: Pick<Settings, 'STORE_NAME' | 'STORE_TIMEZONE'>,
  at: Date,
): MailDecision | null {
  const { kind, replyText } = reading
  if (kind === 'auto_reply') return null
  if (kind === 'bounce') return needs('bounce', bounceNote(view, message))
  if (kind === 'cancel') return needs('cancel', replyText)
  if (!isAsked(view)) return needs('mail', replyText)
  return (
    takeAddress(view, reading, at) ??
    (kind === 'question' ? needs('question', replyText) : askOrCall(view, reading, shop))
  )
}

/** The customer was asked for the address; an answer may overtake our own record that the question has left. */
function isAsked({ state, cartLink }: OrderView): boolean {
  return (state === 'awaiting-address-reply' || state === 'details-validated') && cartLink === null
}

function bounceNote({ email }: OrderView, { bouncedRecipient }: MailMessage): string {
  return `${bouncedRecipient ?? email ?? 'The address'} does not exist or refused the mail`
}

/** The customer agreed to what we suggested, or sent an address. */
function takeAddress(view: OrderView, reading: ReplyReading, at: Date): MailDecision | null {
  const { replyText, hasAddress, alsoAsks } = reading
  const agrees = view.address?.suggestion && !hasAddress && saysYes(replyText)
  if (agrees && view.address) return { set: { ...calm, address: confirmed(view.address, replyText, at) } }
  const address = completed(view, reading)
  if (!address) return null
  const asks = alsoAsks ? { attention: 'question' as const, attentionNote: replyText } : calm
  return { set: { ...asks, address: given(address, replyText) } }
}

/** What came is no whole address yet. */
const PARTIAL = 'partial'

const calm = { attention: null, attentionNote: null } as const

function needs(attention: Attention, note: string): MailDecision {
  return { set: { attention, attentionNote: note.slice(0, 2000) } }
}

/** One clear question back, at most twice; then a card. */
function askOrCall(
  view: OrderView,
  { kind, replyText, missing, addresses, address }: ReplyReading,
  shop: Pick<Settings, 'STORE_NAME' | 'STORE_TIMEZONE'>,
): MailDecision {
  const two = kind === 'two_addresses'
  const first = address ?? addresses[0]
  const kept = first ? { address: { ...given(first, replyText), verdict: PARTIAL } } : {}
  if (view.asked >= MOST_ASKED) {
    const { set } = needs(two ? 'two-addresses' : 'address', replyText)
    return { set: { ...set, ...kept } }
  }
  const question = two ? twoAddressesQuestion : missingQuestion(missing)
  const mail = orderMail(view, 'ask-again', askAgainText(view, question, shop), shop)
  return { set: { ...calm, ...kept, asked: view.asked + 1 }, deliveries: [mail] }
}

/** A whole address; or the missing piece of the one that came in part before. */
function completed({ address: before }: OrderView, { address, hasAddress }: ReplyReading): Address | null {
  if (address && hasAddress) return address
  if (!address || before?.verdict !== PARTIAL) return null
  const known = Object.entries(address).filter(([, value]) => value)
  const merged: Address = { ...before.given, ...Object.fromEntries(known) }
  return merged.line1 && merged.city && merged.postcode ? merged : null
}

function given(address: Address, raw: string): CheckedAddress {
  const unchecked = {
    formatted: null,
    suggestion: null,
    location: null,
    verdict: null,
    notes: [],
    responseId: null,
    validatedAt: null,
  }
  return { raw, given: address, ...unchecked }
}

/** The customer said yes to what we asked: the suggestion is the address. Google has seen it already. */
function confirmed(address: CheckedAddress, raw: string, at: Date): CheckedAddress {
  const { suggestion } = address
  return {
    ...address,
    raw,
    given: suggestion ?? address.given,
    verdict: 'confirmed by the customer',
    validatedAt: at.toISOString(),
  }
}

const yes =
  /^\W*(?:yes|yep|yeah|yup|correct|right|that'?s (?:right|correct|it)|exactly|perfect|ok(?:ay)?|s[ií]|oui|ja|sim|ndio|ndiyo)\b[^?]{0,60}$/i

function saysYes(text: string): boolean {
  return yes.test(text.trim())
}
