import type { Order } from '#entities/orders/order.ts'
import { defineSubject, type Member } from '#src/cards/subject.ts'
import { subjectFrom } from '#src/cards/verb.ts'
import { clearSql, isClear } from '../comments/is-clear.ts'
import { orderKind } from '../kinds.ts'
import { admit, countEnough } from '../stock/stock.ts'
import { tellShortage } from '../stock/tell-shortage.ts'
import { orderVerbs } from '../verbs/verbs.ts'
import { orderCard } from './order-card.ts'
import { nextOfOrder } from './order-next.ts'
import { orderTelling } from './order-telling.ts'
import { loadOrders, type OrderView } from './order-view.ts'

/** An order, as people decide about it. */
export const orderSubject = defineSubject<Order, OrderView>({
  kind: orderKind,
  load: loadOrders,
  card: orderCard,
  next: nextOfOrder,
  tells: orderTelling,
  ...subjectFrom(orderVerbs, maySee),
  batch: {
    ...{ plural: 'new orders', verb: 'approve', clearName: 'clear' },
    includes: ({ state, attention }) => state === 'pending-details-validation' && attention === null,
    includesSql: `t.state = 'pending-details-validation' and t.attention is null`,
    ...{ isClear, clearSql },
    ...{ admit, told: tellShortage, enough: countEnough },
  },
})

function maySee({ role, storeId }: Member, { sale }: OrderView): boolean {
  return role === 'admin' || (role === 'seller' && storeId === sale.storeId)
}
