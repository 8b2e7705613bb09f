import type { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'

/** The sale of an order among those of its batch, by their posts. */
export function saleOf(sales: Map<string, Sale>, order: Pick<Order, 'id' | 'igMediaId'>): Sale {
  const sale = sales.get(order.igMediaId)
  if (!sale) throw new Error(`order ${order.id} has no sale`)
  return sale
}
