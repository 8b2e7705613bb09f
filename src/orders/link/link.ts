import { type Actor, step } from '#entities/actor.ts'
import { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { FAILURES_TO_TELL, failuresOf, type Lease, releaseFailed } from '#src/limits/lease.ts'
import { withoutTokens } from '#src/links/without-tokens.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { orderKind } from '../kinds.ts'
import { claimOrders, holdOrder, type LeasedOrder, workedOn } from '../leased-orders.ts'
import { linkText, orderMail } from '../mails/mails.ts'
import { putBackOrder, workedAfterAll } from '../put-back-order.ts'
import { LINK } from '../steps.ts'
import { createCartLinks } from './cart-link.ts'
import type { CartLinks, Fetched } from './cart-link-provider.ts'

const AT_ONCE = 20
const actor = step(LINK)
const ALERT = 'cart-links'

/** Tried no more than a new one. */
export const untried = { attempts: 0, nextTryAt: null, lastError: null } as const

type LinkingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'publicUrl' | 'log'>

const DUE = `state in ('awaiting-address-reply', 'shopping-cart-link-sent') and cart_link is null and paid_at is null
  and address ->> 'validatedAt' is not null and items is not null and email is not null
  and (attention is null or attention not in ('link', 'change', 'cancel'))`

/** Makes the cart link of every checked address, and mails it into the same thread. */
export async function sendLinks(app: LinkingApp): Promise<number> {
  const links = createCartLinks(app.settings, app.publicUrl)
  for (let count = 0; ; ) {
    const claimed = await claimOrders(app, DUE, AT_ONCE)
    if (claimed.length === 0) return count
    await Promise.all(claimed.map((one) => linkOne(app, links, one)))
    count += claimed.length
  }
}

async function linkOne(app: LinkingApp, links: CartLinks, one: LeasedOrder): Promise<void> {
  const { view, lease } = one
  try {
    const fetched = await links.fetch(view)
    await settle(app, links, lease, fetched)
  } catch (error) {
    if (!(error instanceof OutsideError || error instanceof Refusal)) return putBackOrder(app, LINK, one, error)
    countVendorError(error)
    app.log.warn({ operation: LINK, error }, 'a cart link could not be made')
    if (isOfOrder(error) && !view.attention) return callPerson(app, lease, error.message)
    await postpone(app, lease, error)
  }
}

/** Only a person can set it right, and for this order alone. A refused key is everybody's trouble. */
function isOfOrder(error: OutsideError | Refusal): boolean {
  if (error instanceof Refusal) return true
  return error.retry === 'never' && error.status !== 401 && error.status !== 403
}

async function settle(app: LinkingApp, links: CartLinks, lease: Lease, fetched: Fetched | null): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await holdOrder(tx, lease)
    if (!view?.address) return
    await workedAfterAll(tx, lease)
    const cartLink = await links.keep(tx, view, fetched)
    const mail = orderMail(view, 'send-link', linkText(view, view.address, cartLink, app.settings), app.settings)
    const asksPayment = !canPay(app.settings)
    await enqueue(tx, [asksPayment ? { ...mail, payload: { ...mail.payload, asksPayment } } : mail])
    const set = { cartLink: withoutTokens(cartLink), cartLinkRef: fetched?.id ?? null, ...workedOn }
    await move(tx, orderKind, [view as Order], 'prepare', actor, { set: () => set })
    await closeAlert(tx, ALERT)
  })
}

/** Whether the page behind the link takes the money, or says where it goes. */
export function canPay({ CART_LINK_PROVIDER, CHECKOUT_PAY_URL }: LinkingApp['settings']): boolean {
  return CART_LINK_PROVIDER !== 'checkout' || CHECKOUT_PAY_URL !== undefined
}

/** The order waits for a person. What they were asked about it meanwhile is not talked over: the lease runs out. */
async function callPerson(app: LinkingApp, lease: Lease, note: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await holdOrder(tx, lease)
    if (!view || view.attention) return
    const flagged = { attention: 'link', attentionNote: note.slice(0, 500), ...workedOn } as const
    const told = { set: () => flagged, note: 'No cart link could be made.' }
    await move(tx, orderKind, [view as Order], 'flag', actor, told)
  })
}

/** The sale was edited: what kept its cart links back may be set right. */
export async function retryLinks(tx: Tx, { igMediaId }: Sale, by: Actor): Promise<void> {
  const orders = await tx.em.find(Order, { igMediaId, attention: 'link' })
  if (orders.length === 0) return
  await move(tx, orderKind, orders, 'seen', by, { set: () => ({ attention: null, attentionNote: null, ...untried }) })
  tx.ring(LINK)
}

async function postpone(app: LinkingApp, lease: Lease, error: OutsideError | Refusal): Promise<void> {
  const told = error instanceof OutsideError && !isOfOrder(error) ? error : null
  if (told && (told.retry === 'never' || failuresOf(lease) >= FAILURES_TO_TELL)) await alert(app, told)
  const { message } = error
  await releaseFailed(app.em.fork(), lease, app.clock(), { message, retryAfterS: told?.retryAfterS ?? null })
}

async function alert(app: LinkingApp, { message }: OutsideError): Promise<void> {
  const words = { title: 'Cart links cannot be made.', detail: message, pipeline: 'orders', step: LINK }
  await inTransaction(app, (tx) => openAlert(tx, { key: ALERT, ...words }))
}
