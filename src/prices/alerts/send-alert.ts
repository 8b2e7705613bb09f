import type { Actor } from '#entities/actor.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { watchKind } from '../kinds.ts'
import { priceFacts } from './facts.ts'
import { type AlertLinks, writeAlertMail, writeAlertText } from './write-alert.ts'

export type TellingApp = Needs<'settings' | 'publicUrl'>
export type NewAlert = Pick<
  PriceAlert,
  'priceId' | 'reason' | 'was' | 'price' | 'currency' | 'wasSeenAt' | 'seenAt' | 'tierS'
>

/** How long the links of a mail work. */
const LINKS_DAYS = 180

/** One alert to one subscriber: a mail, a text, or the card in their own chat. */
export async function sendAlert(
  tx: Tx,
  app: TellingApp,
  watch: PriceSubscription,
  product: TrackedProduct,
  next: NewAlert,
  by: Actor,
): Promise<void> {
  const user = await tx.em.findOneOrFail(PriceUser, { id: watch.userId })
  const alert = await keepAlert(tx, watch, product, next)
  if (user.notifyBy === 'chat') {
    const fresh = await tx.em.findOneOrFail(PriceSubscription, { id: watch.id }, { refresh: true })
    if (next.reason !== 'correction') await move(tx, watchKind, [fresh], 'ring', by, { ring: true })
    await tx.em.nativeUpdate(PriceAlert, { id: alert.id }, { sentAt: tx.at })
    return
  }
  const links = await linksOf(tx, app, watch, product)
  const facts = await priceFacts(tx.em, product, tx.at)
  const words = { alert, product, facts, zone: user.zone, settings: app.settings, links }
  const about = { key: `price-alert:${alert.id}`, kind: 'prices.alert', subject: watchKind.name, subjectId: watch.id }
  const rest = { ...about, zone: user.zone }
  if (user.notifyBy === 'sms') {
    const payload = { text: writeAlertText(words), alertId: alert.id }
    return enqueue(tx, [{ ...rest, channel: 'price-sms', recipient: user.phoneNumber ?? '', payload }])
  }
  const payload = { ...writeAlertMail(words), alertId: alert.id, headers: unsubscribeHeaders(links) }
  await enqueue(tx, [{ ...rest, channel: 'price-mail', recipient: user.email ?? '', payload }])
}

async function keepAlert(
  tx: Tx,
  watch: PriceSubscription,
  product: TrackedProduct,
  next: NewAlert,
): Promise<PriceAlert> {
  const id = uuid()
  const row = {
    id,
    subscriptionId: watch.id,
    productId: product.id,
    ...next,
    createdAt: tx.at,
    sentAt: null,
    withdrawnAt: null,
  }
  await tx.em.insert(PriceAlert, row)
  return tx.em.findOneOrFail(PriceAlert, { id })
}

/** Every mail carries links of its own: what is kept of them is only their hash. */
async function linksOf(
  tx: Tx,
  app: TellingApp,
  watch: PriceSubscription,
  { url }: TrackedProduct,
): Promise<AlertLinks> {
  const expiresAt = new Date(tx.at.getTime() + LINKS_DAYS * 24 * 60 * 60_000)
  const token = await mintLink(tx, { purpose: 'price-watch', subjectId: watch.id, expiresAt })
  const manage = writeLink(app.publicUrl, token)
  return { buy: url, manage, chart: `${manage}/chart.png` }
}

/** One click in the mail program ends it, without a page. */
export function unsubscribeHeaders({ manage }: Pick<AlertLinks, 'manage'>): Record<string, string> {
  return { 'List-Unsubscribe': `<${manage}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}
