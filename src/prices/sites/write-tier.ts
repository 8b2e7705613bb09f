import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Needs } from '#src/app.ts'
import { tierOfProduct } from '../looks/tier.ts'

/** How often a shop lets us look, as it is: `This shop lets us look every 10 minutes.` */
export async function writeTier(app: Needs<'em' | 'settings'>, product: TrackedProduct): Promise<string> {
  return sayTier(await tierOfProduct(app.em.fork(), app, product))
}

export function sayTier(tierS: number): string {
  return tierS <= 60 ? 'We look every minute.' : `This shop lets us look every ${sayMinutes(tierS)}.`
}

export function sayMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 1 ? 'minute' : `${minutes} minutes`
}
