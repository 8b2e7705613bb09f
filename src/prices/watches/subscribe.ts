import type { Actor } from '#entities/actor.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import type { TellingApp } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'
import { firstLook } from '../looks/first-look.ts'
import type { LookingApp } from '../looks/site.ts'
import { addProduct } from './add-product.ts'
import { insistOnAsking } from './ask-watcher.ts'
import { findSubscriber, type Subscriber } from './find-subscriber.ts'
import { keepWatch } from './keep-watch.ts'
import { readRule } from './write-rule.ts'

type SubscribingApp = LookingApp & TellingApp & Needs<'mail' | 'gmail' | 'twilio'>
export type Asked = { url: string; rule: string; subscriber: Subscriber; by: Actor }
export type Subscribed = { watch: PriceSubscription; product: TrackedProduct }

/**
 * One person's wish to hear of one product. The page is looked at at once; what was read is asked back. The same wish
 * again changes the rule and asks anew. Refuses what cannot be watched, with the reason.
 */
export async function subscribe(app: SubscribingApp, asked: Asked): Promise<Subscribed> {
  refuseUnsendable(app, asked.subscriber)
  const product = await addProduct(app, asked.url)
  const seen = product.state === 'new' ? await firstLook(app, product) : product
  return inTransaction(app, async (tx) => {
    const rule = readRule(asked.rule, seen.currency)
    const user = await findSubscriber(tx, asked.subscriber, app.settings.STORE_TIMEZONE)
    const watch = await keepWatch(tx, { user, product: seen, rule, by: asked.by })
    return { watch: await askOrWait(tx, app, watch, asked, seen), product: seen }
  })
}

/** Nobody is told to wait for a mail or a text that nothing here can send. */
function refuseUnsendable({ mail, gmail, twilio }: SubscribingApp, { notifyBy }: Subscriber): void {
  if (notifyBy === 'mail' && !mail && !gmail) throw new Refusal('Mails cannot be sent from here yet.')
  if (notifyBy === 'sms' && !twilio) throw new Refusal('Texts cannot be sent from here. Leave an e-mail address.')
}

/**
 * What is read already is asked back now; else after the first look. Who has confirmed it, and signs up in public once
 * more, is sent the way to what they watch.
 */
async function askOrWait(tx: Tx, app: TellingApp, watch: PriceSubscription, { by }: Asked, product: TrackedProduct) {
  if (watch.personId) await raiseNewCards(tx, watchKind, [watch])
  const isAsked = watch.state === 'asked' || by.personId === null
  if (isAsked && product.price !== null) await insistOnAsking(tx, app, watch)
  return watch
}
