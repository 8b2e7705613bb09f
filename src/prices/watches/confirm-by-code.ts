import { timingSafeEqual } from 'node:crypto'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import type { TellingApp } from '../alerts/types.ts'
import { nameOf } from '../names.ts'
import { hashCode } from './ask-watcher.ts'
import { confirmWatch, lockWatch } from './watch-acts.ts'

const MOST_TRIES = 5
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type CodeSaid = { isDone: boolean; title: string; words: string }

const wrong: CodeSaid = {
  isDone: false,
  title: 'That code does not fit',
  words: 'Look at the newest text of ours, or sign up again for a new one.',
}

/** The code of our text proves the phone: five guesses, half an hour. */
export async function confirmByCode(
  app: Needs<'em' | 'clock' | 'ring'> & TellingApp,
  watchId: string,
  code: string,
): Promise<CodeSaid> {
  if (!UUID.test(watchId)) return wrong
  return inTransaction(app, async (tx) => {
    const watch = await lockWatch(tx, watchId)
    const user = watch && (await tx.em.findOneOrFail(PriceUser, { id: watch.userId }, { refresh: true }))
    if (!watch || !user?.codeHash || !user.codeUntil || user.codeUntil < tx.at || user.codeTries >= MOST_TRIES)
      return wrong
    if (!isSame(hashCode(user.id, code.replace(/\D/g, '')), user.codeHash)) {
      await tx.em.nativeUpdate(PriceUser, { id: user.id }, { codeTries: user.codeTries + 1 })
      return wrong
    }
    await confirmWatch(tx, app, watch, { personId: null, name: 'The subscriber', via: 'link' })
    const product = await tx.em.findOneOrFail(TrackedProduct, { id: watch.productId })
    return { isDone: true, title: 'Confirmed', words: `We watch ${nameOf(product)} and text you when it gets cheaper.` }
  })
}

function isSame(given: string, kept: string): boolean {
  return timingSafeEqual(Buffer.from(given), Buffer.from(kept))
}
