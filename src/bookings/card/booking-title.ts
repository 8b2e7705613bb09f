import { writeCount } from '#src/basics/write-count.ts'
import { zoned } from '#src/basics/zoned.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Drawing } from '#src/cards/subject.ts'
import { bookingKind } from '../kinds.ts'
import { countsStill, holdsSeat, leadingOption, spanOf } from '../offers/standing.ts'
import { writeDeadline, writeSession } from '../write-times.ts'
import type { BookingView, OfferView, OptionView } from './booking-view.ts'

/** The line of a locked phone. */
export function titleOf(view: BookingView, app: Drawing): string {
  const zone = app.settings.BOOKING_TIMEZONE
  const ref = writeRef(bookingKind, view)
  const who = clip(view.client.name ?? 'no name', 60)
  const { attention, attentionNote } = view
  if (view.clientWords)
    return `${ref} ${who} ${writes(view.clientWords)}: ${clip(oneLine(view.clientWords), MOST_OF_WORDS)}`
  if (attention === 'reading') return `${ref} Check before I text anyone: ${clip(attentionNote ?? '', 200)}`
  if (attention === 'impossible') return `${ref} ${who}: no time works. ${clip(attentionNote ?? '', 160)}`
  const option = leadingOption(view)
  const when = option ? writeSession(spanOf(option), zone, app.hours) : 'no time yet'
  return aboutSession(view, option, `${ref} ${who}, ${when}`, app)
}

function aboutSession(view: BookingView, option: OptionView | null, session: string, app: Drawing): string {
  if (view.attention === 'words') return `${view.attentionNote ?? ''} ${asBooked(view, session)}`.trim()
  if (view.state === 'completed') return todayTitle(option, session, app) ?? asBooked(view, session)
  if (view.state === 'cancelled') return `${session} · ${view.closedReason ?? 'given up'}`
  const seats = option ? seatMarks(view, option) : ''
  if (view.attention === 'stuck') return `Stuck: ${session} · ${seats}`
  if (isFresh(view)) return `New: ${session} · ${planWords(view, app)}`
  const back = view.attention === 'back' ? `${view.attentionNote}: ` : ''
  return `${back}${session} · ${seats}${view.paused ? ' · paused' : ''}`
}

/** Of what a client wrote, on a locked phone. */
export const MOST_OF_WORDS = 120

function writes(words: string): string {
  return words.includes('?') ? 'asks' : 'writes'
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

function asBooked(view: BookingView, session: string): string {
  return view.state === 'completed' ? `${session} · ${bookedWords(view)}` : session
}

/** On its day the session says so, and who plays. */
function todayTitle(option: OptionView | null, session: string, app: Drawing): string | null {
  if (!option || !isToday(option.startsAt, app)) return null
  const who = option.offers.filter(holdsSeat).map(({ instrument, musician }) => `${instrument} ${musician.name}`)
  return `Today: ${session} · ${who.join(', ')}`
}

function isToday(at: Date, { settings, clock }: Drawing): boolean {
  const day = (when: Date) => zoned(when, settings.BOOKING_TIMEZONE).toPlainDate()
  return at > clock() && day(at).equals(day(clock()))
}

/** Nobody has answered yet, and nothing was wrong with it. */
function isFresh({ state, attention, paused, round, options }: BookingView): boolean {
  const offers = options.flatMap((option) => option.offers)
  return state === 'offering' && !attention && !paused && round === 1 && offers.every(({ answer }) => answer === null)
}

/** `I ask 3 of 5 musicians first, answers by 1 PM` */
function planWords(view: BookingView, { settings, clock, hours }: Drawing): string {
  const chairs = Object.values(view.instruments).reduce((sum, count) => sum + count, 0)
  const all = new Set(view.options.flatMap(({ queue }) => queue.flatMap(({ musicians }) => musicians))).size
  const many = writeCount(all, 'musician')
  const by = new Date((view.lastTextAt ?? clock()).getTime() + settings.OFFER_TIMEOUT_MIN * 60_000)
  const until = writeDeadline(by, settings.BOOKING_TIMEZONE, clock(), hours)
  return `I ask ${all > chairs ? `${chairs} of ${many} first` : many}, answers by ${until}`
}

/** `Booked: 3 of 3, calendars done`; `calendars 2 of 4` where one cannot be written. */
function bookedWords(view: BookingView): string {
  const seated = view.seats.filter(({ musicianId }) => musicianId !== null).length
  const booked = `Booked: ${seated} of ${view.seats.length}`
  const wanted = wantedEvents(view)
  const made = view.deliveries.filter(({ key }) => wanted.includes(key))
  const done = made.filter(({ state }) => state === 'sent').length
  if (wanted.length === 0 || (done < wanted.length && made.every(isOnItsWay))) return booked
  return done === wanted.length ? `${booked}, calendars done` : `${booked}, calendars ${done} of ${wanted.length}`
}

function isOnItsWay({ state, lastError }: BookingView['deliveries'][number]): boolean {
  return state === 'sent' || (state === 'waiting' && !lastError)
}

function wantedEvents({ options, studioEventId }: BookingView): string[] {
  const own = options.flatMap(({ offers }) => offers.flatMap(({ eventId }) => eventId ?? []))
  return [...own, ...(studioEventId ? [studioEventId] : [])].map((id) => `booking-event:${id}`)
}

/** `violin ✓ violin ✓ cello ✗ (2 no, 1 silent)` */
function seatMarks({ instruments, state, attention }: BookingView, { offers }: OptionView): string {
  return Object.entries(instruments)
    .flatMap(([name, count]) => {
      const own = offers.filter(({ instrument }) => instrument === name)
      const yes = own.filter(holdsSeat).length
      const missing = Math.max(0, count - yes)
      const isOver = state === 'checking' || attention === 'stuck'
      const mark = state === 'offering' || isOver ? markOf(own, isOver) : '?'
      return [
        ...Array.from({ length: Math.min(yes, count) }, () => `${name} ✓`),
        ...Array.from({ length: missing }, () => `${name} ${mark}`),
      ]
    })
    .join(' ')
}

/** Who was asked a moment ago is not silent yet. */
function markOf(offers: OfferView[], isOver: boolean): string {
  const no = offers.filter(({ answer }) => answer === 'no' || answer === 'none').length
  const failed = offers.filter(({ closedAs }) => closedAs === 'failed').length
  const silent = offers.filter((offer) => offer.answer === null && countsStill(offer)).length
  const counts = [
    no ? `${no} no` : '',
    silent ? `${silent} ${isOver ? 'silent' : 'asked'}` : '',
    failed ? `${failed} not reached` : '',
  ].filter(Boolean)
  const mark = isOver || silent === 0 ? '✗' : '…'
  return counts.length > 0 ? `${mark} (${counts.join(', ')})` : mark
}
