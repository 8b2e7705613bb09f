import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { priceFacts } from './facts.ts'
import { mintManageLink } from './manage-link.ts'
import type { TellingApp } from './types.ts'
import { type AlertLinks, writeAlertMail, writeAlertText } from './write-alert.ts'

export type Told = { alert: PriceAlert; watch: PriceSubscription; product: TrackedProduct; user: PriceUser }

/** The words of an alert, true at the moment they are written, and how they reach the subscriber. */
export async function composeAlert(
  tx: Tx,
  app: TellingApp,
  { alert, watch, product, user }: Told,
): Promise<Pick<NewDelivery, 'channel' | 'recipient' | 'payload'>> {
  const manage = await mintManageLink(tx, app, watch.id)
  const links = { buy: product.url, manage, chart: `${manage}/chart.png` }
  const facts = await priceFacts(tx.em, product, tx.at)
  const words = { alert, watch, product, facts, zone: user.zone, now: tx.at, settings: app.settings, links }
  const about = { alertId: alert.id }
  if (user.notifyBy === 'sms') {
    const payload = { ...about, text: writeAlertText(words), atNight: user.textsAtNight }
    return { channel: 'price-sms', recipient: user.phoneNumber ?? '', payload }
  }
  const payload = { ...about, ...writeAlertMail(words), headers: unsubscribeHeaders(links) }
  return { channel: 'price-mail', recipient: user.email ?? '', payload }
}

/** One click in the mail program ends it, without a page. */
export function unsubscribeHeaders({ manage }: Pick<AlertLinks, 'manage'>): Record<string, string> {
  return { 'List-Unsubscribe': `<${manage}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}
