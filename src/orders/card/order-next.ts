import type { App } from '#src/app.ts'
import { intervalOf } from '#src/basics/interval.ts'
import { writeWhen } from '#src/cards/times.ts'
import { leavesAt } from './order-footer.ts'
import type { OrderView } from './order-view.ts'

/** What happens to an order next, and when; null where a person decides or nothing is left. */
export function nextOfOrder(
  view: OrderView,
  { clock, settings }: Pick<App, 'clock' | 'settings'>,
  zone: string,
): string | null {
  if (view.attention) return null
  const when = (at: Date) => writeWhen(at, zone, clock())
  const mail = view.waiting[0]
  if (view.state === 'scraped') return 'the comment is read within minutes.'
  if (view.state === 'details-validated') {
    if (mail?.nextTryAt && mail.lastError) return `the mail could not leave yet. Next try ${when(mail.nextTryAt)}.`
    return mail
      ? `the mail that asks for the address ${leavesAt(view, mail, { zone, now: clock() })}.`
      : 'the mail leaves.'
  }
  if (view.state === 'awaiting-address-reply') return nextWhileWaiting(view, settings, when)
  return view.state === 'shopping-cart-link-sent' ? nextOfLinked(view) : null
}

function nextOfLinked({ cartLink, paidAt, shippedAt }: OrderView): string | null {
  if (shippedAt) return null
  if (paidAt) return 'it is packed and sent. Shipped tells the customer.'
  if (!cartLink) return 'a new cart link is made within minutes.'
  return 'the customer pays. A mail from them still reaches you as a card.'
}

function nextWhileWaiting(
  { cartLink, address, mailedAt, reminded, waiting }: OrderView,
  settings: App['settings'],
  when: (at: Date) => string,
): string {
  if (cartLink) return 'the mail with the cart link leaves.'
  if (address && !address.verdict) return 'Google is asked about the address within minutes.'
  if (address?.validatedAt) return 'the cart link is made within minutes.'
  if (waiting.length > 0) return 'our mail leaves, then the customer answers.'
  const { REMIND_CUSTOMER_AFTER, REMIND_CUSTOMER_TIMES } = settings
  const silentMs = intervalOf(REMIND_CUSTOMER_AFTER)
  const silent = mailedAt ? when(new Date(mailedAt.getTime() + silentMs)) : `in ${REMIND_CUSTOMER_AFTER}`
  const then = reminded < REMIND_CUSTOMER_TIMES ? 'the customer is reminded' : 'you are asked what to do'
  return `the customer sends the address. Without an answer ${then} ${silent}.`
}
