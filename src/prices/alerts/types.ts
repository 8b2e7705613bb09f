import type { AlertReason, PriceAlert } from '#entities/prices/price-alert.ts'
import type { Needs } from '#src/app.ts'

export type TellingApp = Needs<'settings' | 'publicUrl'>
/** Alerts that tell of a price: it may be called wrong. The others tell of its stock, or that a page is away. */
export const PRICE_REASONS: AlertReason[] = ['drop', 'target', 'up']
export type NewAlert = Pick<
  PriceAlert,
  'priceId' | 'reason' | 'was' | 'price' | 'currency' | 'wasSeenAt' | 'seenAt' | 'tierS'
>
