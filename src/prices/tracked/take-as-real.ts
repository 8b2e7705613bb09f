import { Price } from '#entities/prices/price.ts'
import type { Claim, Doubt, TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { tellWatchers } from '../alerts/tell-watchers.ts'
import { tierOfProduct } from '../looks/tier.ts'
import { writePrice } from '../names.ts'
import { lookAnew } from './look-anew.ts'
import type { TrackedView } from './tracked-view.ts'

/** The doubted price counts from the moment it was seen, and whoever waits for it is told now. */
export async function takeAsReal({ tx, app, view }: Acting<TrackedView>): Promise<Effect<TrackedProduct>> {
  const [claim] = view.doubt?.claims ?? []
  if (!view.doubt || !claim) throw new Refusal('The page says something else by now. Ask me to show the card again.')
  const row = await addPrice(
    tx,
    (await reinstate(tx, view.id, claim, view.doubt)) ?? readingOf(view, claim, view.doubt),
  )
  const counts = { price: row.price, currency: row.currency, was: row.was, priceAt: row.at, seenAt: row.at }
  const set = { ...counts, doubt: null, rejected: null, ...lookAnew(tx) }
  const product = Object.assign(view, set)
  await tellWatchers(tx, app, { product, row, tierS: await tierOfProduct(tx.em, app, view) })
  return { set, tell: `${writePrice(row.price, row.currency)} counts. Who waits for it is told now.` }
}

type Reading = Omit<Price, 'id' | 'withdrawnAt' | 'archivedOn'>

/**
 * What a subscriber had called wrong was right whenever it was read. Returns the last reading that was a change, to be
 * told as a new one; null where none was taken back, or what was is in the archive by now.
 */
async function reinstate({ em }: Tx, productId: string, claim: Claim, { seenAt }: Doubt): Promise<Reading | null> {
  const [price, at] = [BigInt(claim.price), { $gte: new Date(seenAt) }]
  const where = { productId, price, currency: claim.currency, at, withdrawnAt: { $ne: null } }
  const taken = await em.find(Price, where, { orderBy: { at: 'desc', id: 'desc' } })
  const last = taken.find(({ before }) => before !== null && before !== price) ?? null
  const others = taken.filter((one) => one !== last).map(({ id }) => id)
  await em.nativeUpdate(Price, { id: { $in: others } }, { withdrawnAt: null })
  return last
}

function readingOf(view: TrackedView, claim: Claim, { was, availability, seenAt }: Doubt): Reading {
  const { currency, source, piece } = claim
  const before = currency === view.currency ? view.price : null
  const at = new Date(seenAt)
  const beforeSeenAt = view.seenAt !== null && view.seenAt < at ? view.seenAt : null
  return {
    ...{ productId: view.id, price: BigInt(claim.price), currency, source, piece, before, beforeSeenAt },
    ...{ was: was === null ? null : BigInt(was), availability, at },
  }
}

async function addPrice({ em }: Tx, { productId, price, currency, source, piece, ...rest }: Reading): Promise<Price> {
  const { before, beforeSeenAt, was, availability, at } = rest
  const id = uuid()
  await em.insert(Price, {
    ...{ id, productId, price, currency, source, piece, before, beforeSeenAt, was, availability, at },
    ...{ withdrawnAt: null, archivedOn: null },
  })
  return em.findOneOrFail(Price, { id })
}
