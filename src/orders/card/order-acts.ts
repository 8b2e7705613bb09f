import type { Items, Order } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { writeClock, writeSeconds } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { toCheck } from '../address/given-address.ts'
import { untried } from '../link/link.ts'
import {
  askAddressText,
  askAgainText,
  doubtfulQuestion,
  linkText,
  orderMail,
  replyText,
  suggestionQuestion,
  twoAddressesQuestion,
} from '../mails/mails.ts'
import { readAddressField, readEmailField, writeAddressLines } from '../read-fields.ts'
import { CHECK_ADDRESS, LINK } from '../steps.ts'
import { readItemsField } from '../write-items.ts'
import type { OrderView } from './order-view.ts'

type Act = (acting: Acting<OrderView>) => Promise<Effect<Order>> | Effect<Order>

const seen = { attention: null, attentionNote: null } as const

/** What each verb of a person does besides the move. */
export const orderActs: Record<string, Act> = {
  approve({ tx, app, view }) {
    const leaves = new Date(tx.at.getTime() + app.settings.UNDO_WINDOW_S * 1000)
    const zone = app.settings.STORE_TIMEZONE
    return {
      set: seen,
      deliveries: [orderMail(view, 'ask-address', askAddressText(view, app.settings), app.settings, leaves)],
      tell: `Approved. The mail goes ${writeSeconds(leaves, zone)}.`,
    }
  },

  undo: ({ view }) => ({
    cancels: view.waiting.filter(({ kind }) => kind === 'orders.ask-address').map(({ key }) => key),
    tell: 'Taken back. No mail has left.',
  }),

  reject: ({ answers }) => ({
    set: { ...seen, closedReason: answers.reason || 'not an order' },
    tell: 'Not an order, then.',
  }),

  reopen: () => ({ set: { closedReason: null } }),

  async edit(acting) {
    const { view, answers } = acting
    return view.state === 'pending-details-validation' ? editDetails(acting) : editLater(view, answers, acting)
  },

  reply: ({ app, view, answers }) => {
    const words = answers.text?.trim()
    if (!words) throw new Refusal('Write the answer first.', { text: 'Write the answer first.' })
    const mail = orderMail(view, 'reply', replyText(words, app.settings), app.settings)
    return { set: seen, note: words.slice(0, 200), deliveries: [mail], tell: `Your answer goes to ${view.email}.` }
  },

  seen({ tx, view }) {
    tx.ring(LINK)
    if (view.attention !== 'link') return { set: { ...seen, mailedAt: tx.at }, tell: 'All right.' }
    return { set: { ...seen, ...untried }, tell: 'I try again.' }
  },

  use({ tx, view, by }) {
    const { address } = view
    if (!address?.suggestion) throw new Refusal('There is no suggestion.')
    tx.ring(LINK)
    const accepted = {
      ...address,
      given: address.suggestion,
      verdict: `accepted by ${by.name}`,
      validatedAt: tx.at.toISOString(),
    }
    return { set: { ...seen, address: accepted }, tell: 'The cart link goes out.' }
  },

  accept({ tx, view, by }) {
    if (!view.address) throw new Refusal('There is no address yet.')
    tx.ring(LINK)
    const accepted = { ...view.address, verdict: `accepted by ${by.name}`, validatedAt: tx.at.toISOString() }
    return { set: { ...seen, address: accepted }, tell: 'The cart link goes out.' }
  },

  ask({ app, view }) {
    const mail = orderMail(view, 'ask-again', askAgainText(view, questionOf(view), app.settings), app.settings)
    return { set: { ...seen, asked: view.asked + 1 }, deliveries: [mail], tell: `I have asked ${view.email} again.` }
  },

  fix({ app, view, answers }) {
    const email = readEmailField(answers.email ?? '')
    const fresh = { email, gmailConversationId: null, messageIds: [] }
    const next = { ...view, ...fresh }
    const hasLink = view.cartLink !== null && view.address !== null
    const text =
      view.cartLink && view.address
        ? linkText(next, view.address, view.cartLink, app.settings)
        : askAddressText(next, app.settings)
    const mail = orderMail(next, hasLink ? 'send-link' : 'ask-address', text, app.settings)
    return {
      set: { ...seen, ...fresh },
      edited: true,
      cancels: view.waiting.filter(({ tryingSince }) => !tryingSince).map(({ key }) => key),
      deliveries: [mail],
      tell: `I write to ${email} instead.`,
    }
  },

  paid: ({ tx, app }) => ({ set: { paidAt: tx.at }, tell: `Paid, ${writeClock(tx.at, app.settings.STORE_TIMEZONE)}.` }),

  close: ({ view, answers }) => ({
    set: {
      ...seen,
      closedReason: answers.reason || (view.attention === 'cancel' ? 'cancelled by the customer' : 'closed'),
    },
    cancels: view.waiting.filter(({ tryingSince }) => !tryingSince).map(({ key }) => key),
    tell: 'Closed.',
  }),
}

function questionOf({ attention, address }: OrderView): string {
  if (attention === 'two-addresses') return twoAddressesQuestion
  return address?.suggestion ? suggestionQuestion(address) : doubtfulQuestion
}

/** Both may be changed before approving; what was changed is kept as a labelled example. */
async function editDetails({ tx, view, answers }: Acting<OrderView>): Promise<Effect<Order>> {
  const email = readEmailField(answers.email ?? '')
  const items = readItemsField(answers.items ?? '', view.sale)
  await keepExample(tx, view, { email, items })
  const reading = view.reading && { ...view.reading, clear: true, why: 'edited' }
  return { set: { ...seen, email, items, reading }, edited: true, tell: 'Saved. Approve it when it is right.' }
}

function editLater(view: OrderView, answers: Record<string, string>, { tx, by }: Acting<OrderView>): Effect<Order> {
  const items = answers.items ? readItemsField(answers.items, view.sale) : view.items
  const text = answers.address?.trim()
  if (!text || view.state !== 'awaiting-address-reply' || isAsBefore(view, text)) {
    tx.ring(LINK)
    return { set: { ...seen, items }, edited: true, tell: 'Saved.' }
  }
  tx.ring(CHECK_ADDRESS)
  const address = { ...toCheck(readAddressField(text), text), typedBy: by.name }
  return {
    set: { ...seen, items, address },
    edited: true,
    tell: 'Saved. Google looks at the address, then the cart link goes out.',
  }
}

/** The form shows the address; one that nobody changed is not checked a second time. */
function isAsBefore({ address }: OrderView, text: string): boolean {
  return address?.validatedAt ? writeAddressLines(address.suggestion ?? address.given) === text : false
}

async function keepExample(
  tx: Acting<OrderView>['tx'],
  view: OrderView,
  corrected: { email: string; items: Items },
): Promise<void> {
  const read = { email: view.email, items: view.items }
  if (JSON.stringify(read) === JSON.stringify(corrected)) return
  await sql(
    tx.em,
    `insert into order_examples (id, order_id, text, caption, read, corrected, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      uuid(),
      view.id,
      view.sourceComment.text,
      view.sale.caption,
      JSON.stringify(read),
      JSON.stringify(corrected),
      tx.at,
    ],
  )
}
