import type { Delivery } from '#entities/outbox/delivery.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { clip } from '#src/cards/clip.ts'
import { type Hours, writeSeconds, writeWhen } from '#src/cards/times.ts'

/** `isDated`: when it left stands before the sentence. */
type Telling = { zone: string; now: Date; hours?: Hours; isDated?: boolean }

/** `The mail "Your order O-1" to tilly@example.com left 14:02:15.` */
export function tellDelivery(delivery: Delivery, telling: Telling): string {
  if (delivery.channel === 'calendar') return tellEntry(delivery, telling)
  return `The ${whatItIs(delivery)} to ${delivery.recipient} ${howItStands(delivery, telling)}`
}

const MOST_OF_WORDS = 60

/** By what its reader sees first: the subject of a mail, else how it begins. */
function whatItIs({ channel, payload }: Delivery): string {
  const { subject, text, body } = payload
  const noun = subject ? 'mail' : IS_OF_TEXTS.test(channel) ? 'text' : 'message'
  const words = [subject, text, body].find((one) => typeof one === 'string' && one !== '')
  return words ? `${noun} "${clip(String(words).replace(/\s+/g, ' '), MOST_OF_WORDS)}"` : noun
}

/** By its name: `sms`, or a pipeline's own that ends so. */
const IS_OF_TEXTS = /(?:^|-)sms$/

/** `The session was written into the calendar of maya@example.com 14:02:15.` */
function tellEntry(delivery: Delivery, telling: Telling): string {
  const { payload, state, sentAt, recipient } = delivery
  const goes = 'removeId' in payload
  if (state !== 'sent' || !sentAt) {
    return `The entry ${goes ? 'to take out of' : 'for'} the calendar of ${recipient} ${howItStands(delivery, telling)}`
  }
  const done = goes ? 'taken out of' : 'written into'
  return `The session was ${done} the calendar of ${recipient}${whenDone(sentAt, telling)}.`
}

/** Where it stands: queued, left, tries, why it waits. */
export function howItStands(delivery: Delivery, telling: Telling): string {
  const { state, sentAt, lastError } = delivery
  const why = lastError ? `: ${plain(lastError)}` : ''
  if (state === 'sent') return `left${whenDone(sentAt, telling)}.`
  if (state === 'dead') return `could not leave after ${tries(delivery)}${why}.`
  if (state === 'doubtful') return `may have left: the connection broke${why}.`
  if (state === 'cancelled') return 'was taken back.'
  return whyItWaits(delivery, telling)
}

function whyItWaits(delivery: Delivery, telling: Telling): string {
  const { notBefore, nextTryAt, lastError, tryingSince } = delivery
  const { now } = telling
  if (nextTryAt && nextTryAt > now) {
    const tried = delivery.attempts > 0 ? ` after ${tries(delivery)}` : ''
    const next = moment(nextTryAt, telling)
    return lastError ? `waits${tried}: ${plain(lastError)}. Next try ${next}.` : `waits, it leaves ${next}.`
  }
  if (notBefore > now) return `waits, it leaves ${moment(notBefore, telling)}.`
  return tryingSince ? 'waits, it is leaving now.' : 'waits, it leaves as soon as its turn comes.'
}

function whenDone(sentAt: Date | null, telling: Telling): string {
  return sentAt && !telling.isDated ? ` ${moment(sentAt, telling)}` : ''
}

/** `gmail: no answer` -> `no answer` */
function plain(error: string): string {
  return clip(error.replace(/^[a-z]+(-[a-z]+)*: /, '').replace(/\.$/, ''), 160)
}

function tries({ attempts }: Delivery): string {
  return writeCount(attempts, 'try', 'tries')
}

function moment(at: Date, { zone, now, hours }: Telling): string {
  const day = writeWhen(at, zone, now, hours)
  return day.includes(',') ? day : writeSeconds(at, zone, hours)
}
