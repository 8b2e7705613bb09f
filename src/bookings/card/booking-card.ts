import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import type { Drawing } from '#src/cards/subject.ts'
import { spanOf } from '../offers/standing.ts'
import { seatsOf } from '../plan/match-seats.ts'
import type { Span } from '../span.ts'
import { writeInstruments } from '../write-instruments.ts'
import { writeDeadline, writeSession } from '../write-times.ts'
import { MOST_OF_WORDS, titleOf } from './booking-title.ts'
import type { BookingView, OfferView, OptionView } from './booking-view.ts'

const MOST_TIMES = 6

/** What Dane sees of a booking: instruments by times, who was asked and answered, and what comes next. */
export function bookingCard(view: BookingView, app: Drawing): Omit<Card, 'buttons'> {
  const zone = app.settings.BOOKING_TIMEZONE
  return {
    title: titleOf(view, app),
    tone: toneOf(view),
    ...quoteOf(view),
    facts: factsOf(view, {
      when: (at) => writeDeadline(at, zone, app.clock(), app.hours),
      session: (span) => writeSession(span, zone, app.hours),
    }),
    footer: footerOf(view, app),
    links: [{ label: 'Live page', url: `${app.publicUrl}/bookings/${view.id}` }],
  }
}

/** What the title does not hold. */
function quoteOf({ clientWords, attention, attentionNote }: BookingView): { quote?: string } {
  if (clientWords) return clientWords.length > MOST_OF_WORDS ? { quote: clientWords } : {}
  return attention === 'stuck' && attentionNote ? { quote: attentionNote } : {}
}

function toneOf({ state, attention, paused, clientWords }: BookingView): Tone {
  if (attention || clientWords) return 'todo'
  if (state === 'completed') return 'good'
  if (state === 'cancelled') return 'done'
  return paused ? 'todo' : 'waiting'
}

type WriteTime = (at: Date) => string
type Clock = { when: WriteTime; session(span: Span): string }

function factsOf(view: BookingView, { when, session }: Clock): Fact[] {
  const { client, warnings } = view
  const contact = [client.name, client.email, client.phone].filter(Boolean).join(' · ')
  const times = view.options.slice(0, MOST_TIMES)
  const more = view.options.length - times.length
  const rows: [string, string][] = [
    ['Client', contact],
    ['Instruments', writeInstruments(view.instruments)],
    ...(view.options.length === 0 ? [['Times', readTimes(view, session)] as [string, string]] : []),
    ...times.map((option): [string, string] => [session(spanOf(option)), writeOption(view, option, when)]),
    ...wordsOf(view),
    ['More times', more > 0 ? String(more) : ''],
    ['Unknown', warnings.join(', ')],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value: clip(value, 600) }] : []))
}

/** What a musician wrote that is no answer yet. */
function wordsOf({ options }: BookingView): [string, string][] {
  const said = options
    .flatMap(({ offers }) => offers)
    .filter(({ said, saidAt, answeredAt }) => {
      return said !== null && saidAt !== null && (answeredAt === null || answeredAt < saidAt)
    })
  const latest = new Map(said.map(({ musician, said }) => [musician, said ?? '']))
  return [...latest].map(([{ name, phone }, words]) => [`${name} wrote`, `${writeLines(words)} · ${phone}`])
}

function writeLines(words: string): string {
  const lines = words.split('\n')
  return lines.map((line) => `"${line}"`).join(', ')
}

function readTimes({ times }: BookingView, session: Clock['session']): string {
  const spans = times.slice(0, MOST_TIMES).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }))
  return spans.map(session).join('; ')
}

/** `violin: Maya ✓, Ravi asked 2:02 PM · cello: Ines no` */
function writeOption(view: BookingView, option: OptionView, when: WriteTime): string {
  if (option.why && option.offers.length === 0) return option.why
  const parts = [...new Set(seatsOf(view.instruments))].map((name) => {
    const asked = option.offers.filter(({ instrument }) => instrument === name)
    return `${name}: ${asked.map((offer) => writeAsked(offer, when)).join(', ') || 'not asked yet'}`
  })
  return `${parts.join(' · ')}${option.closedAt && view.optionId !== option.id ? ' (closed)' : ''}`
}

function writeAsked({ musician, answer, closedAs, sentAt }: OfferView, when: WriteTime): string {
  const name = musician.name
  if (closedAs === 'booked') return `${name} ✓ booked`
  if (closedAs === 'failed') return `${name} not reached`
  if (answer === 'yes') return closedAs ? `${name} yes (${closedAs})` : `${name} ✓`
  if (answer) return `${name} no`
  return sentAt ? `${name} asked ${when(sentAt)}` : `${name} text waits`
}

function footerOf(view: BookingView, { settings, clock, hours }: Drawing): string {
  const when = (at: Date) => writeDeadline(at, settings.BOOKING_TIMEZONE, clock(), hours)
  if (view.clientWords) {
    const ended = view.state === 'cancelled' ? `${endedBy(view)} ` : ''
    return `${ended}Reply, and the answer goes into the same mail thread.`
  }
  if (view.attention) return hints[view.attention]
  if (view.state === 'new') return 'I ask the calendars.'
  if (view.state === 'completed') return `Confirmed ${view.completedAt ? when(view.completedAt) : ''}.`
  if (view.state === 'cancelled') return endedBy(view)
  if (view.paused) return 'Paused: no new texts leave. Answers still count.'
  return `Next: ${nextTexts(view, settings.OFFER_TIMEOUT_MIN, when)}`
}

function endedBy({ completedAt, lastMove }: BookingView): string {
  const past = completedAt ? 'Cancelled' : 'Given up'
  return lastMove ? `${past} by ${lastMove.by.name}.` : `${past}.`
}

/** What happens to a booking next, and when; null where Dane decides or nothing is left. */
export function nextOfBooking(
  view: BookingView,
  { settings, clock }: Pick<App, 'settings' | 'clock'>,
  zone: string,
): string | null {
  if (view.attention) return null
  if (view.state === 'new') return 'the calendars are asked within minutes.'
  if (view.state !== 'offering') return null
  if (view.paused) return 'it waits until somebody presses Resume. No new texts leave, answers still count.'
  return nextTexts(view, settings.OFFER_TIMEOUT_MIN, (at) => writeDeadline(at, zone, clock()))
}

function nextTexts({ deliveries, lastTextAt }: BookingView, timeoutMin: number, when: WriteTime): string {
  const waiting = deliveries.filter(({ kind, state }) => kind === 'bookings.offer' && state === 'waiting')
  const [first] = waiting
    .map(({ nextTryAt, notBefore }) => nextTryAt ?? notBefore)
    .sort((a, b) => a.getTime() - b.getTime())
  if (first) return `${writeCount(waiting.length, 'text leaves', 'texts leave')} at ${when(first)}.`
  if (!lastTextAt) return 'the first texts leave now.'
  const next = new Date(lastTextAt.getTime() + timeoutMin * 60_000)
  return `more texts after ${when(next)}, unless the seats are filled.`
}

const hints = {
  reading: 'No text leaves before you answer.',
  impossible: 'Other time adds one, Assign fills a seat by hand, Ask again looks at the calendars anew.',
  stuck: 'Ask again asks who was silent. Assign fills a seat by hand. Other time adds one.',
  back: 'I ask the next musicians by myself.',
  words: 'That is no yes and no no. Call them where it matters, then press Seen.',
} as const
