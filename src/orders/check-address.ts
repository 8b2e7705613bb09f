import { step } from '#entities/actor.ts'
import { type CheckedAddress, Order, type OrderAddress } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { AddressValidation, PostalAddress, Verdict } from '#src/integrations/address-validation.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { MOST_ASKED } from './decide-mail.ts'
import { orderKind } from './kinds.ts'
import { askAgainText, doubtfulQuestion, orderMail, suggestionQuestion } from './mails.ts'
import { loadOrders, type OrderView } from './order-view.ts'
import { CHECK_ADDRESS, LINK } from './steps.ts'

const LEASE_MS = 120_000
const AT_ONCE = 20
const actor = step(CHECK_ADDRESS)

type CheckingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'addressValidation' | 'log'>

/** Rows 000-008, 000-071, 000-072: gives new addresses to Google; a failing Google holds up no other order. */
export async function checkAddresses(app: CheckingApp): Promise<number> {
  for (let count = 0; ; ) {
    const token = uuid()
    const orders = await claim(app, token)
    if (orders.length === 0) return count
    await Promise.all(orders.map((order) => checkOne(app, order, token)))
    count += orders.length
  }
}

async function claim(app: CheckingApp, token: string): Promise<Order[]> {
  const now = app.clock()
  const em = app.em.fork()
  const rows = await sql<{ id: string }>(
    em,
    `update orders set lease_token = $1, leased_until = $2, attempts = attempts + 1 where id in (
       select id from orders where state = 'awaiting-address-reply' and address is not null and address ->> 'verdict' is null
         and (leased_until is null or leased_until < $3) and (next_try_at is null or next_try_at <= $3)
       order by id limit ${AT_ONCE} for update skip locked) returning id`,
    [token, new Date(now.getTime() + LEASE_MS), now],
  )
  return rows.length === 0 ? [] : em.find(Order, { id: { $in: rows.map(({ id }) => id) } })
}

async function checkOne(app: CheckingApp, order: Order, token: string): Promise<void> {
  const { address } = order
  if (!address) return
  try {
    const verdict = await validate(app.addressValidation, address)
    await settle(app, order, token, verdict)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: CHECK_ADDRESS, error }, 'an address could not be checked')
    await postpone(app, order, token, error)
  }
}

/** Without a key, and where Google does not serve the country, an admin looks. */
async function validate(
  validation: AddressValidation | null,
  { given, responseId }: CheckedAddress,
): Promise<Verdict | null> {
  return validation ? validation.validate(postalOf(given), responseId ?? undefined) : null
}

function postalOf({ line1, line2, city, region, postcode, country }: OrderAddress): PostalAddress {
  const lines = [line1, line2].filter((line) => line !== null)
  return { lines, city: city ?? '', region: region ?? '', postcode: postcode ?? '', country: country ?? '' }
}

async function settle(app: CheckingApp, { id }: Order, token: string, verdict: Verdict | null): Promise<void> {
  await inTransaction(app, async (tx) => {
    const held = await sql(tx.em, 'select 1 from orders where id = $1 and lease_token = $2 for update', [id, token])
    const [view] = held.length > 0 ? await loadOrders(tx.em, [id]) : []
    if (!view?.address) return
    const { set, question } = decideAddress(view, view.address, verdict, tx.at)
    const mail = question && orderMail(view, 'ask-again', askAgainText(view, question, app.settings), app.settings)
    if (mail) await enqueue(tx, [mail])
    const done = { ...set, attempts: 0, nextTryAt: null, lastError: null, leaseToken: null, leasedUntil: null }
    await move(tx, orderKind, [view as Order], 'check', actor, {
      set: () => done,
      note: verdict?.outcome ?? 'unchecked',
    })
    if (set.address?.validatedAt) tx.ring(LINK)
  })
}

type AddressDecision = { set: Partial<Order>; question?: string }

/** Never silently shipped: accepted goes on, doubt is asked once more, and after two questions a person decides. */
function decideAddress(
  view: OrderView,
  address: CheckedAddress,
  verdict: Verdict | null,
  at: Date,
): AddressDecision {
  if (!verdict || verdict.outcome === 'unsupported') {
    const unchecked = { ...address, verdict: verdict?.outcome ?? 'unchecked' }
    return { set: { address: unchecked, attention: 'unchecked-address', attentionNote: address.raw.slice(0, 500) } }
  }
  const checked = describe(address, verdict)
  if (verdict.outcome === 'accepted')
    return { set: { address: { ...checked, suggestion: null, validatedAt: at.toISOString() } } }
  if (view.asked >= MOST_ASKED) {
    return { set: { address: checked, attention: 'address', attentionNote: verdict.changed.join(' ') || address.raw } }
  }
  const question = checked.suggestion ? suggestionQuestion(checked) : doubtfulQuestion
  return { set: { address: checked, asked: view.asked + 1 }, question }
}

function describe(
  address: CheckedAddress,
  { outcome, formatted, components, location, changed, responseId }: Verdict,
): CheckedAddress {
  const [line1 = null, ...rest] = components.lines
  const suggestion: OrderAddress = {
    recipient: address.given.recipient,
    line1,
    line2: rest.join(', ') || null,
    city: components.city || null,
    region: components.region || null,
    postcode: components.postcode || null,
    country: components.country || null,
  }
  return {
    ...address,
    formatted: [address.given.recipient, formatted].filter(Boolean).join(', '),
    suggestion: outcome === 'confirm' && line1 ? suggestion : null,
    location,
    verdict: outcome,
    notes: changed,
    responseId: responseId || null,
  }
}

async function postpone(app: CheckingApp, order: Order, token: string, error: OutsideError): Promise<void> {
  const waitS = error.retryAfterS ?? Math.min(900, 2 ** (order.attempts + 1))
  await sql(
    app.em.fork(),
    `update orders set next_try_at = $3, last_error = $4, lease_token = null, leased_until = null
     where id = $1 and lease_token = $2`,
    [order.id, token, new Date(app.clock().getTime() + waitS * 1000), error.message.slice(0, 500)],
  )
}
