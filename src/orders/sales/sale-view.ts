import type { Items } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { LastMove } from '#src/cards/last-moves.ts'

/** `left`: of what is counted, what no approved order has taken. */
export type SaleView = Sale & { orders: Record<string, number>; left: Items | null; arrival: LastMove | null }
