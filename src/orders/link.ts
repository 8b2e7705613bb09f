import { type Actor, step } from '#entities/actor.ts'
import { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { uuid } from '#entities/uuid.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { type CartLinks, createCartLinks } from './cart-link.ts'
import { orderKind } from './kinds.ts'
import { linkText, orderMail } from './mails.ts'
import { loadOrders, type OrderView } from './order-view.ts'
import { LINK } from './steps.ts'

const LEASE_MS = 120_000
const AT_ONCE = 20
const actor = step(LINK)
const ALERT = 'cart-links'
const FAILURES_TO_TELL = 3

/** Tried no more than a new one. */
export const untried = { attempts: 0, nextTryAt: null, lastError: null } as const

type LinkingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'publicUrl' | 'log'>

/** Rows 000-073 to 000-075: makes the cart link of every checked address, and mails it into the same thread. */
export async function sendLinks(app: LinkingApp): Promise<number> {
  const links = createCartLinks(app.settings, app.publicUrl)
  for (let count = 0; ; ) {
    const token = uuid()
    const views = await claim(app, token)
    if (views.length === 0) return count
    await Promise.all(views.map((view) => linkOne(app, links, view, token)))
    count += views.length
  }
}

async function claim(app: LinkingApp, token: string): Promise<OrderView[]> {
  const now = app.clock()
  const em = app.em.fork()
  const rows = await sql<{ id: string }>(
    em,
    `update orders set lease_token = $1, leased_until = $2, attempts = attempts + 1 where id in (
       select id from orders where state = 'awaiting-address-reply' and cart_link is null
         and address ->> 'validatedAt' is not null and items is not null and email is not null
         and attention is distinct from 'link'
         and (leased_until is null or leased_until < $3) and (next_try_at is null or next_try_at <= $3)
       order by id limit ${AT_ONCE} for update skip locked) returning id`,
    [token, new Date(now.getTime() + LEASE_MS), now],
  )
  return loadOrders(
    em,
    rows.map(({ id }) => id),
  )
}

async function linkOne(app: LinkingApp, links: CartLinks, view: OrderView, token: string): Promise<void> {
  try {
    const fetched = await links.fetch(view)
    await settle(app, links, view, token, fetched)
  } catch (error) {
    if (!(error instanceof OutsideError || error instanceof Refusal)) throw error
    countVendorError(error)
    app.log.warn({ operation: LINK, error }, 'a cart link could not be made')
    if (isOfOrder(error) && !view.attention) return callPerson(app, view, token, error.message)
    await postpone(app, view, token, error)
  }
}

/** Only a person can set it right, and for this order alone. A refused key is everybody's trouble. */
function isOfOrder(error: OutsideError | Refusal): boolean {
  if (error instanceof Refusal) return true
  return error.retry === 'never' && error.status !== 401 && error.status !== 403
}

async function settle(
  app: LinkingApp,
  links: CartLinks,
  claimed: OrderView,
  token: string,
  fetched: string | null,
): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await hold(tx, claimed, token)
    if (!view?.address) return
    const cartLink = await links.keep(tx, view, fetched)
    await enqueue(tx, [
      orderMail(view, 'send-link', linkText(view, view.address, cartLink, app.settings), app.settings),
    ])
    const done = { cartLink, ...untried, ...released }
    await move(tx, orderKind, [view as Order], 'prepare', actor, { set: () => done })
    await closeAlert(tx, ALERT)
  })
}

const released = { leaseToken: null, leasedUntil: null } as const

/** The order as it is now, locked, while it is still leased to us. */
async function hold(tx: Tx, { id }: OrderView, token: string): Promise<OrderView | undefined> {
  const held = await sql(tx.em, 'select 1 from orders where id = $1 and lease_token = $2 for update', [id, token])
  return held.length > 0 ? (await loadOrders(tx.em, [id]))[0] : undefined
}

/** The order waits for a person. What they were asked about it meanwhile is not talked over: the lease runs out. */
async function callPerson(app: LinkingApp, claimed: OrderView, token: string, note: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await hold(tx, claimed, token)
    if (!view || view.attention) return
    const flagged = { attention: 'link', attentionNote: note.slice(0, 500), ...untried, ...released } as const
    await move(tx, orderKind, [view as Order], 'flag', actor, { set: () => flagged })
  })
}

/** The sale was edited: what kept its cart links back may be set right. */
export async function retryLinks(tx: Tx, { igMediaId }: Sale, by: Actor): Promise<void> {
  const orders = await tx.em.find(Order, { igMediaId, attention: 'link' })
  if (orders.length === 0) return
  await move(tx, orderKind, orders, 'seen', by, { set: () => ({ attention: null, attentionNote: null, ...untried }) })
  tx.ring(LINK)
}

async function postpone(app: LinkingApp, view: OrderView, token: string, error: OutsideError | Refusal): Promise<void> {
  const told = error instanceof OutsideError && !isOfOrder(error) ? error : null
  const waitS = told?.retryAfterS ?? Math.min(900, 2 ** (view.attempts + 1))
  if (told && (told.retry === 'never' || view.attempts >= FAILURES_TO_TELL)) await alert(app, told)
  await sql(
    app.em.fork(),
    `update orders set next_try_at = $3, last_error = $4, lease_token = null, leased_until = null
     where id = $1 and lease_token = $2`,
    [view.id, token, new Date(app.clock().getTime() + waitS * 1000), error.message.slice(0, 500)],
  )
}

async function alert(app: LinkingApp, { message }: OutsideError): Promise<void> {
  const words = { title: 'Cart links cannot be made.', detail: message, pipeline: 'orders', step: LINK }
  await inTransaction(app, (tx) => openAlert(tx, { key: ALERT, ...words }))
}
