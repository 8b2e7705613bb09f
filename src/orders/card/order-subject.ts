import type { Attention, Order, OrderState } from '#entities/orders/order.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { clearSql, isClear } from '../comments/is-clear.ts'
import { orderKind } from '../kinds.ts'
import { isConversing } from '../mails/mails.ts'
import { orderActs } from './order-acts.ts'
import { orderCard } from './order-card.ts'
import { orderForm } from './order-forms.ts'
import { nextOfOrder } from './order-next.ts'
import { loadOrders, type OrderView } from './order-view.ts'

/** An order, as people decide about it. */
export const orderSubject = defineSubject<Order, OrderView>({
  kind: orderKind,
  load: loadOrders,
  card: orderCard,
  next: nextOfOrder,
  offers,
  verbs: {
    approve: { label: 'Approve', past: 'approved', style: 'primary' },
    edit: { label: 'Edit', past: 'edited' },
    reject: { label: 'Not an order', past: 'rejected', style: 'danger' },
    undo: { label: 'Undo', past: 'took back' },
    reopen: { label: 'Open again', past: 'reopened' },
    reply: { label: 'Reply', past: 'answered', style: 'primary' },
    use: { label: 'Use suggestion', past: 'took the suggestion of', style: 'primary' },
    accept: { label: 'Looks right', past: 'accepted', style: 'primary' },
    ask: { label: 'Ask again', past: 'asked again about' },
    fix: { label: 'Fix e-mail', past: 'mended', style: 'primary' },
    paid: { label: 'Paid', past: 'marked paid' },
    seen: { label: 'Seen', past: 'saw' },
    close: { label: 'Close', past: 'closed', style: 'danger' },
  },
  ask: orderForm,
  act: orderActs,
  mayPress: ({ role, storeId }, { sale }) => role === 'admin' || (role === 'seller' && storeId === sale.storeId),
  batch: {
    ...{ plural: 'new orders', verb: 'approve', clearName: 'clear' },
    includes: ({ state, attention }) => state === 'pending-details-validation' && attention === null,
    includesSql: `t.state = 'pending-details-validation' and t.attention is null`,
    ...{ isClear, clearSql },
  },
})

/** Decision 15: the verbs depend on the state and on why a person is needed now. */
function offers(view: OrderView): Offer[] {
  const buttons = view.attention
    ? [...forAttention(view.attention, view), ...forState(view, true)]
    : forState(view, false)
  const seen = new Set<string>()
  return buttons.filter(({ verb }) => !seen.has(verb) && seen.add(verb))
}

const labels: Partial<Record<Attention, Record<string, string>>> = {
  cancel: { close: 'Cancel the order', seen: 'Keep' },
  question: { seen: 'No answer needed' },
  change: { seen: 'Leave as it is' },
  silent: { seen: 'Keep waiting' },
  link: { seen: 'Try again' },
}

const attentionVerbs: Record<Attention, string[]> = {
  change: ['edit', 'seen', 'reply'],
  question: ['reply', 'seen'],
  cancel: ['close', 'seen', 'reply'],
  address: ['use', 'ask', 'edit', 'accept', 'reply', 'close'],
  'unchecked-address': ['accept', 'edit', 'ask', 'close'],
  'two-addresses': ['edit', 'ask', 'reply', 'close'],
  bounce: ['fix', 'close'],
  mail: ['reply', 'seen', 'edit'],
  silent: ['seen', 'reply', 'close'],
  link: ['seen', 'close'],
}

function forAttention(attention: Attention, view: OrderView): Offer[] {
  return attentionVerbs[attention]
    .filter((verb) => isPossible(verb, view))
    .map((verb) => ({ verb, ...(labels[attention]?.[verb] && { label: labels[attention][verb] }) }))
}

/** Narrows a verb to what the record allows now. */
function isPossible(verb: string, view: OrderView): boolean {
  if (verb === 'reply') return isConversing(view)
  if (verb === 'use') return view.state === 'awaiting-address-reply' && Boolean(view.address?.suggestion)
  if (verb === 'ask') return view.state === 'awaiting-address-reply'
  if (verb === 'accept') return view.state === 'awaiting-address-reply' && isForPerson(view)
  if (verb === 'approve') return Boolean(view.email && view.items)
  if (verb === 'undo')
    return view.waiting.some(({ kind, tryingSince }) => kind === 'orders.ask-address' && !tryingSince)
  if (verb === 'close') return canClose.includes(view.state)
  return true
}

/** Where Google cannot say, and where an admin typed it, a person's word is the last. */
function isForPerson({ attention, address }: OrderView): boolean {
  return attention === 'unchecked-address' || Boolean(address?.typedBy)
}

const canClose: OrderState[] = ['details-validated', 'awaiting-address-reply', 'shopping-cart-link-sent']

/** An order that is not clear is looked at before it is approved. */
const doubtful = { buttons: ['edit', 'approve', 'reject'], quiet: [] }

const stateVerbs: Record<OrderState, { buttons: string[]; quiet: string[] }> = {
  scraped: { buttons: [], quiet: [] },
  'pending-details-validation': { buttons: ['approve', 'edit', 'reject'], quiet: [] },
  'not-valid': { buttons: [], quiet: ['reopen', 'reply'] },
  'details-validated': { buttons: ['undo'], quiet: ['fix', 'close'] },
  'awaiting-address-reply': { buttons: [], quiet: ['reply', 'edit', 'fix', 'close'] },
  'shopping-cart-link-sent': { buttons: [], quiet: ['paid', 'reply', 'fix', 'close'] },
}

/** While something else is asked only the decision of a pending order stays a button. */
function forState(view: OrderView, isSecond: boolean): Offer[] {
  const { buttons, quiet } =
    view.state === 'pending-details-validation' && !isClear(view) ? doubtful : stateVerbs[view.state]
  const hide = isSecond && view.state !== 'pending-details-validation'
  return [
    ...buttons.filter((verb) => isPossible(verb, view)).map((verb) => ({ verb, ...(hide && { quiet: true }) })),
    ...quiet.filter((verb) => isPossible(verb, view)).map((verb) => ({ verb, quiet: true })),
  ]
}
