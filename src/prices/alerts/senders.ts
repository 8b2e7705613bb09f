import type { EntityManager } from '@mikro-orm/postgresql'
import type { Delivery } from '#entities/outbox/delivery.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import type { App } from '#src/app.ts'
import { writeSeconds } from '#src/cards/times.ts'
import { OutsideError } from '#src/errors.ts'
import { createGmailSender } from '#src/outbox/gmail-sender.ts'
import { createMailSender } from '#src/outbox/mail-sender.ts'
import type { Sender, Senders } from '#src/outbox/senders.ts'
import { createSmsSender } from '#src/outbox/sms-sender.ts'
import { SENT_AT } from './write-alert.ts'
import { writeAnew } from './write-anew.ts'

export const PRICE_MAIL = 'price-mail'

/** The question to confirm is the one thing that goes to an address nobody has confirmed. */
const OPEN_TO_ALL = ['prices.confirm', 'prices.code']

/**
 * Nothing but that question leaves for an address or number that is not verified, whoever put it into the
 * outbox. Mail goes by the mail server, or by Gmail where only that is configured (decision 7).
 */
export function createPriceSenders(app: App): Senders {
  const { mail, gmail, twilio } = app
  const post = mail ? createMailSender(mail) : gmail ? createGmailSender(gmail, 'gmail') : null
  return {
    ...(post && { [PRICE_MAIL]: guard(app, post, 'email') }),
    ...(twilio && { 'price-sms': guard(app, createSmsSender(twilio), 'phoneNumber') }),
  }
}

function guard(app: App, sender: Sender, by: 'email' | 'phoneNumber'): Sender {
  return {
    ...sender,
    async send(delivery, remember) {
      await refuseUnverified(app.em.fork(), delivery, by)
      return sender.send(stamp(await writeAnew(app, delivery), app.clock()), remember)
    },
  }
}

async function refuseUnverified(em: EntityManager, { kind, recipient }: Delivery, by: 'email' | 'phoneNumber') {
  if (OPEN_TO_ALL.includes(kind)) return
  const verified = by === 'email' ? { emailVerifiedAt: { $ne: null } } : { phoneVerifiedAt: { $ne: null } }
  if ((await em.count(PriceUser, { [by]: recipient, ...verified })) > 0) return
  throw new OutsideError('mail', 'the recipient has not confirmed this address', { retry: 'never', status: 403 })
}

/** The time it leaves is part of its receipt. */
function stamp(delivery: Delivery, now: Date): Delivery {
  const at = writeSeconds(now, delivery.zone)
  const payload = Object.fromEntries(
    Object.entries(delivery.payload).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(SENT_AT, at) : value,
    ]),
  )
  return Object.assign(Object.create(Object.getPrototypeOf(delivery)), delivery, { payload })
}
