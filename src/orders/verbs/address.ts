import { Refusal } from '#src/errors.ts'
import type { OrderView } from '../card/order-view.ts'
import {
  type AddressQuestion,
  doubtfulQuestion,
  suggestionQuestion,
  twoAddressesQuestion,
} from '../mails/address-questions.ts'
import { askAgainText, orderMail } from '../mails/mails.ts'
import { LINK } from '../steps.ts'
import { type OrderVerb, settled } from './verb.ts'

const isAwaiting = ({ state }: OrderView) => state === 'awaiting-address-reply'

export const use: OrderVerb = {
  label: 'Use suggestion',
  past: 'took the suggestion of',
  offered: (view) => isAwaiting(view) && view.attention === 'address' && view.address?.suggestion != null && 'first',
  effect({ tx, view, by }) {
    const { address } = view
    if (!address?.suggestion) throw new Refusal('There is no suggestion.')
    tx.ring(LINK)
    const verdict = `accepted by ${by.name}`
    const accepted = { ...address, given: address.suggestion, verdict, validatedAt: tx.at.toISOString() }
    return { set: { ...settled, address: accepted }, tell: 'The cart link goes out.' }
  },
}

/** Where Google cannot say, and where an admin typed it, a person's word is the last. */
export const accept: OrderVerb = {
  label: 'Looks right',
  past: 'accepted',
  offered(view) {
    if (!isAwaiting(view)) return false
    return view.attention === 'unchecked-address' ? 'first' : view.attention === 'address' && isTyped(view)
  },
  effect({ tx, view, by }) {
    if (!view.address) throw new Refusal('There is no address yet.')
    tx.ring(LINK)
    const accepted = { ...view.address, verdict: `accepted by ${by.name}`, validatedAt: tx.at.toISOString() }
    return { set: { ...settled, address: accepted }, tell: 'The cart link goes out.' }
  },
}

const isTyped = ({ address }: OrderView) => Boolean(address?.typedBy)

export const ask: OrderVerb = {
  label: 'Ask again',
  past: 'asked again about',
  offered(view) {
    if (!isAwaiting(view)) return false
    if (view.attention === 'address') return view.address?.suggestion ? true : 'first'
    return view.attention === 'unchecked-address' || view.attention === 'two-addresses'
  },
  effect({ app, view }) {
    const mail = orderMail(view, 'ask-again', askAgainText(view, questionOf(view), app.settings), app.settings)
    return { set: { ...settled, asked: view.asked + 1 }, deliveries: [mail], tell: `I have asked ${view.email} again.` }
  },
}

function questionOf({ attention, address }: OrderView): AddressQuestion {
  if (attention === 'two-addresses') return twoAddressesQuestion
  return address?.suggestion ? suggestionQuestion(address) : doubtfulQuestion
}
