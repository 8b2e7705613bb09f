import type { CheckedAddress, Order } from '#entities/orders/order.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { fillLine, fillWords } from '#src/words/words.ts'
import { writeAddress } from '../address/write-address.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { writeItems, writeTotal } from '../write-items.ts'
import type { AddressQuestion } from './address-questions.ts'

type Shop = Pick<Settings, 'STORE_NAME' | 'STORE_TIMEZONE' | 'MAIL_TEMPLATES'>
export type MailKind = 'ask-address' | 'ask-again' | 'remind' | 'send-link' | 'reply' | 'shipped' | 'payment'

/**
 * One mail of an order's conversation. The key counts the order's moves: the same decision never mails twice, a new
 * decision may.
 */
export function orderMail(view: OrderView, kind: MailKind, { subject, text }: Words, shop: Shop, notBefore?: Date) {
  const { email, gmailConversationId, messageIds } = view
  if (!email) throw new Error(`${writeRef(orderKind, view)} has no e-mail`)
  const last = messageIds.at(-1)
  const thread =
    gmailConversationId && last ? { threadId: gmailConversationId, inReplyTo: last, references: messageIds } : null
  const mail: NewDelivery = {
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
  return mail
}

type Words = { subject: string; text: string }

/** What every mail of an order may say. */
function words(name: string, view: OrderView, shop: Shop, more: Record<string, string | null> = {}): Words {
  const items = writeItems(view.items, view.sale.colours)
  const total = writeTotal(view.items, view.sale)
  const values = {
    hello: writeHello(view),
    ref: writeRef(orderKind, view),
    shop: shop.STORE_NAME,
    items,
    order: total ? `${items}, ${total} in all` : items,
    ...more,
  }
  const { subject, text } = fillWords(`orders.${name}`, values, shop.MAIL_TEMPLATES)
  return { subject, text: `${text}\n` }
}

/** By the first name where it is known; a handle is no name. */
function writeHello({ address, customerName }: OrderView): string {
  const name = firstName(address?.given.recipient) ?? firstName(customerName)
  return name ? `Hi ${name},` : 'Hello,'
}

/** "Tilly Fernsworth" -> "Tilly"; null where it is not plainly a person's name. */
function firstName(name: string | null | undefined): string | null {
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/)
  const isName = rest.length > 0 && rest.length < 4 && /^\p{Lu}[\p{L}'’-]{1,24}$/u.test(first)
  return isName && !COMPANY.test(name ?? '') ? first : null
}

const COMPANY = /\b(?:inc|ltd|llc|gmbh|co|shop|store|team|family|mr|mrs|ms|dr)\b/i

/** The first mail, which asks for the address. */
export function askAddressText(view: OrderView, shop: Shop): Words {
  return words('ask-address', view, shop)
}

/** The first mail to someone whose address is known from an earlier order. */
export function askSameAddressText(view: OrderView, address: CheckedAddress, shop: Shop): Words {
  return words('same-address', { ...view, address }, shop, { address: writeAddress(address) })
}

/** What the customer must make clear, in one question. */
export function askAgainText(view: OrderView, { line, values = {} }: AddressQuestion, shop: Shop): Words {
  const question = fillLine('orders.questions', line, values, shop.MAIL_TEMPLATES, Object.keys(values))
  return words('ask-again', view, shop, { question })
}

export function remindText(view: OrderView, shop: Shop): Words {
  return words('remind', view, shop)
}

/** The last mail of story A3: items, total, the validated address and the link. */
export function linkText(view: OrderView, address: CheckedAddress, link: string, shop: Shop): Words {
  return words('send-link', { ...view, address }, shop, { address: writeAddress(address), link })
}

export function billText(view: OrderView, how: string, shop: Shop): Words {
  return words('payment', view, shop, { how })
}

export function shippedText(view: OrderView, tracking: string | null, shop: Shop): Words {
  return words('shipped', view, shop, { tracking })
}

export function replyText(view: OrderView, said: string, shop: Shop): Words {
  return words('reply', view, shop, { words: said.trim() })
}

export function isConversing({ gmailConversationId, email }: Pick<Order, 'gmailConversationId' | 'email'>): boolean {
  return gmailConversationId !== null && email !== null
}
