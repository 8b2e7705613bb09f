import type { Actor } from '#entities/actor.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { watchKind } from '../kinds.ts'
import type { Rule } from './write-rule.ts'

const MOST_WATCHES = 20

export type Wish = { user: PriceUser; product: TrackedProduct; rule: Rule; by: Actor }

/**
 * The one watch of a person on a product: new, begun again, or with another rule. What somebody has confirmed changes
 * by nobody who only typed their address: it is as it was then, and they are written to.
 */
export async function keepWatch(tx: Tx, wish: Wish): Promise<PriceSubscription> {
  const { user, product, rule, by } = wish
  await refuseTooMany(tx, user, product)
  const known = await tx.em.findOne(PriceSubscription, { userId: user.id, productId: product.id })
  if (!known) return addWatch(tx, wish)
  if (isConfirmed(known) && isStranger(by)) return known
  if (known.state === 'stopped') {
    const set = { ...begun(wish), toldStock: product.availability, remindedAt: null }
    await move(tx, watchKind, [known], 'again', by, { set: () => set })
  } else {
    await move(tx, watchKind, [known], 'change', by, { set: () => ({ ...rule, ...armed }), edited: true })
  }
  return tx.em.findOneOrFail(PriceSubscription, { id: known.id }, { refresh: true })
}

/** Confirmed, and not stopped since. */
export function isConfirmed({ state }: Pick<PriceSubscription, 'state'>): boolean {
  return state === 'watching' || state === 'told'
}

/** Nobody we know: whoever fills in the public page. */
function isStranger({ personId }: Actor): boolean {
  return personId === null
}

async function refuseTooMany({ em }: Tx, { id }: PriceUser, product: TrackedProduct): Promise<void> {
  const where = { userId: id, state: { $ne: 'stopped' as const }, productId: { $ne: product.id } }
  if ((await em.count(PriceSubscription, where)) < MOST_WATCHES) return
  throw new Refusal(`You watch ${MOST_WATCHES} things already. Stop one of them first.`)
}

async function addWatch(tx: Tx, wish: Wish): Promise<PriceSubscription> {
  const { user, product } = wish
  const id = uuid()
  const now = { createdAt: tx.at, toldStock: product.availability }
  const never = { stockToldAt: null, askedAt: null, remindedAt: null, confirmedAt: null }
  await tx.em.insert(PriceSubscription, {
    ...{ id, state: 'asked' as const, userId: user.id, productId: product.id, personId: user.personId, moves: 0 },
    ...{ ...begun(wish), ...now, ...never },
  })
  return tx.em.findOneOrFail(PriceSubscription, { id })
}

/** What drops are measured from, and nothing told yet. */
function begun({ product: { price, currency, priceAt }, rule }: Wish) {
  return { ...rule, currency, baseline: price, baselineAt: priceAt, ...armed }
}

/** Nothing is told yet by the rule that counts from now on. */
export const armed = { isArmed: true, toldPrice: null, toldAt: null }
