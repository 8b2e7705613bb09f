import type { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { Wish } from '#entities/orders/wish.ts'
import type { LastMove } from '#src/cards/last-moves.ts'

/** `asking`: whose comments wait for an answer, oldest first. */
export type WishView = Wish & { sale: Sale; asking: Order[]; lastMove: LastMove | null }
