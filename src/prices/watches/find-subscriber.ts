import { z } from 'zod'
import { PriceUser } from '#entities/prices/price-user.ts'
import { uuid } from '#entities/uuid.ts'
import { readPhone } from '#src/basics/phone.ts'
import { readZone } from '#src/basics/zone.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { zoneOfPhone } from './zones.ts'

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

/** The subscriber of an address, a number or a chat, as they are known; new where they are not. */
export async function findSubscriber(tx: Tx, asked: Subscriber, shopZone: string): Promise<PriceUser> {
  const { notifyBy, personId = null } = asked
  const email = notifyBy === 'mail' ? readEmail(asked.email) : null
  const phoneNumber = notifyBy === 'sms' ? requirePhone(asked.phoneNumber) : null
  const where = personId ? { personId } : email ? { email } : { phoneNumber }
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(where)])
  const known = await tx.em.findOne(PriceUser, where)
  const given = givenBy(asked, phoneNumber, shopZone)
  if (known) return complete(tx, known, given, notifyBy === 'chat')
  const id = uuid()
  const verified = notifyBy === 'chat' ? { emailVerifiedAt: tx.at, phoneVerifiedAt: tx.at } : {}
  await tx.em.insert(PriceUser, {
    ...{ id, email, phoneNumber, notifyBy, personId, ...given, textsAtNight: false },
    ...{ emailVerifiedAt: null, phoneVerifiedAt: null, codeHash: null, codeUntil: null, codeTries: 0 },
    ...{ dailyDigest: false, digestAt: null, askedAt: null, asks: 0, createdAt: tx.at },
    ...verified,
  })
  return tx.em.findOneOrFail(PriceUser, { id })
}

function givenBy({ firstName, lastName, zone }: Subscriber, phoneNumber: string | null, shopZone: string): Given {
  const own = (zone && readZone(zone)) || (phoneNumber && zoneOfPhone(phoneNumber))
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
  const read = z.email().max(254).safeParse(email?.trim().toLowerCase())
  if (!read.success) throw new Refusal('That is no e-mail address.', { email: 'is no e-mail address' })
  return read.data
}

function requirePhone(text: string | null | undefined): string {
  const phone = readPhone(text ?? '')
  if (!phone)
    throw new Refusal('That is no phone number. Begin it with its country: +12125550100.', {
      phone_number: 'is no phone number',
    })
  return phone
}
