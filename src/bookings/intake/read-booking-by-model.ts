import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { unwrap } from '../reading/form/unwrap.ts'
import { readInstrumentField } from '../reading/instruments/read-instruments.ts'
import type { Doubt } from '../reading/problems.ts'
import { writeSentences } from '../reading/sentences.ts'
import type { WrittenWindow } from '../reading/times/read-times.ts'
import { type MailTimes, readMailTimes } from '../reading/times/times-of-mail.ts'
import { claimedPiece, textForModel } from './model/claimed-piece.ts'
import type { BookingMail, BookingReading, Problem } from './read-booking-email.ts'

/** Plain on the wire. No value in it but pieces of the mail: what they mean, the rules say. */
const claimsShape = z.object({
  times: z.array(z.object({ day: z.string(), hours: z.string().nullable() })),
  instruments: z.array(z.object({ name: z.string(), count: z.string().nullable() })),
})
type Claims = z.infer<typeof claimsShape>

const INSTRUCTIONS = `You read one mail to a recording studio that asks for session musicians.
Point to where it says when the session may be and which instruments are needed.
Every answer is a piece copied letter by letter from the mail: never your own words,
never a date or number you worked out.
"day" is the shortest piece that says one offered date, "hours" the piece that says the time of day for it,
with AM, PM and time zone
(null where "day" holds it or none is said).
"name" is the piece that names one instrument, "count" the piece that says how many (null where none is said).
Leave out times and instruments the writer takes back, had before, or does not need.`

const OF_TIMES: Problem[] = ['no_times', 'vague_time']
const OF_INSTRUMENTS: Problem[] = ['no_instruments', 'unknown_instrument']

/** Whether the rules say that they could not read the times or the instruments. */
export function isModelNeeded({ problems }: BookingReading): boolean {
  return problems.some((problem) => OF_TIMES.includes(problem) || OF_INSTRUMENTS.includes(problem))
}

/**
 * A booking mail the rules could not read in full, with a model pointing to the pieces that say when and which
 * instruments. A piece that is not in the mail is dropped, and of the others only what the rules' own
 * readers read in them is kept. Nothing of the rules' reading is taken away: every problem stays, so a person looks
 * before any text leaves. Fails as `OpenAi.extract` does; then the rules' own reading stands.
 */
export async function readBookingByModel(
  openai: OpenAi,
  mail: BookingMail,
  rules: BookingReading,
): Promise<BookingReading> {
  const source = await unwrap({ subject: mail.subject ?? '', from: mail.from ?? '', body: mail.body })
  const text = textForModel(source)
  const claims = await openai.extract({ name: 'booking', instructions: INSTRUCTIONS, text, shape: claimsShape })
  const lacks = (kinds: Problem[]) => rules.problems.some((problem) => kinds.includes(problem))
  const seats = lacks(OF_INSTRUMENTS) ? checkInstruments(claims, text, rules) : nothing
  const times = lacks(OF_TIMES) ? checkTimes(claims, text, rules, mail.received_at) : nothing
  return addTo(addTo(rules, seats, 'instruments', OF_INSTRUMENTS), times, 'times', OF_TIMES)
}

/** What the rules read in the pieces a model pointed to. */
type Found = { pieces: string[]; doubts: Doubt[]; add: Partial<BookingReading> }

const nothing: Found = { pieces: [], doubts: [], add: {} }

function checkInstruments({ instruments }: Claims, text: string, rules: BookingReading): Found {
  const found: Found = { pieces: [], doubts: [], add: {} }
  const seats = new Map(Object.entries(rules.instruments))
  for (const { name, count } of instruments) {
    const piece = joinPieces(text, count, name)
    const read = piece === null ? null : readInstrumentField(piece)
    if (!read || read.doubts.some(({ problem }) => problem === 'unknown_instrument')) continue
    const added = Object.entries(read.instruments).filter(([seat]) => !seats.has(seat))
    if (piece === null || added.length === 0) continue
    for (const [seat, number] of added) seats.set(seat, number)
    found.pieces.push(piece)
    found.doubts.push(...read.doubts)
  }
  return { ...found, add: { instruments: Object.fromEntries(seats) } }
}

function checkTimes({ times }: Claims, text: string, rules: BookingReading, receivedAt: string): Found {
  const received = Date.parse(receivedAt)
  if (Number.isNaN(received)) return nothing
  const readPieces = (pieces: string[]): MailTimes => {
    const fields = [{ role: 'times' as const, label: '', value: pieces.join('\n') }]
    return readMailTimes(fields, '', Temporal.Instant.fromEpochMilliseconds(received), rules.timezone, false)
  }
  const pieces = times
    .map(({ day, hours }) => joinPieces(text, day, hours))
    .filter((piece) => piece !== null)
    .filter((piece) => readPieces([piece]).times.length > 0)
  const read = readPieces([...new Set(pieces)])
  const added = read.times.filter((one) => !rules.times.some((other) => isSame(one, other)))
  if (added.length === 0) return nothing
  const choices = rules.times.length === 0 ? read.choices : rules.choices
  return { pieces: [...new Set(pieces)], doubts: read.doubts, add: { times: [...rules.times, ...added], choices } }
}

function isSame(one: WrittenWindow, other: WrittenWindow): boolean {
  return one.start === other.start && one.end === other.end
}

/** Two pieces as one, in this order; null where one of them is not in the mail. */
function joinPieces(text: string, ...claimed: (string | null)[]): string | null {
  const pieces = claimed.flatMap((one) => (one === null || one.trim() === '' ? [] : [claimedPiece(text, one)]))
  return pieces.length === 0 || pieces.includes(null) ? null : pieces.join(' ')
}

/** The problems stay, as they hold every text back; only 'it does not say when' would no longer be true. */
function addTo(
  rules: BookingReading,
  { pieces, doubts, add }: Found,
  what: 'times' | 'instruments',
  settled: Problem[],
): BookingReading {
  if (pieces.length === 0) return rules
  const untrue = writeSentences(settled.map((problem) => ({ problem })))
  const quoted = pieces.map((piece) => `'${piece}'`).join(', ')
  return {
    ...rules,
    ...add,
    problems: [...new Set([...rules.problems, ...doubts.map(({ problem }) => problem)])],
    sentences: [
      ...rules.sentences.filter((sentence) => !untrue.includes(sentence)),
      `A model pointed to the ${what}, please check: ${quoted}.`,
      ...writeSentences(doubts).filter((sentence) => !rules.sentences.includes(sentence)),
    ],
    evidence: { ...rules.evidence, [what]: [rules.evidence[what] ?? '', ...pieces].filter(Boolean).join(', ') },
  }
}
