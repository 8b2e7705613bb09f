import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { priceFacts } from './facts.ts'
import type { TellingApp } from './types.ts'
import { type AlertLinks, writeAlertMail, writeAlertText } from './write-alert.ts'

export type Told = { alert: PriceAlert; watch: PriceSubscription; product: TrackedProduct; user: PriceUser }

/** How long the links of a mail work. */
const LINKS_DAYS = 180

/** The words of an alert, true at the moment they are written, and how they reach the subscriber. */
export async function composeAlert(
  tx: Tx,
  app: TellingApp,
  { alert, watch, product, user }: Told,
): Promise<Pick<NewDelivery, 'channel' | 'recipient' | 'payload'>> {
  const links = await linksOf(tx, app, watch, product)
  const facts = await priceFacts(tx.em, product, tx.at)
  const words = { alert, product, facts, zone: user.zone, settings: app.settings, links }
  const about = { alertId: alert.id }
  if (user.notifyBy === 'sms') {
    const payload = { ...about, text: writeAlertText(words), atNight: user.textsAtNight }
    return { channel: 'price-sms', recipient: user.phoneNumber ?? '', payload }
  }
  const payload = { ...about, ...writeAlertMail(words), headers: unsubscribeHeaders(links) }
  return { channel: 'price-mail', recipient: user.email ?? '', payload }
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
