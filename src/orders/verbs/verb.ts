import type { Order } from '#entities/orders/order.ts'
import type { Verb } from '#src/cards/verb.ts'
import type { OrderView } from '../card/order-view.ts'
import { isClear } from '../comments/is-clear.ts'
import { shortOf } from '../stock/stock.ts'

export type OrderVerb = Verb<Order, OrderView>

/** What a person was asked is answered. */
export const settled = { attention: null, attentionNote: null } as const

/** Keys of the mails that have not begun to leave. */
export function stillHere({ waiting }: OrderView): string[] {
  return waiting.filter(({ tryingSince }) => !tryingSince).map(({ key }) => key)
}

/** How a person answers that the customer needs no payment details. */
export const THEY_KNOW = 'They know'

/** The cart link has left. */
export const isLinked = ({ state }: OrderView) => state === 'shopping-cart-link-sent'

/** Nothing is left to do: closed, or paid and on its way. */
export function isOver({ state, paidAt, shippedAt }: Pick<Order, 'state' | 'paidAt' | 'shippedAt'>): boolean {
  return state === 'not-valid' || (paidAt !== null && shippedAt !== null)
}

/** Read without a doubt, and there is enough for it: Approve leads, else Edit. That it came free is no doubt. */
export function isReady(view: OrderView): boolean {
  const read = view.attention === 'stock' ? { ...view, attention: null } : view
  return isClear(read) && shortOf(view.items, view.left).length === 0
}
