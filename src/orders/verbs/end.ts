import type { OrderState } from '#entities/orders/order.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeClock } from '#src/cards/times.ts'
import { writeNote } from '#src/database/notes.ts'
import { Refusal } from '#src/errors.ts'
import { HOW_TO_PAY, type OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { unlinkDelivery } from '../link/unlink.ts'
import { whenPaid } from '../mails/earlier-words.ts'
import { billText, orderMail, shippedText } from '../mails/mails.ts'
import { offerFreed } from '../stock/stock.ts'
import { isOver, type OrderVerb, settled, stillHere } from './verb.ts'

const isLinked = ({ state }: OrderView) => state === 'shopping-cart-link-sent'

export const paid: OrderVerb = {
  label: 'Paid',
  past: 'marked {it} paid',
  offered: (view) => isLinked(view) && view.paidAt === null,
  effect: ({ tx, app, view, member }) => ({
    set: whenPaid(view, tx.at),
    tell: `Paid, ${writeClock(tx.at, member.zone || app.settings.STORE_TIMEZONE)}. Press Shipped when it is on its way.`,
  }),
}

/** Where no provider takes the money: how to pay, as it was written last time, goes into the thread. */
export const bill: OrderVerb = {
  label: 'Send payment details',
  past: 'sent payment details for',
  offered: (view) => isLinked(view) && view.paidAt === null && (view.attention === 'payment' ? 'first' : 'quiet'),
  form: (view) => ({
    title: `Payment of ${writeRef(orderKind, view)}`,
    submit: 'Send',
    fields: [
      {
        name: 'how',
        label: 'How to pay',
        kind: 'long',
        hint: 'Greeting, items, total and the order’s number stand in the mail already.',
        ...(view.howToPay && { value: view.howToPay }),
      },
    ],
  }),
  async effect({ tx, app, view, answers }) {
    const how = answers.how?.trim().slice(0, MOST_HOW)
    if (!how) throw new Refusal('Write how to pay first.', { how: 'Write how to pay first.' })
    await writeNote(tx.em, HOW_TO_PAY, { how }, tx.at)
    const mail = orderMail(view, 'payment', billText(view, how, app.settings), app.settings)
    return { set: settled, deliveries: [mail], tell: `Payment details go to ${view.email}.` }
  },
}

const MOST_HOW = 1500
const MOST_TRACKING = 200

/** One mail in the thread tells the customer. */
export const ship: OrderVerb = {
  label: 'Shipped',
  past: 'shipped',
  offered: (view) =>
    isLinked(view) && view.paidAt !== null && view.shippedAt === null && (view.attention ? true : 'first'),
  form: (view) => ({
    title: `Ship ${writeRef(orderKind, view)}`,
    submit: 'It is on its way',
    fields: [
      {
        name: 'tracking',
        label: 'Tracking',
        kind: 'text',
        optional: true,
        hint: 'A number or a link for the customer; may stay empty.',
      },
    ],
  }),
  effect({ tx, app, view, answers }) {
    const tracking = answers.tracking?.trim().slice(0, MOST_TRACKING) || null
    const mail = orderMail(view, 'shipped', shippedText(view, tracking, app.settings), app.settings)
    return {
      set: { shippedAt: tx.at, tracking },
      deliveries: [mail],
      ...(tracking && { note: `tracking ${tracking}` }),
      tell: `Shipped. ${view.email} is told.`,
    }
  },
}

const canClose: OrderState[] = ['details-validated', 'awaiting-address-reply', 'shopping-cart-link-sent']

export const close: OrderVerb = {
  label: 'Close',
  past: 'closed',
  style: 'danger',
  offered(view) {
    if (!canClose.includes(view.state) || isOver(view)) return false
    if (view.attention === 'cancel') return [{ label: 'Cancel the order', first: true }]
    return view.state === 'details-validated' || view.paidAt ? 'quiet' : true
  },
  form: (view) =>
    view.attention === 'cancel'
      ? null
      : {
          title: `Close ${writeRef(orderKind, view)}`,
          submit: 'Close it',
          fields: [{ name: 'reason', label: 'Why', kind: 'text', optional: true }],
        },
  async effect({ tx, view, answers }) {
    if (view.sale.stock) await offerFreed(tx, view, null)
    const closedReason = answers.reason || (view.attention === 'cancel' ? 'cancelled by the customer' : 'closed')
    const cancels = stillHere(view)
    const deliveries = view.cartLinkRef ? [unlinkDelivery(view, view.cartLinkRef)] : []
    return { set: { ...settled, closedReason }, cancels, deliveries, note: closedReason, tell: 'Closed.' }
  },
}
