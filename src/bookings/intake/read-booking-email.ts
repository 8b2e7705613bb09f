import { Temporal } from 'temporal-polyfill'
import { type ClientRead, readClient } from '../reading/client/client.ts'
import { countryOf } from '../reading/client/country.ts'
import { valuesOf } from '../reading/form/field.ts'
import { flat } from '../reading/form/fold.ts'
import { cleanInjection, isCancellation, isSpam } from '../reading/form/intent.ts'
import { type Source, unwrap } from '../reading/form/unwrap.ts'
import { readMailInstruments } from '../reading/instruments/instruments-of-mail.ts'
import type { InstrumentsRead } from '../reading/instruments/settle-seats.ts'
import { type Doubt, NOTES, PROBLEMS, type Problem } from '../reading/problems.ts'
import { writeSentences } from '../reading/sentences.ts'
import type { WrittenWindow } from '../reading/times/read-times.ts'
import { type MailTimes, readMailTimes } from '../reading/times/times-of-mail.ts'
import { canonicalZone } from '../reading/times/zones.ts'
import { doubtsOfWhole, isNothing, leftOver, quoted } from './doubts-of-whole.ts'

export type { Problem } from '../reading/problems.ts'

export type BookingMail = {
  subject?: string | null | undefined
  from?: string | null | undefined
  body: string
  /** ISO 8601. */
  received_at: string
}

export type BookingReading = {
  /** `phone` in E.164. */
  client: { name: string | null; email: string | null; phone: string | null }
  /** Seats by instrument, lower case, singular; null where the number was left vague. */
  instruments: Record<string, number | null>
  /** Windows in ISO 8601 with the offset true on that date; null is an open end. */
  times: WrittenWindow[]
  /** IANA name of the zone the times are in. */
  timezone: string
  problems: Problem[]
  /** Words beside the times and instruments that nobody knows; with any the reading is not clear. */
  notUnderstood: string[]
  /** One plain sentence for each problem. */
  sentences: string[]
  /** Answers one tap can give, where a doubt has few readings: all windows read that way. */
  choices: { label: string; times: WrittenWindow[] }[]
  notes: string | null
  /** Literal pieces of the mail that the values came from. */
  evidence: Record<string, string>
}

/**
 * Reads a studio's booking mail by rules alone: who asks, which seats, when. Forms in any layout (labels, tables, JSON,
 * form fields, whole MIME messages, forwards) and free words. Dates without a year are the next such date after
 * `received_at`, numeric dates are month/day, times are in the zone the mail states or else `options.timezone`
 * (America/New_York). Whatever is doubtful is in `problems`, with a sentence each. Deterministic; never throws;
 * linear in the length of the mail.
 */
export async function readBookingEmail(
  mail: BookingMail,
  options: { timezone?: string } = {},
): Promise<BookingReading> {
  const home = canonicalZone(options.timezone ?? 'America/New_York') ?? 'America/New_York'
  const source = await unwrap({ subject: mail.subject ?? '', from: mail.from ?? '', body: mail.body })
  const isInjected = cleanInjection(source)
  const doubts: Doubt[] = [...source.problems].map((problem) => ({ problem }))
  if (isInjected) doubts.push({ problem: 'prompt_injection' })
  const words = [...valuesOf(source.fields, 'text'), source.prose].join('\n')
  const hasForm = source.fields.some(({ role, value }) => role === 'instruments' && value !== '')
  if (isSpam(words, hasForm)) return nothingAsked('not_a_booking', null, source, doubts, home)
  const called = isCancellation(source.subject, words)
  const received = receivedAt(mail.received_at)
  const times = readMailTimes(source.fields, source.prose, received, home, source.problems.has('truncated'))
  const seats = readMailInstruments(source)
  if (called) return nothingAsked('cancellation', readClient(source, 'US'), source, doubts, home)
  if (isNothing(source, times, seats))
    return nothingAsked('not_a_booking', readClient(source, 'US'), source, doubts, home)
  return compose(source, times, seats, doubts, received)
}

/** What is no date at all counts from the start of 1970, so that no year is taken from it. */
function receivedAt(iso: string): Temporal.Instant {
  const time = Date.parse(iso)
  return Temporal.Instant.fromEpochMilliseconds(Number.isNaN(time) ? 0 : time)
}

/** `who` null: a stranger who wants to sell something is no client. */
function nothingAsked(
  problem: Problem,
  who: ClientRead | null,
  source: Source,
  doubts: Doubt[],
  home: string,
): BookingReading {
  const all = [...doubts, { problem }]
  return {
    client: who?.client ?? { name: null, email: null, phone: null },
    instruments: {},
    times: [],
    timezone: home,
    problems: inOrder(all),
    notUnderstood: [],
    sentences: writeSentences(all),
    choices: [],
    notes: notesOf(source),
    evidence: who?.evidence ?? {},
  }
}

function compose(
  source: Source,
  times: MailTimes,
  seats: InstrumentsRead,
  doubts: Doubt[],
  received: Temporal.Instant,
): BookingReading {
  const { client, doubts: unknown, evidence } = readClient(source, countryOf(times.timezone))
  const who = { name: client.name ?? '', received }
  const all = [...doubts, ...times.doubts, ...seats.doubts, ...unknown, ...doubtsOfWhole(source, times, seats, who)]
  const isSure = all.every(({ problem }) => NOTES.has(problem))
  const notUnderstood = isSure ? leftOver(source, times, seats, received, client.name ?? '') : []
  if (notUnderstood.length > 0) all.push({ problem: 'not_understood', about: quoted(notUnderstood) })
  return {
    client,
    instruments: seats.instruments,
    times: times.times,
    timezone: times.timezone,
    problems: inOrder(all),
    notUnderstood,
    sentences: writeSentences(all),
    choices: times.choices,
    notes: notesOf(source),
    evidence: {
      ...evidence,
      ...(seats.pieces.length > 0 && { instruments: seats.pieces.join(', ') }),
      ...(times.piece !== '' && { times: times.piece }),
    },
  }
}

function inOrder(doubts: readonly Doubt[]): Problem[] {
  const found = new Set(doubts.map(({ problem }) => problem))
  return PROBLEMS.filter((problem) => found.has(problem))
}

const MOST_NOTES = 4000

function notesOf({ fields, prose }: Source): string | null {
  const notes = [...valuesOf(fields, 'text'), prose].filter((text) => flat(text) !== '').join('\n')
  return notes === '' ? null : notes.slice(0, MOST_NOTES)
}
