import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { Needs } from '#src/app.ts'

export type TellingApp = Needs<'settings' | 'publicUrl'>
export type NewAlert = Pick<
  PriceAlert,
  'priceId' | 'reason' | 'was' | 'price' | 'currency' | 'wasSeenAt' | 'seenAt' | 'tierS'
>
