import { timingSafeEqual } from 'node:crypto'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { mintManageLink } from '../alerts/manage-link.ts'
import type { TellingApp } from '../alerts/types.ts'
import { nameOf } from '../names.ts'
import { hashCode } from './ask-watcher.ts'
import { confirmWatch, lockWatch } from './watch-acts.ts'
import { writeRule } from './write-rule.ts'

const MOST_TRIES = 5
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `manage`: the link to what they watch, once the phone is proved. */
export type CodeSaid = { isDone: boolean; title: string; words: string; manage: string | null }

const wrong: CodeSaid = {
  isDone: false,
  manage: null,
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
    return tellConfirmed(tx, app, watch)
  })
}

/** The same code again, by a second click, is answered as the first was: until its time is over. */
async function tellConfirmed(tx: Tx, app: TellingApp, { id, state, productId, ...rule }: PriceSubscription) {
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: productId })
  const manage = await mintManageLink(tx, app, id)
  if (state === 'stopped') {
    const words = `We do not watch ${nameOf(product)} for you. Sign up again to watch it.`
    return { isDone: true, title: 'Stopped', words, manage }
  }
  const words = `We watch ${nameOf(product)} and text you ${writeRule(rule)}.`
  return { isDone: true, title: 'Confirmed', words, manage }
}

function isSame(given: string, kept: string): boolean {
  return timingSafeEqual(Buffer.from(given), Buffer.from(kept))
}
