import type { Needs } from '#src/app.ts'
import { takeCalls } from '#src/limits/budget.ts'

const PRODUCTS_A_MINUTE = 100
const MINUTE_S = 60

/** How many of so many more products the models may look at now, and when the next one may be. */
export function takeProducts(
  { em, clock }: Needs<'em' | 'clock'>,
  wanted: number,
): Promise<{ count: number; freeAt: Date }> {
  const budget = { budget: 'model:products', most: PRODUCTS_A_MINUTE, perS: MINUTE_S }
  return takeCalls(em, budget, wanted, clock())
}
