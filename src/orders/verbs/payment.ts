import { writeRef } from '#src/cards/ref.ts'
import { writeClock } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { HOW_TO_PAY, type OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { canPay } from '../link/link.ts'
import { whenPaid } from '../mails/earlier-words.ts'
import { billText, orderMail } from '../mails/mails.ts'
import { readWords } from '../read-fields.ts'
import { redrawSiblings } from '../redraw-siblings.ts'
import { isLinked, type OrderVerb, settled, THEY_KNOW } from './verb.ts'

const MOST_HOW = 1500

export const paid: OrderVerb = {
  label: 'Paid',
  past: 'marked {it} paid',
  offered: (view) => isLinked(view) && view.paidAt === null,
  whyNot: (view) => (hasMoney(view) ? `Stripe has the money for ${writeRef(orderKind, view)} already.` : null),
  async effect({ tx, app, view, member }) {
    await redrawSiblings(tx, view)
    const clock = writeClock(tx.at, member.zone || app.settings.STORE_TIMEZONE)
    return { set: whenPaid(view, tx.at), tell: `Paid, ${clock}. Press Shipped when it is on its way.` }
  },
}

/** Told by the provider; on its way, there is more to be said of it. */
function hasMoney(view: OrderView): boolean {
  return isLinked(view) && view.paidBy === 'provider' && view.shippedAt === null
}

/** Pressed by mistake: until it is on its way, and unless a provider has told us of the money. */
export const unpay: OrderVerb = {
  label: 'Undo Paid',
  past: 'marked {it} not paid',
  takesBack: 'paid',
  offered(view) {
    const { paidBy, shippedAt, attention } = view
    if (!isLinked(view) || paidBy !== 'person' || shippedAt) return false
    return attention ? 'quiet' : true
  },
  whyNot(view) {
    if (!hasMoney(view)) return null
    const ref = writeRef(orderKind, view)
    return `Stripe has the money for ${ref}. Give it back at Stripe, then close ${ref}.`
  },
  async effect({ tx, app, view }) {
    await redrawSiblings(tx, view)
    const asks = await asksPaymentAgain(tx, view, app.settings)
    return {
      set: { paidAt: null, ...(asks && { attention: 'payment' as const }) },
      tell: 'Not paid any more. A packing list made before still has it.',
    }
  },
}

/** Nothing has told them how to pay, and Paid took the question away. */
async function asksPaymentAgain({ em }: Tx, { id, attention }: OrderView, settings: Settings): Promise<boolean> {
  if (attention || canPay(settings)) return false
  const told = await sql(
    em,
    `select 1 from moves where kind = 'order' and record_id = $1 and (verb = 'bill' or (verb = 'seen' and note = $2))`,
    [id, THEY_KNOW],
  )
  return told.length === 0
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
        hint: 'Greeting, items, total and the order’s number stand in the mail already. At most 1,500 characters.',
        ...(view.howToPay && { value: view.howToPay }),
      },
    ],
  }),
  async effect({ tx, app, view, answers }) {
    const how = readWords(answers, 'how', MOST_HOW)
    if (!how) throw new Refusal('Write how to pay first.', { how: 'Write how to pay first.' })
    await writeNote(tx.em, HOW_TO_PAY, { how }, tx.at)
    const mail = orderMail(view, 'payment', billText(view, how, app.settings), app.settings)
    return { set: settled, deliveries: [mail], tell: `Payment details go to ${view.email}.` }
  },
}
