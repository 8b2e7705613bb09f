import { bookingDeliveries } from '#src/bookings/deliveries.ts'
import { orderDeliveries } from '#src/orders/deliveries.ts'
import type { DeliveryKinds } from '#src/outbox/send-due.ts'

/** Every kind of message that leaves, and what its leaving means to its record. */
export const deliveryKinds: DeliveryKinds = { ...orderDeliveries, ...bookingDeliveries }
