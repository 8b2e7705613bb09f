import type { Actor } from '#entities/actor.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { readRef } from '#src/cards/ref.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import type { TellingApp } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'
import { armed } from './keep-watch.ts'
import { lockWatch, stopWatch } from './watch-acts.ts'
import { withdrawPrice } from './withdraw.ts'
import { readRule, writeRule } from './write-rule.ts'

/** What a subscriber does behind a link of theirs; the sentence to tell. `watch` may name another of their watches. */
export async function actOnWatch(
  tx: Tx,
  app: TellingApp,
  own: PriceSubscription,
  form: Record<string, string>,
  by: Actor,
): Promise<string> {
  const watch = await chosen(tx, own, form.watch)
  if (form.do === 'stop') {
    await stopWatch(tx, watch, by)
    return 'Stopped. You hear no more about it.'
  }
  if (form.do === 'wrong') {
    await withdrawPrice(tx, app, watch, by)
    return 'Thank you. We took that price back and look into it.'
  }
  if (form.do === 'target') return changeRule(tx, watch, asTarget(form.rule ?? ''), by)
  if (form.do === 'change') return changeRule(tx, watch, form.rule ?? '', by)
  if (form.do === 'digest') return switchDigest(tx, watch, form.digest === 'on')
  if (form.do === 'nights') return switchNights(tx, watch, form.nights === 'on')
  throw new Refusal('Please press one of the buttons.')
}

async function chosen(tx: Tx, own: PriceSubscription, named: string | undefined): Promise<PriceSubscription> {
  const ref = named ? readRef(named) : null
  if (ref?.prefix !== watchKind.prefix || ref.number === own.number) return own
  const other = await tx.em.findOne(PriceSubscription, { number: ref.number, userId: own.userId })
  const watch = other && (await lockWatch(tx, other.id))
  if (!watch) throw new Refusal('You do not watch that one any more.')
  return watch
}

/** An amount alone: `45`, `$45`, `KES 2,200`; `up 20` and `20 off` are none. */
const AMOUNT = /^(?!up\b)(?!.*(?:%|percent|pct|off|more))\p{L}{0,3}\.?\s?\p{Sc}?\s?\d/iu

/** An amount alone is the highest price that is told. */
function asTarget(text: string): string {
  const words = text.trim()
  if (words === '') throw new Refusal('Which price? Write an amount, such as 45.')
  return AMOUNT.test(words) ? `under ${words}` : words
}

async function changeRule(tx: Tx, watch: PriceSubscription, text: string, by: Actor): Promise<string> {
  if (watch.state === 'stopped') throw new Refusal('This one is stopped. Sign up again to watch it.')
  const rule = readRule(text, watch.currency)
  const set = { ...rule, ...armed }
  await move(tx, watchKind, [watch], 'change', by, {
    set: () => set,
    edited: true,
    note: writeRule({ ...watch, ...rule }),
  })
  return `Saved. We write ${writeRule({ ...watch, ...rule })}.`
}

async function switchDigest(tx: Tx, { userId }: PriceSubscription, isOn: boolean): Promise<string> {
  await tx.em.nativeUpdate(PriceUser, { id: userId }, { dailyDigest: isOn })
  return isOn ? 'You get one mail a day with all your prices.' : 'No more daily mail. Alerts still come.'
}

async function switchNights(tx: Tx, { userId }: PriceSubscription, isOn: boolean): Promise<string> {
  await tx.em.nativeUpdate(PriceUser, { id: userId }, { textsAtNight: isOn })
  return isOn
    ? 'We text you at any hour from now on.'
    : 'No texts at night: what happens then, you read in the morning.'
}
