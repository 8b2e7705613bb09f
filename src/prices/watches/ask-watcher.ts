import { createHash, randomInt } from 'node:crypto'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { raiseCards } from '#src/moves/raise-cards.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { type TellingApp, unsubscribeHeaders } from '../alerts/send-alert.ts'
import { watchKind } from '../kinds.ts'
import { writeCodeText, writeConfirmMail } from './write-ask.ts'

const DAY_MS = 24 * 60 * 60_000
/** Nobody's address is flooded by sign-ups that are not theirs. */
const MOST_ASKS = 10
const LINK_DAYS = 7
const CODE_MINUTES = 30

/** Asks a subscriber whether the product is the right one and the address theirs: by mail, by a code, or on their card. */
export async function askWatcher(tx: Tx, app: TellingApp, watch: PriceSubscription): Promise<void> {
  const user = await tx.em.findOneOrFail(PriceUser, { id: watch.userId })
  if (user.notifyBy === 'chat') return raiseCards(tx, watchKind, [{ row: watch, after: watch }], true)
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: watch.productId })
  const isToday = user.askedAt !== null && tx.at.getTime() - user.askedAt.getTime() < DAY_MS
  if (isToday && user.asks >= MOST_ASKS) throw new Refusal('We have written to this address often enough today.')
  const asks = user.asks + 1
  await tx.em.nativeUpdate(PriceUser, { id: user.id }, { asks, askedAt: tx.at })
  const about = {
    key: `price-confirm:${watch.id}:${asks}`,
    zone: user.zone,
    subject: watchKind.name,
    subjectId: watch.id,
  }
  const shop = app.settings.STORE_NAME
  if (user.notifyBy === 'sms') {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const codeUntil = new Date(tx.at.getTime() + CODE_MINUTES * 60_000)
    await tx.em.nativeUpdate(PriceUser, { id: user.id }, { codeHash: hashCode(user.id, code), codeUntil, codeTries: 0 })
    const payload = { text: writeCodeText({ shop, code, product }), atNight: true }
    return enqueue(tx, [
      { ...about, kind: 'prices.code', channel: 'price-sms', recipient: user.phoneNumber ?? '', payload },
    ])
  }
  const expiresAt = new Date(tx.at.getTime() + LINK_DAYS * 24 * 60 * 60_000)
  const token = await mintLink(tx, { purpose: 'price-confirm', subjectId: watch.id, expiresAt })
  const link = writeLink(app.publicUrl, token)
  const payload = { ...writeConfirmMail({ shop, product, link, user }), headers: unsubscribeHeaders({ manage: link }) }
  await enqueue(tx, [{ ...about, kind: 'prices.confirm', channel: 'price-mail', recipient: user.email ?? '', payload }])
}

export function hashCode(userId: string, code: string): string {
  return createHash('sha256').update(`${userId} ${code}`).digest('hex')
}
