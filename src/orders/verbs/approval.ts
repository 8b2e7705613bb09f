import { findEarlierAddress } from '../address/earlier-address.ts'
import { leavesAt } from '../card/order-footer.ts'
import type { OrderView } from '../card/order-view.ts'
import { askAddressText, askSameAddressText, orderMail } from '../mails/mails.ts'
import { offerFreed, takeFromStock } from '../stock/stock.ts'
import { isReady, type OrderVerb, settled } from './verb.ts'

const isPending = ({ state }: OrderView) => state === 'pending-details-validation'

export const approve: OrderVerb = {
  label: 'Approve',
  past: 'approved',
  offered(view) {
    if (!isPending(view) || !view.email || !view.items) return false
    return isReady(view) ? 'first' : true
  },
  async effect({ tx, app, view, member }) {
    if (view.sale.stock) await takeFromStock(tx, view, view.items)
    const earlier = view.address ? null : await findEarlierAddress(tx.em, view)
    const leaves = new Date(tx.at.getTime() + app.settings.UNDO_WINDOW_S * 1000)
    const zone = member.zone || app.settings.STORE_TIMEZONE
    const text = earlier ? askSameAddressText(view, earlier, app.settings) : askAddressText(view, app.settings)
    return {
      set: { ...settled, ...(earlier && { address: earlier }) },
      deliveries: [orderMail(view, 'ask-address', text, app.settings, leaves)],
      tell: `Approved. The mail ${leavesAt(view, { notBefore: leaves }, { zone, now: tx.at })}.`,
    }
  },
}

const isFirstMail = ({ kind }: OrderView['waiting'][number]) => kind === 'orders.ask-address'

/** Only while the mail is still here. */
export const undo: OrderVerb = {
  label: 'Undo',
  past: 'took {it} back',
  takesBack: 'approve',
  offered({ state, waiting, attention }) {
    const isHere = waiting.some((mail) => isFirstMail(mail) && !mail.tryingSince)
    return state === 'details-validated' && isHere && (attention ? 'quiet' : true)
  },
  async effect({ tx, view }) {
    if (view.sale.stock) await offerFreed(tx, view, null)
    const cancels = view.waiting.filter(isFirstMail).map(({ key }) => key)
    return { set: { address: null }, cancels, tell: 'Taken back. No mail has left.' }
  },
}

const reasons = ['not an order', 'a question', 'ordered twice', 'not on offer', 'sold out', 'spam']

export const reject: OrderVerb = {
  label: 'Not an order',
  past: 'rejected',
  style: 'danger',
  offered: isPending,
  form: () => ({
    title: 'Not an order',
    submit: 'Put it aside',
    fields: [
      {
        name: 'reason',
        label: 'Why',
        kind: 'choice',
        value: 'not an order',
        choices: reasons.map((reason) => ({ value: reason, label: reason })),
      },
    ],
  }),
  effect({ answers }) {
    const closedReason = answers.reason || 'not an order'
    return { set: { ...settled, closedReason }, note: closedReason, tell: `Put aside: ${closedReason}.` }
  },
}

export const reopen: OrderVerb = {
  label: 'Open again',
  past: 'reopened',
  offered: ({ state }) => state === 'not-valid' && 'quiet',
  effect: () => ({ set: { ...settled, closedReason: null } }),
}
