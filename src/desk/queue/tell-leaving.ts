import type { EntityManager } from '@mikro-orm/postgresql'
import type { Batch } from '#entities/cards/queue.ts'
import { Delivery, type NewDelivery } from '#entities/outbox/delivery.ts'
import type { Acting } from '#src/cards/subject.ts'
import { nextMinute, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { dayOverUntil, leftOfDay } from '#src/outbox/day-left.ts'

/** When the mails of what is decided together leave; empty where none does. Asked before they wait themselves. */
export async function tellLeaving(
  { tx, app, member }: Pick<Acting<unknown>, 'tx' | 'app' | 'member'>,
  mails: NewDelivery[],
): Promise<string> {
  const [first] = mails
  if (!first) return ''
  const zone = member.zone || app.settings.STORE_TIMEZONE
  const until = await dayOverUntil(tx.em, first.channel, tx.at)
  if (until) return `Their ${waitUntil(until, zone, tx.at)}.`
  const goes = writeSeconds(first.notBefore ?? tx.at, zone)
  const left = await leftOfDay(tx.em, app, first.channel, tx.at)
  if (left === null || left >= mails.length) return `Their mails go ${goes}.`
  return left > 0
    ? `${left} of their mails go ${goes}, the others after Gmail's daily limit.`
    : "Their mails wait: Gmail's daily limit has no room left."
}

/** The same on the card, while they wait. */
export function writeLeaving(leaves: Date, rests: Date | null, zone: string): string {
  return rests && rests > leaves ? waitUntil(rests, zone, leaves) : `mails go ${writeSeconds(leaves, zone)}`
}

function waitUntil(until: Date, zone: string, now: Date): string {
  return `mails wait until ${writeWhen(nextMinute(until), zone, now, 12)}: Gmail's daily limit`
}

/** Until when the mails of a batch wait, Gmail's day being over; null: they leave when their time comes. */
export async function restOf(em: EntityManager, batch: Batch | null): Promise<Date | null> {
  if (!batch?.undoUntil) return null
  const mail = await em.findOne(Delivery, { subjectId: { $in: batch.ids }, state: 'waiting' })
  return mail && dayOverUntil(em, mail.channel, new Date(batch.undoUntil))
}
