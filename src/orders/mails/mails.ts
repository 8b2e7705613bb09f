import type { CheckedAddress, Order } from '#entities/orders/order.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { writeAddress } from '../address/write-address.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { writeItems, writeTotal } from '../write-items.ts'

type Shop = Pick<Settings, 'STORE_NAME' | 'STORE_TIMEZONE'>
export type MailKind = 'ask-address' | 'ask-again' | 'remind' | 'send-link' | 'reply' | 'shipped'

/**
 * One mail of an order's conversation. The key counts the order's moves: the same decision never mails twice, a new
 * decision may.
 */
export function orderMail(view: OrderView, kind: MailKind, text: string, shop: Shop, notBefore?: Date): NewDelivery {
  const { email, gmailConversationId, messageIds } = view
  if (!email) throw new Error(`${writeRef(orderKind, view)} has no e-mail`)
  const last = messageIds.at(-1)
  const thread =
    gmailConversationId && last ? { threadId: gmailConversationId, inReplyTo: last, references: messageIds } : null
  const subject = `Your order ${writeRef(orderKind, view)} at ${shop.STORE_NAME}`
  return {
    key: `order:${writeRef(orderKind, view)}:${kind}:${view.moves}`,
    kind: `orders.${kind}`,
    channel: 'gmail',
    recipient: email,
    zone: shop.STORE_TIMEZONE,
    payload: { subject: thread ? `Re: ${subject}` : subject, text, ...(thread && { thread }) },
    subject: 'order',
    subjectId: view.id,
    ...(notBefore && { notBefore }),
  }
}

/** The first mail, which asks for the address. */
export function askAddressText(view: OrderView, { STORE_NAME }: Shop): string {
  const total = writeTotal(view.items, view.sale)
  return lines(
    `Hi @${view.username},`,
    `thanks for your order: ${writeItems(view.items, view.sale.colours)}${total ? `, ${total} in all` : ''}.`,
    'Where shall we send it? Please answer this mail with your name and your full postal address (street and number, town, postcode, country). You get a link to your cart back.',
    `If something is wrong with the order, just say so here.`,
    STORE_NAME,
  )
}

/** What the customer must make clear, in one question. */
export function askAgainText(view: OrderView, question: string, { STORE_NAME }: Shop): string {
  return lines(`Hi @${view.username},`, question, 'Just answer this mail.', STORE_NAME)
}

/** `missing`: parts in plain words; what the customer writes is added to what they wrote before. */
export function missingQuestion(missing: string[]): string {
  const all = ['street', 'town', 'postcode']
  if (missing.length === 0 || all.every((part) => missing.includes(part))) {
    return 'thanks! To send your order we need your full postal address: name, street and number, town, postcode, country. Could you write it in one mail?'
  }
  const [last = '', ...rest] = missing.toReversed()
  const what = rest.length > 0 ? `${rest.toReversed().join(', ')} and ${last}` : last
  return `thanks! To send your order we still need the ${what} of your address. Just write that.`
}

export function suggestionQuestion(address: CheckedAddress): string {
  return `thanks! We looked your address up and found: ${address.formatted}. Is that right? Answer "yes", or send the address as it should be.`
}

export const twoAddressesQuestion =
  'you gave us two addresses. Which one shall we send your order to? Please write that one once more.'
export const doubtfulQuestion =
  'the post does not seem to know your address. Could you check it and write it once more, whole?'

export function remindText(view: OrderView, { STORE_NAME }: Shop): string {
  return lines(
    `Hi @${view.username},`,
    `your order (${writeItems(view.items, view.sale.colours)}) is put aside for you. We only need your postal address: please answer this mail with it.`,
    'If you changed your mind, tell us, and we give it to somebody else.',
    STORE_NAME,
  )
}

/** The last mail of story A3: items, total, the validated address and the link. */
export function linkText(view: OrderView, address: CheckedAddress, link: string, { STORE_NAME }: Shop): string {
  const total = writeTotal(view.items, view.sale)
  return lines(
    `Hi @${view.username},`,
    `here is your cart: ${writeItems(view.items, view.sale.colours)}${total ? `, ${total} in all` : ''}.`,
    `We send it to: ${writeAddress(address)}`,
    link,
    'If the address is wrong, answer this mail before you pay.',
    STORE_NAME,
  )
}

export function shippedText(view: OrderView, tracking: string | null, { STORE_NAME }: Shop): string {
  return lines(
    `Hi @${view.username},`,
    `your order is on its way: ${writeItems(view.items, view.sale.colours)}.`,
    ...(tracking ? [`You can follow it: ${tracking}`] : []),
    STORE_NAME,
  )
}

export function replyText(words: string, { STORE_NAME }: Shop): string {
  return lines(words.trim(), STORE_NAME)
}

export function isConversing({ gmailConversationId, email }: Pick<Order, 'gmailConversationId' | 'email'>): boolean {
  return gmailConversationId !== null && email !== null
}

function lines(...paragraphs: string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}
