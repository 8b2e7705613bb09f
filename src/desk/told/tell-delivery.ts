import type { Delivery } from '#entities/outbox/delivery.ts'
import { clip } from '#src/cards/clip.ts'
import { writeSeconds, writeWhen } from '#src/cards/times.ts'

type Telling = { zone: string; now: Date }

/** `Mail 'ask address' to tilly@example.com left 14:02:15.` */
export function tellDelivery(delivery: Delivery, telling: Telling): string {
  if (delivery.channel === 'calendar') return tellEntry(delivery, telling)
  const name = delivery.kind.slice(delivery.kind.indexOf('.') + 1).replaceAll('-', ' ')
  const what = `${delivery.channel === 'sms' ? 'Text' : 'Mail'} '${name}' to ${delivery.recipient}`
  return `${what} ${howItStands(delivery, telling)}`
}

/** `The session was written into the calendar of maya@example.com 14:02:15.` */
function tellEntry(delivery: Delivery, telling: Telling): string {
  const { payload, state, sentAt, recipient } = delivery
  const goes = 'removeId' in payload
  if (state !== 'sent' || !sentAt) {
    return `The entry ${goes ? 'to take out of' : 'for'} the calendar of ${recipient} ${howItStands(delivery, telling)}`
  }
  const done = goes ? 'taken out of' : 'written into'
  return `The session was ${done} the calendar of ${recipient} ${moment(sentAt, telling)}.`
}

/** Where it stands: queued, left, tries, why it waits. */
export function howItStands(delivery: Delivery, telling: Telling): string {
  const { state, sentAt, lastError } = delivery
  const why = lastError ? `: ${clip(lastError, 160)}` : ''
  if (state === 'sent') return sentAt ? `left ${moment(sentAt, telling)}.` : 'left.'
  if (state === 'dead') return `could not leave after ${tries(delivery)}${why}.`
  if (state === 'doubtful') return `may have left: the connection broke${why}.`
  if (state === 'cancelled') return 'was taken back.'
  return `waits, ${whyItWaits(delivery, telling)}`
}

function whyItWaits(delivery: Delivery, telling: Telling): string {
  const { notBefore, nextTryAt, lastError, tryingSince } = delivery
  const { now } = telling
  if (nextTryAt && nextTryAt > now) {
    const why = lastError
      ? ` because it failed (${tries(delivery)}): ${clip(lastError, 160)}`
      : ' for the quiet hours to end'
    return `${why.trim()}; next try ${moment(nextTryAt, telling)}.`
  }
  if (notBefore > now) return `it leaves ${moment(notBefore, telling)}.`
  return tryingSince ? 'it is leaving now.' : 'it leaves as soon as its turn comes.'
}

function tries({ attempts }: Delivery): string {
  return attempts === 1 ? '1 try' : `${attempts} tries`
}

function moment(at: Date, { zone, now }: Telling): string {
  const day = writeWhen(at, zone, now)
  return day.includes(',') ? day : writeSeconds(at, zone)
}
