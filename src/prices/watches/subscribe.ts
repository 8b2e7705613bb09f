import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import type { Actor } from '#entities/actor.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import type { TellingApp } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'
import { firstLook } from '../looks/first-look.ts'
import type { LookingApp } from '../looks/site.ts'
import { addProduct } from './add-product.ts'
import { insistOnAsking } from './ask-watcher.ts'
import { type Rule, readRule } from './write-rule.ts'
import { isZone, zoneOfPhone } from './zones.ts'

/** Who asks to be told, and how. */
export type Subscriber = {
  notifyBy: 'mail' | 'sms' | 'chat'
  email?: string | null | undefined
  phoneNumber?: string | null | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  personId?: string | null
  /** IANA; where they are. */
  zone?: string | null | undefined
}

export type Asked = { url: string; rule: string; subscriber: Subscriber; by: Actor }
export type Subscribed = { watch: PriceSubscription; product: TrackedProduct }

const MOST_WATCHES = 20

/**
 * One person's wish to hear of one product. The page is looked at at once; what was read is asked back. The same wish
 * again changes the rule and asks anew. Refuses what cannot be watched, with the reason.
 */
export async function subscribe(app: LookingApp & TellingApp, asked: Asked): Promise<Subscribed> {
  const product = await addProduct(app, asked.url)
  const seen = product.state === 'new' ? await firstLook(app, product) : product
  return inTransaction(app, async (tx) => {
    const rule = readRule(asked.rule, seen.currency)
    const user = await findUser(tx, asked.subscriber, app.settings.STORE_TIMEZONE)
    await refuseTooMany(tx, user, seen)
    const watch = await keepWatch(tx, user, seen, rule, asked.by)
    return { watch: await askOrWait(tx, app, watch, seen), product: seen }
  })
}

async function findUser(tx: Tx, asked: Subscriber, shopZone: string): Promise<PriceUser> {
  const { notifyBy, personId = null } = asked
  const email = notifyBy === 'mail' ? readEmail(asked.email) : null
  const phoneNumber = notifyBy === 'sms' ? readPhone(asked.phoneNumber) : null
  const where = personId ? { personId } : email ? { email } : { phoneNumber }
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(where)])
  const known = await tx.em.findOne(PriceUser, where)
  const given = givenBy(asked, phoneNumber, shopZone)
  if (known) return complete(tx, known, given, notifyBy === 'chat')
  const id = uuid()
  const verified = notifyBy === 'chat' ? { emailVerifiedAt: tx.at, phoneVerifiedAt: tx.at } : {}
  await tx.em.insert(PriceUser, {
    ...{ id, email, phoneNumber, notifyBy, personId, ...given, textsAtNight: false },
    ...{
      emailVerifiedAt: null,
      phoneVerifiedAt: null,
      codeHash: null,
      codeUntil: null,
      codeTries: 0,
    },
    ...{ dailyDigest: false, digestAt: null, askedAt: null, asks: 0, createdAt: tx.at },
    ...verified,
  })
  return tx.em.findOneOrFail(PriceUser, { id })
}

function givenBy({ firstName, lastName, zone }: Subscriber, phoneNumber: string | null, shopZone: string): Given {
  const own = zone && isZone(zone) ? zone : phoneNumber && zoneOfPhone(phoneNumber)
  return { firstName: firstName || null, lastName: lastName || null, zone: own || shopZone }
}

type Given = Pick<PriceUser, 'firstName' | 'lastName' | 'zone'>

/** Anybody may type somebody's address: what is known of them stays, unless it is they themselves who say it. */
async function complete({ em }: Tx, known: PriceUser, given: Given, isThem: boolean): Promise<PriceUser> {
  const set = {
    firstName: known.firstName ?? given.firstName,
    lastName: known.lastName ?? given.lastName,
    ...(isThem && { zone: given.zone }),
  }
  await em.nativeUpdate(PriceUser, { id: known.id }, set)
  return Object.assign(known, set)
}

/** An address where mails are wanted, a number where texts are. */
function readEmail(email: string | null | undefined): string {
  const read = z.email().max(320).safeParse(email?.trim().toLowerCase())
  if (!read.success) throw new Refusal('That is no e-mail address.', { email: 'is no e-mail address' })
  return read.data
}

function readPhone(phone: string | null | undefined): string {
  const read = parsePhoneNumberFromString(phone ?? '', 'US')
  if (!read?.isValid()) throw new Refusal('That is no phone number.', { phone_number: 'is no phone number' })
  return read.number
}

async function refuseTooMany({ em }: Tx, { id }: PriceUser, product: TrackedProduct): Promise<void> {
  const where = { userId: id, state: { $ne: 'stopped' as const }, productId: { $ne: product.id } }
  if ((await em.count(PriceSubscription, where)) < MOST_WATCHES) return
  throw new Refusal(`You watch ${MOST_WATCHES} things already. Stop one of them first.`)
}

async function keepWatch(tx: Tx, user: PriceUser, product: TrackedProduct, rule: Rule, by: Actor) {
  const { price, currency, availability, priceAt } = product
  const fresh = {
    ...rule,
    currency,
    baseline: price,
    baselineAt: priceAt,
    isArmed: true,
    toldPrice: null,
    toldAt: null,
  }
  const known = await tx.em.findOne(PriceSubscription, { userId: user.id, productId: product.id })
  if (known?.state === 'stopped') {
    await move(tx, watchKind, [known], 'again', by, {
      set: () => ({ ...fresh, toldStock: availability, remindedAt: null }),
    })
    return tx.em.findOneOrFail(PriceSubscription, { id: known.id }, { refresh: true })
  }
  if (known) {
    await move(tx, watchKind, [known], 'change', by, { set: () => rule, edited: true })
    return tx.em.findOneOrFail(PriceSubscription, { id: known.id }, { refresh: true })
  }
  const id = uuid()
  await tx.em.insert(PriceSubscription, {
    ...{ id, state: 'asked' as const, userId: user.id, productId: product.id, personId: user.personId, moves: 0 },
    ...fresh,
    ...{
      toldStock: availability,
      stockToldAt: null,
      askedAt: null,
      remindedAt: null,
      confirmedAt: null,
      createdAt: tx.at,
    },
  })
  return tx.em.findOneOrFail(PriceSubscription, { id })
}

/** What is read already is asked back now; else after the first look. */
async function askOrWait(tx: Tx, app: TellingApp, watch: PriceSubscription, product: TrackedProduct) {
  if (watch.personId) await raiseNewCards(tx, watchKind, [watch])
  if (watch.state === 'asked' && product.price !== null) await insistOnAsking(tx, app, watch)
  return watch
}
