import type { EntityManager } from '@mikro-orm/postgresql'
import type { Batch } from '#entities/cards/queue.ts'
import { Delivery, type NewDelivery } from '#entities/outbox/delivery.ts'
import type { Acting } from '#src/cards/subject.ts'
import { type Hours, nextMinute, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { dayOverUntil, leftOfDay } from '#src/outbox/day-left.ts'
import { channelsByGmail, hoursOfKind } from '../pipelines.ts'

/** By whose clock it is told. */
type Watch = { zone: string; hours: Hours }

/** When the mails of what is decided together leave; empty where none does. Asked before they wait themselves. */
export async function tellLeaving(
  { tx, app, view, member }: Acting<{ kind: string }>,
  mails: NewDelivery[],
): Promise<string> {
  const [first] = mails
  if (!first) return ''
  const { settings } = app
  const watch = { zone: member.zone || settings.STORE_TIMEZONE, hours: hoursOfKind(view.kind, settings) }
  const until = await dayOverUntil(tx.em, first.channel, tx.at)
  if (until) return `Their ${waitUntil(until, watch, tx.at)}.`
  const goes = writeSeconds(first.notBefore ?? tx.at, watch.zone, watch.hours)
  const left = await leftOfDay(tx.em, app, first.channel, tx.at, channelsByGmail(settings))
  if (left === null || left >= mails.length) return `Their mails go ${goes}.`
  return left > 0
    ? `${left} of their mails go ${goes}, the others after Gmail's daily limit.`
    : "Their mails wait: Gmail's daily limit has no room left."
}

/** The same on the card, while they wait. */
export function writeLeaving(leaves: Date, rests: Date | null, watch: Watch): string {
  if (rests && rests > leaves) return waitUntil(rests, watch, leaves)
  return `mails go ${writeSeconds(leaves, watch.zone, watch.hours)}`
}

function waitUntil(until: Date, { zone, hours }: Watch, now: Date): string {
  return `mails wait until ${writeWhen(nextMinute(until), zone, now, hours)}: Gmail's daily limit`
}

/** Until when the mails of a batch wait, Gmail's day being over; null: they leave when their time comes. */
export async function restOf(em: EntityManager, batch: Batch | null): Promise<Date | null> {
  if (!batch?.undoUntil) return null
  const mail = await em.findOne(Delivery, { subjectId: { $in: batch.ids }, state: 'waiting' })
  return mail && dayOverUntil(em, mail.channel, new Date(batch.undoUntil))
}
