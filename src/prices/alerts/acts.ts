import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { canBeBought } from '../names.ts'
import { PRICE_REASONS } from './types.ts'

/** What a link of an alert asks for, and how it is called. */
export type Act = readonly [act: 'stop' | 'target' | 'change' | 'wrong', label: string]

type Reason = Pick<PriceAlert, 'reason'>
type Rule = Pick<PriceSubscription, 'rule'>

const STOP: Act = ['stop', 'Stop']

/** What can be done about an alert. */
export function actsOf(alert: Reason, watch: Rule): Act[] {
  if (alert.reason === 'unreachable') return [STOP]
  const wrong: Act[] = PRICE_REASONS.includes(alert.reason) ? [['wrong', 'Wrong price']] : []
  return [STOP, isAimLower(alert, watch) ? ['target', 'Lower target'] : ['change', 'Change'], ...wrong]
}

/** Whether they may want it for less: not who waits for a rise, nor where the alert tells of no fall. */
export function isAimLower({ reason }: Reason, { rule }: Rule): boolean {
  return rule !== 'up' && !['unreachable', 'currency', 'correction'].includes(reason)
}

/** What the link to the shop is called: what is sold out, away or was a mistake is nothing to buy. */
export function wayOf({ reason }: Reason, product: Pick<TrackedProduct, 'availability' | 'failingSince'>): string {
  const isOffer = reason !== 'unreachable' && reason !== 'correction'
  return isOffer && canBeBought(product) ? 'Buy' : 'Open page'
}
