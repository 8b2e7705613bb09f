import type { Attention } from '#entities/orders/order.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { Refusal } from '#src/errors.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { linkAgain } from '../link/cart-link.ts'
import { untried } from '../link/link.ts'
import { askAddressText, isConversing, linkText, orderMail, replyText } from '../mails/mails.ts'
import { readEmailField } from '../read-fields.ts'
import { LINK } from '../steps.ts'
import { emailField } from './edit.ts'
import { isOver, type OrderVerb, settled, stillHere, THEY_KNOW } from './verb.ts'

export const reply: OrderVerb = {
  label: 'Reply',
  past: 'answered',
  offered(view) {
    if (!isConversing(view)) return false
    if (view.attention === 'question' || view.attention === 'mail') return 'first'
    if (view.attention) return quietWhere.includes(view.attention) ? 'quiet' : true
    return isOver(view) ? 'quiet' : true
  },
  form: (view) => ({
    title: `Reply to @${view.username}`,
    submit: 'Send',
    fields: [{ name: 'text', label: 'Your answer', kind: 'long', ...wordsOf(view) }],
  }),
  effect({ app, view, answers }) {
    const words = answers.text?.trim()
    if (!words) throw new Refusal('Write the answer first.', { text: 'Write the answer first.' })
    const mail = orderMail(view, 'reply', replyText(view, words, app.settings), app.settings)
    return { set: settled, note: clip(words, 200), deliveries: [mail], tell: `Your answer goes to ${view.email}.` }
  },
}

/** Nobody wrote there: something else is meant to be pressed. */
const quietWhere: Attention[] = ['bounce', 'unchecked-address', 'link', 'stock']

function wordsOf({ attentionNote }: OrderView): { hint?: string } {
  return attentionNote ? { hint: `They wrote: ${clip(attentionNote, 300)}` } : {}
}

const seenAs: Partial<Record<Attention, string>> = {
  cancel: 'Keep',
  question: 'No answer needed',
  change: 'Leave as it is',
  silent: 'Keep waiting',
  link: 'Try again',
  mail: 'Seen',
  payment: THEY_KNOW,
}

export const seen: OrderVerb = {
  label: 'Seen',
  past: 'saw',
  offered({ attention }) {
    const label = attention && seenAs[attention]
    return label ? [{ label, ...((attention === 'silent' || attention === 'link') && { first: true }) }] : false
  },
  effect({ tx, view }) {
    tx.ring(LINK)
    const note = view.attention && seenAs[view.attention]
    const said = note && note !== 'Seen' ? { note } : {}
    if (view.attention !== 'link') return { set: { ...settled, mailedAt: tx.at }, ...said, tell: 'All right.' }
    return { set: { ...settled, ...untried }, ...said, tell: 'I try again.' }
  },
}

export const fix: OrderVerb = {
  label: 'Fix e-mail',
  past: 'mended the e-mail of',
  offered(view) {
    if (view.attention === 'bounce') return 'first'
    if (view.state === 'details-validated') return 'quiet'
    if (view.state !== 'awaiting-address-reply' && view.state !== 'shopping-cart-link-sent') return false
    return view.attention || view.paidAt ? 'quiet' : true
  },
  form: (view) => ({
    title: `E-mail of ${writeRef(orderKind, view)}`,
    submit: 'Save and write',
    fields: [emailField(view)],
  }),
  async effect({ tx, app, view, answers }) {
    const email = readEmailField(answers.email ?? '')
    const fresh = { email, gmailConversationId: null, messageIds: [] }
    const next = { ...view, ...fresh }
    const { cartLink, address } = view
    const link = cartLink && (await linkAgain(tx, app.publicUrl, { ...view, cartLink }))
    const mail =
      link && address
        ? orderMail(next, 'send-link', linkText(next, address, link, app.settings), app.settings)
        : orderMail(next, 'ask-address', askAddressText(next, app.settings), app.settings)
    const tell = `I write to ${email} instead.`
    return { set: { ...settled, ...fresh }, edited: true, cancels: stillHere(view), deliveries: [mail], tell }
  },
}
