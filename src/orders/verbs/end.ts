import type { OrderState } from '#entities/orders/order.ts'
import { writeRef } from '#src/cards/ref.ts'
import { orderKind } from '../kinds.ts'
import { unlinkDelivery } from '../link/unlink.ts'
import { orderMail, shippedText } from '../mails/mails.ts'
import { readWords } from '../read-fields.ts'
import { offerFreed } from '../stock/stock.ts'
import { isLinked, isOver, type OrderVerb, settled, stillHere } from './verb.ts'

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
        hint: 'A number or a link for the customer, of at most 200 characters; may stay empty.',
      },
    ],
  }),
  effect({ tx, app, view, answers }) {
    const tracking = readWords(answers, 'tracking', MOST_TRACKING) || null
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
