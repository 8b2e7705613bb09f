import type { Order } from '#entities/orders/order.ts'
import type { Roundup } from '#entities/orders/roundup.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { LastMove } from '#src/cards/last-moves.ts'

/** `asking`: whose comments wait for an answer, oldest first. */
export type RoundupView = Roundup & { sale: Sale; asking: Order[]; lastMove: LastMove | null }
