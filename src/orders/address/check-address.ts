import { step } from '#entities/actor.ts'
import type { CheckedAddress, Order } from '#entities/orders/order.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { AddressValidation, Verdict } from '#src/integrations/google/address-validation.ts'
import { type Lease, releaseFailed } from '#src/limits/lease.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { claimOrders, holdOrder, type LeasedOrder, workedOn } from '../leased-orders.ts'
import {
  type AddressQuestion,
  doubtfulQuestion,
  missingQuestion,
  suggestionQuestion,
} from '../mails/address-questions.ts'
import { MOST_ASKED, PARTIAL } from '../mails/decide-mail.ts'
import { withEarlierWords } from '../mails/earlier-words.ts'
import { askAgainText, orderMail } from '../mails/mails.ts'
import { putBackOrder, workedAfterAll } from '../put-back-order.ts'
import { CHECK_ADDRESS, LINK } from '../steps.ts'
import { postalOf, withParts } from './given-address.ts'

const AT_ONCE = 20
const actor = step(CHECK_ADDRESS)
const DUE = `state = 'awaiting-address-reply' and address is not null and address ->> 'verdict' is null`

type CheckingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'addressValidation' | 'log'>

/** Gives new addresses to Google; a failing Google holds up no other order. */
export async function checkAddresses(app: CheckingApp): Promise<number> {
  for (let count = 0; ; ) {
    const claimed = await claimOrders(app, DUE, AT_ONCE)
    if (claimed.length === 0) return count
    await Promise.all(claimed.map((one) => checkOne(app, one)))
    count += claimed.length
  }
}

async function checkOne(app: CheckingApp, one: LeasedOrder): Promise<void> {
  const { view, lease } = one
  const { address } = view
  if (!address) return
  try {
    await settle(app, lease, await validate(app.addressValidation, address))
  } catch (error) {
    if (!(error instanceof OutsideError)) return putBackOrder(app, CHECK_ADDRESS, one, error)
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

async function settle(app: CheckingApp, lease: Lease, verdict: Verdict | null): Promise<void> {
  await inTransaction(app, async (tx) => {
    const view = await holdOrder(tx, lease)
    if (!view?.address) return
    await workedAfterAll(tx, lease)
    const { set, question } = decideAddress(view, view.address, verdict, tx.at)
    const text = question && askAgainText(view, question, app.settings)
    if (text) await enqueue(tx, [orderMail(view, 'ask-again', text, app.settings)])
    const done = { ...withEarlierWords(view, set), ...workedOn }
    await move(tx, orderKind, [view as Order], 'check', actor, {
      set: () => done,
      note: verdict?.outcome ?? 'unchecked',
    })
    if (set.address?.validatedAt) tx.ring(LINK)
  })
}

type AddressDecision = { set: Partial<Order>; question?: AddressQuestion }

/** Never silently shipped: accepted goes on, doubt is asked once more, and after two questions a person decides. */
function decideAddress(view: OrderView, address: CheckedAddress, verdict: Verdict | null, at: Date): AddressDecision {
  const validatedAt = at.toISOString()
  if (!verdict || verdict.outcome === 'unsupported') return unchecked(view, address, verdict?.outcome, validatedAt)
  const checked = describe(address, verdict)
  if (verdict.outcome === 'accepted') {
    const given = withParts(address.given, verdict.components)
    return { set: { address: { ...checked, given, suggestion: null, validatedAt } } }
  }
  const doubt = verdict.changed.join(' ') || address.raw
  if (address.typedBy || view.asked >= MOST_ASKED) return callPerson(checked, doubt)
  const ask = { set: { address: checked, asked: view.asked + 1 } }
  if (checked.suggestion) return { ...ask, question: suggestionQuestion(checked) }
  if (verdict.missing.length === 0) return { ...ask, question: doubtfulQuestion }
  return askMissing(view, checked, verdict.missing)
}

/** Nobody but a person can say: one who typed it has said so. What is plainly missing is asked for. */
function unchecked(
  view: OrderView,
  address: CheckedAddress,
  outcome: string | undefined,
  validatedAt: string,
): AddressDecision {
  const verdict = outcome ?? 'unchecked'
  if (address.typedBy) return { set: { address: { ...address, verdict, validatedAt } } }
  const missing = address.missing ?? []
  if (missing.length > 0 && view.asked < MOST_ASKED) return askMissing(view, address, missing)
  const note = address.raw.slice(0, 500)
  return { set: { address: { ...address, verdict }, attention: 'unchecked-address', attentionNote: note } }
}

function callPerson(address: CheckedAddress, note: string): AddressDecision {
  return { set: { address, attention: 'address', attentionNote: note.slice(0, 500) } }
}

/** One concrete question; the lines of the answer are added to these. */
function askMissing(view: OrderView, address: CheckedAddress, missing: string[]): AddressDecision {
  const set = { address: { ...address, verdict: PARTIAL, missing }, asked: view.asked + 1 }
  return { set, question: missingQuestion(missing, address.given.country) }
}

function describe(
  address: CheckedAddress,
  { outcome, formatted, components, location, changed, responseId }: Verdict,
): CheckedAddress {
  const suggestion = withParts(address.given, components)
  return {
    ...address,
    formatted: [address.given.recipient, formatted].filter(Boolean).join(', '),
    suggestion: outcome === 'confirm' && suggestion.line1 ? suggestion : null,
    location,
    verdict: outcome,
    notes: changed,
    responseId: responseId || null,
  }
}
