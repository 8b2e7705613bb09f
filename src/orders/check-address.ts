import { step } from '#entities/actor.ts'
import type { CheckedAddress, Order, OrderAddress } from '#entities/orders/order.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { AddressValidation, PostalAddress, Verdict } from '#src/integrations/address-validation.ts'
import { type Lease, releaseFailed } from '#src/limits/lease.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { MOST_ASKED } from './decide-mail.ts'
import { orderKind } from './kinds.ts'
import { claimOrders, holdOrder, type LeasedOrder, workedOn } from './leased-orders.ts'
import { askAgainText, doubtfulQuestion, orderMail, suggestionQuestion } from './mails.ts'
import type { OrderView } from './order-view.ts'
import { CHECK_ADDRESS, LINK } from './steps.ts'

const AT_ONCE = 20
const actor = step(CHECK_ADDRESS)
const DUE = `state = 'awaiting-address-reply' and address is not null and address ->> 'verdict' is null`

type CheckingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'addressValidation' | 'log'>

/** Rows 000-008, 000-071, 000-072: gives new addresses to Google; a failing Google holds up no other order. */
export async function checkAddresses(app: CheckingApp): Promise<number> {
  for (let count = 0; ; ) {
    const claimed = await claimOrders(app, DUE, AT_ONCE)
    if (claimed.length === 0) return count
    await Promise.all(claimed.map((one) => checkOne(app, one)))
    count += claimed.length
  }
}

async function checkOne(app: CheckingApp, { view, lease }: LeasedOrder): Promise<void> {
  const { address } = view
  if (!address) return
  try {
    await settle(app, lease, await validate(app.addressValidation, address))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: CHECK_ADDRESS, error }, 'an address could not be checked')
    await releaseFailed(app.em.fork(), lease, app.clock(), error)
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

async function settle(app: CheckingApp, lease: Lease, verdict: Verdict | null): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await holdOrder(tx, lease)
    if (!view?.address) return
    const { set, question } = decideAddress(view, view.address, verdict, tx.at)
    const text = question && askAgainText(view, question, app.settings)
    if (text) await enqueue(tx, [orderMail(view, 'ask-again', text, app.settings)])
    const done = { ...set, ...workedOn }
    await move(tx, orderKind, [view as Order], 'check', actor, {
      set: () => done,
      note: verdict?.outcome ?? 'unchecked',
    })
    if (set.address?.validatedAt) tx.ring(LINK)
  })
}

type AddressDecision = { set: Partial<Order>; question?: string }

/** Never silently shipped: accepted goes on, doubt is asked once more, and after two questions a person decides. */
function decideAddress(view: OrderView, address: CheckedAddress, verdict: Verdict | null, at: Date): AddressDecision {
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
