import { step } from '#entities/actor.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { redrawWatches, tellUnreachable } from '../../alerts/tell-watchers.ts'
import { trackedKind } from '../../kinds.ts'
import { LOOK } from '../../steps.ts'
import { lockProduct } from '../lock-product.ts'
import type { LookingApp } from '../site.ts'

/** So long after the first look that failed; the words of a mail and of a card say "a day". */
export const UNREACHABLE_AFTER_MS = 24 * 60 * 60_000
const LONGEST_WAIT_S = 60 * 60
/** A first look that fails is tried again so often before the page counts as unreadable. */
export const FIRST_TRIES_MS = 10 * 60_000

/**
 * A look that failed counts as nothing: never as a drop. The next one waits longer; a page that was never read is
 * given up, one that has failed for a day is told to who watches it.
 */
export async function recordFailure(
  tx: Tx,
  app: LookingApp,
  id: string,
  { why, isGone }: { why: string; isGone: boolean },
  at: Date,
  tierS: number,
): Promise<void> {
  const product = await lockProduct(tx, id)
  if (!product || product.state === 'resting') return
  const since = product.failingSince ?? at
  const failedMs = at.getTime() - since.getTime()
  const mostS = product.state === 'new' ? (FIRST_TRIES_MS - failedMs) / 1000 : LONGEST_WAIT_S
  const waitS = Math.max(tierS, Math.min(mostS, failedMs / 1000))
  const set = { lookedAt: at, lastError: why, failingSince: since, bodyHash: null, etag: null, lastModified: null }
  await tx.em.nativeUpdate(TrackedProduct, { id }, { ...set, nextLookAt: new Date(at.getTime() + waitS * 1000) })
  const options = { set: () => set, note: why }
  const isGivenUp = product.state === 'new' && (isGone || failedMs >= FIRST_TRIES_MS)
  const isFirst = product.failingSince === null
  if (isGivenUp) await move(tx, trackedKind, [product], 'fail', step(LOOK), options)
  if (isGivenUp || isFirst) await redrawWatches(tx, [id])
  if (product.state === 'watched' && failedMs >= UNREACHABLE_AFTER_MS) {
    await move(tx, trackedKind, [product], 'lose', step(LOOK), options)
    await tellUnreachable(tx, app, product, tierS)
  }
}
