import { randomInt } from 'node:crypto'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import { hashOf } from '#src/basics/hash.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { unsubscribeHeaders } from '../alerts/compose.ts'
import type { TellingApp } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'
import { LINK_DAYS } from '../link-days.ts'
import { tierOfProduct } from '../looks/tier.ts'
import { sayTier } from '../sites/write-tier.ts'
import { isConfirmed } from './keep-watch.ts'
import { writeCodeText, writeConfirmMail, writeKnownMail } from './write-ask.ts'

const DAY_MS = 24 * 60 * 60_000
/** Nobody's address is flooded by sign-ups that are not theirs. */
const MOST_ASKS = 10
const CODE_MINUTES = 30

/** The same for someone who waits for it. */
export async function insistOnAsking(tx: Tx, app: TellingApp, watch: PriceSubscription): Promise<void> {
  if (await askWatcher(tx, app, watch)) return
  throw new Refusal('We have written to this address often enough today.')
}

/**
 * Asks a subscriber whether the product is the right one and the address theirs: by mail, by a code, or on their card.
 * False: they were asked often enough today.
 */
export async function askWatcher(tx: Tx, app: TellingApp, watch: PriceSubscription, isReminder = false) {
  const user = await tx.em.findOneOrFail(PriceUser, { id: watch.userId })
  if (user.notifyBy === 'chat') {
    await redrawCards(tx, watchKind, [watch], { ring: true })
    return true
  }
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: watch.productId })
  const since = user.askedAt !== null && tx.at.getTime() - user.askedAt.getTime() < DAY_MS ? user.askedAt : null
  if (since && user.asks >= MOST_ASKS) return false
  const counted = { asks: since ? user.asks + 1 : 1, askedAt: since ?? tx.at }
  await tx.em.nativeUpdate(PriceUser, { id: user.id }, counted)
  await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, { askedAt: tx.at })
  // Each question is one of its own: who comes back after a year is asked as if for the first time.
  const key = `price-confirm:${watch.id}:${uuid()}`
  const about = { key, zone: user.zone, subject: watchKind.name, subjectId: watch.id }
  await enqueue(tx, [
    user.notifyBy === 'sms'
      ? { ...about, ...(await writeCode(tx, app, user, product)) }
      : { ...about, ...(await writeMail(tx, app, user, product, { watch, isReminder })) },
  ])
  return true
}

async function writeCode(tx: Tx, app: TellingApp, user: PriceUser, product: TrackedProduct) {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const codeUntil = new Date(tx.at.getTime() + CODE_MINUTES * 60_000)
  await tx.em.nativeUpdate(PriceUser, { id: user.id }, { codeHash: hashCode(user.id, code), codeUntil, codeTries: 0 })
  const payload = { text: writeCodeText(app.settings, { code, product }), atNight: true }
  return { kind: 'prices.code', channel: 'price-sms', recipient: user.phoneNumber ?? '', payload }
}

type Asking = { watch: PriceSubscription; isReminder: boolean }

async function writeMail(
  tx: Tx,
  app: TellingApp,
  user: PriceUser,
  product: TrackedProduct,
  { watch, isReminder }: Asking,
) {
  const expiresAt = new Date(tx.at.getTime() + LINK_DAYS.confirm * DAY_MS)
  const token = await mintLink(tx, { purpose: 'price-confirm', subjectId: watch.id, expiresAt })
  const link = writeLink(app.publicUrl, token)
  const tier = sayTier(await tierOfProduct(tx.em, app, product))
  const asking = { settings: app.settings, product, link, user, watch, tier }
  const words = isConfirmed(watch)
    ? writeKnownMail(asking)
    : writeConfirmMail(asking, isReminder ? 'remind' : 'confirm')
  const payload = { ...words, headers: unsubscribeHeaders({ manage: link }) }
  return { kind: 'prices.confirm', channel: 'price-mail', recipient: user.email ?? '', payload }
}

export function hashCode(userId: string, code: string): string {
  return hashOf(`${userId} ${code}`)
}
