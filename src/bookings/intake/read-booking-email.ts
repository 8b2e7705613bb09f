import type { CountryCode } from 'libphonenumber-js/max'
import { Temporal } from 'temporal-polyfill'
import { lookAgain } from '../reading/again/look-again.ts'
import { otherClock } from '../reading/again/other-clock.ts'
import { peopleTold } from '../reading/again/people-told.ts'
import { linesWithTimes } from '../reading/again/told-lines.ts'
import { type ClientRead, readClient } from '../reading/client/client.ts'
import { flat } from '../reading/form/fold.ts'
import { dropInjection, isCancellation, isSpam } from '../reading/form/intent.ts'
import { type Source, unwrap } from '../reading/form/unwrap.ts'
import { valuesOf } from '../reading/form/values.ts'
import { unknownWords } from '../reading/instruments/instrument-leftovers.ts'
import { readMailInstruments } from '../reading/instruments/instruments-of-mail.ts'
import type { InstrumentsRead } from '../reading/instruments/settle-seats.ts'
import { readNotes, type Who } from '../reading/notes/notes-of-mail.ts'
import { type Doubt, NOTES, PROBLEMS, type Problem } from '../reading/problems.ts'
import { writeSentences } from '../reading/sentences.ts'
import type { WrittenWindow } from '../reading/times/read-times.ts'
import { type MailTimes, readMailTimes } from '../reading/times/times-of-mail.ts'
import { canonicalZone } from '../reading/times/zones.ts'
import { asksTwice, wantsAll } from '../reading/two-bookings.ts'

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
  const times = readMailTimes(
    source.fields,
    source.prose,
    receivedAt(mail.received_at),
    home,
    source.problems.has('truncated'),
  )
  const seats = readMailInstruments(source)
  if (called) return nothingAsked('cancellation', readClient(source, 'US'), source, doubts, home)
  if (isNothing(source, times, seats))
    return nothingAsked('not_a_booking', readClient(source, 'US'), source, doubts, home)
  return compose(source, times, seats, doubts, receivedAt(mail.received_at))
}

/** What is no date at all counts from the start of 1970, so that no year is taken from it. */
function receivedAt(iso: string): Temporal.Instant {
  const time = Date.parse(iso)
  return Temporal.Instant.fromEpochMilliseconds(Number.isNaN(time) ? 0 : time)
}

function cleanInjection(source: Source): boolean {
  let isInjected = false
  const clean = (text: string) => {
    const read = dropInjection(text)
    if (read.isInjected) isInjected = true
    return read.text
  }
  source.prose = clean(source.prose)
  source.fields = source.fields.map((field) => ({ ...field, value: clean(field.value) }))
  return isInjected
}

/** No form, no seats and no times: somebody wrote about something else. */
function isNothing(source: Source, times: MailTimes, seats: InstrumentsRead): boolean {
  const asks = source.fields.some(({ role }) => role === 'instruments' || role === 'times' || role === 'date')
  return !asks && times.times.length === 0 && Object.keys(seats.instruments).length === 0
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

/** What only shows where seats, times and words are seen together. */
function doubtsOfWhole(source: Source, times: MailTimes, seats: InstrumentsRead, who: Who): Doubt[] {
  const said = [times.piece, ...valuesOf(source.fields, 'text'), source.prose].join('\n')
  const hasForm = source.fields.some(({ role, value }) => (role === 'instruments' || role === 'times') && value !== '')
  const isChanged = times.doubts.some(({ problem }) => problem === 'conflicting_times')
  const labels = source.fields.flatMap(({ role, label }) => (role === null ? [`${label},`] : []))
  const every = times.times.length > 1 ? wantsAll([...labels, said].join('\n')) : null
  const isAnswer = source.isReply && !hasForm
  const isRead = !isAnswer && times.times.length > 0 && Object.keys(seats.instruments).length > 0
  const notes = isChanged || !isRead ? [] : readNotes(source, times, seats, who)
  const unread = [every, ...notes]
  return [
    ...(isAnswer ? [{ problem: 'reply_not_form' } as const] : []),
    ...(Object.keys(seats.instruments).length === 0 ? [{ problem: 'no_instruments' } as const] : []),
    ...(asksTwice(said) ? [{ problem: 'two_bookings' } as const] : []),
    ...unread.flatMap((piece): Doubt[] => (piece ? [{ problem: 'not_understood', about: `'${piece}'` }] : [])),
  ]
}

/** A reading without a doubt is read a second time: words nobody knows, hours and days that one reading has alone. */
function leftOver(
  { fields, prose }: Source,
  times: MailTimes,
  seats: InstrumentsRead,
  received: Temporal.Instant,
  name: string,
): string[] {
  const counts = Object.values(seats.instruments)
  const said = times.piece || linesWithTimes([...valuesOf(fields, 'text'), prose].join('\n'))
  const asked = valuesOf(fields, 'instruments').flatMap((one) => unknownWords(one, counts))
  const all = [times.piece, ...valuesOf(fields, 'text'), ...valuesOf(fields, null), prose].join('\n')
  const isZoneAsked = valuesOf(fields, 'timezone').length > 0
  const beside = [...otherClock(all, times.timezone, isZoneAsked), ...peopleTold(all, counts)]
  return [...new Set([...lookAgain(said, times, received, name), ...asked, ...beside])]
}

function quoted(pieces: readonly string[]): string {
  return pieces.map((one) => `'${one}'`).join(', ')
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

const countries: [RegExp, CountryCode][] = [
  [/^Europe\/London/, 'GB'],
  [/^Europe\/Paris/, 'FR'],
  [/^Europe\/Berlin/, 'DE'],
  [/^Europe\/Madrid/, 'ES'],
  [/^Europe\/Rome/, 'IT'],
  [/^Europe\/Dublin/, 'IE'],
  [/^Africa\/Nairobi/, 'KE'],
  [/^Africa\/Kampala/, 'UG'],
  [/^Australia\//, 'AU'],
  [/^Asia\/Tokyo/, 'JP'],
]

/** Where a number without a country code is at home. */
function countryOf(timezone: string): CountryCode {
  return countries.find(([zone]) => zone.test(timezone))?.[1] ?? 'US'
}
