import { bookingReadKinds } from '#src/bookings/read-kinds.ts'
import { catalogReadKinds } from '#src/catalog/read-kinds.ts'
import { orderReadKinds } from '#src/orders/read-kinds.ts'
import { priceReadKinds } from '#src/prices/read-kinds.ts'
import type { TextReader } from '#src/text-reader.ts'

/** The kinds of `deskhand read`, by name. A list of its own: reading by rules loads no database and no SDK. */
export const textReaders: Record<string, TextReader> = {
  ...orderReadKinds,
  ...bookingReadKinds,
  ...priceReadKinds,
  ...catalogReadKinds,
}
