import type { Needs } from '#src/app.ts'
import { tame } from '#src/cards/clip.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeCity, writeWhen } from '#src/cards/times.ts'
import { type Html, html, panel } from '#src/web/html.ts'
import type { BookingView, OfferView, OptionView } from './card/booking-view.ts'
import { readStored } from './intake/receive.ts'
import { spanOf } from './offers/standing.ts'
import { writeSession } from './write-times.ts'

type Drawing = { view: BookingView; studioZone: string; zone: string; now: Date }

/**
 * Everything of one booking besides its card: who can when, the offers, the plan, what was read, and the mail itself.
 */
export async function drawBookingParts(
  { settings, clock }: Needs<'settings' | 'clock'>,
  view: BookingView,
  { zone }: Member,
): Promise<Html> {
  const drawing = { view, studioZone: settings.BOOKING_TIMEZONE, zone, now: clock() }
  return html`${[renderGrid, renderOffers, renderPlan, renderReading].map((part) => part(drawing))}${drawMail(view)}`
}

const marks = { yes: '✓', no: '✗', none: '✗' }

/** Instruments by times: who was asked, and what they said. */
function renderGrid(drawing: Drawing): Html {
  const { view } = drawing
  const times = view.options.filter(({ position, offers }) => position !== null || offers.length > 0)
  if (times.length === 0) return html``
  const heads = times.map(
    (option) =>
      html`<th scope="col">${timeOf(option, drawing)}${view.optionId === option.id ? chosenAs(view) : ''}</th>`,
  )
  const rows = Object.entries(view.instruments).map(
    ([instrument, seats]) => html`<tr><th scope="row">${seats > 1 ? `${seats} × ${instrument}` : instrument}</th>
      ${times.map((option) => html`<td>${renderCell(option, instrument)}</td>`)}</tr>`,
  )
  return panel(
    'Who can when',
    html`<div class="wide"><table class="grid">
      <thead><tr><td></td>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`,
  )
}

/** Of the time that was booked: whether it still is. */
function chosenAs({ state }: BookingView): string {
  return state === 'completed' ? ' · booked' : state === 'cancelled' ? ' · cancelled' : ''
}

function renderCell({ offers }: OptionView, instrument: string): Html {
  const asked = offers.filter((offer) => offer.instrument === instrument)
  if (asked.length === 0) return html`<span class="soft">not asked yet</span>`
  return html`<ul class="plain">${asked.map(
    ({ musician, answer }) =>
      html`<li><span aria-hidden="true">${answer ? marks[answer] : '…'}</span> <bdi>${tame(musician.name)}</bdi>
        <small>${answer ? saidOf(answer) : 'no answer'}</small></li>`,
  )}</ul>`
}

function saidOf(answer: NonNullable<OfferView['answer']>): string {
  return answer === 'none' ? 'no to all dates' : answer
}

function renderOffers(drawing: Drawing): Html {
  const offers = drawing.view.options.flatMap((option) => option.offers.map((offer) => ({ offer, option })))
  if (offers.length === 0) return html``
  const rows = offers.map(
    ({ offer, option }) => html`<tr>
      <th scope="row"><bdi>${tame(offer.musician.name)}</bdi><small>${offer.instrument} · ${offer.code}</small></th>
      <td>${writeAnswer(offer, drawing)}</td>
      <td>${timeOf(option, drawing)}</td>
      <td>${writeTexted(offer, drawing)}</td>
    </tr>`,
  )
  const heads = html`<thead><tr><th scope="col">Musician</th><th scope="col">Answer</th>
    <th scope="col">Time</th><th scope="col">Text</th></tr></thead>`
  return panel('Offers', html`<div class="wide"><table class="grid">${heads}<tbody>${rows}</tbody></table></div>`)
}

function writeTexted({ sentAt, deliveryStatus, asks }: OfferView, { zone, now }: Drawing): string {
  if (!sentAt) return 'waits to leave'
  const often = asks > 1 ? `, asked ${asks} times` : ''
  return `${deliveryStatus ?? 'sent'}, ${writeWhen(sentAt, zone, now, 12)}${often}`
}

function writeAnswer({ answer, answeredAt, answeredVia, closedAs }: OfferView, { zone, now }: Drawing): string {
  const said =
    answer && answeredAt
      ? `${saidOf(answer)}, ${writeWhen(answeredAt, zone, now, 12)}, ${writeVia(answeredVia)}`
      : 'none yet'
  return closedAs ? `${answer ? said : 'none'} · ${ends[closedAs]}` : said
}

/** Of Dane's own word the row says who it was: `by Dane`. */
function writeVia(via: string | null): string {
  return via === 'sms' ? 'by text' : via === 'link' ? 'on their page' : (via ?? '')
}

const ends: Record<NonNullable<OfferView['closedAs']>, string> = {
  booked: 'booked',
  filled: 'the seat was filled',
  released: 'released',
  cancelled: 'cancelled',
  void: 'no longer valid',
  stopped: 'wrote STOP',
  failed: 'the text did not arrive',
  conflict: 'busy by then',
}

/** The ordered plan, and the times that are not possible, with the reason. */
function renderPlan(drawing: Drawing): Html {
  const { view } = drawing
  if (view.options.length === 0) return html``
  const names = new Map(
    [...view.bench, ...view.options.flatMap(({ offers }) => offers.map(({ musician }) => musician))].map(
      ({ id, name }) => [id, name],
    ),
  )
  const nameOf = (id: string) => names.get(id) ?? 'someone who left'
  const queued = ({ instrument, musicians }: OptionView['queue'][number]) =>
    html`<li><small>${instrument}: ${musicians.map(nameOf).join(', ') || 'nobody'}</small></li>`
  const items = view.options.map(
    (option) =>
      html`<li>${timeOf(option, drawing)}${option.inHours ? '' : ' · outside 10-6'}${
        option.why
          ? html` · <span class="soft">${tame(option.why)}</span>`
          : html`<ul class="plain">${option.queue.map(queued)}</ul>`
      }</li>`,
  )
  return panel(
    'Plan',
    html`<ol>${items}</ol>${view.warnings.map((warning) => html`<p class="soft">${tame(warning)}</p>`)}`,
  )
}

function renderReading({ view, studioZone }: Drawing): Html {
  const { name, email, phone } = view.client
  const client = [name, email, phone].filter(Boolean).join(' · ') || 'not said'
  const seats = Object.entries(view.instruments).map(([instrument, count]) => `${count} × ${instrument}`)
  const times = view.times.map(({ start, end }) =>
    writeSession({ start: new Date(start), end: new Date(end) }, studioZone),
  )
  return panel(
    'What was read',
    html`<dl>
      <div><dt>Client</dt><dd><bdi>${tame(client)}</bdi></dd></div>
      <div><dt>Seats</dt><dd>${seats.join(', ') || 'none'}</dd></div>
      <div><dt>Times</dt><dd>${times.join('; ') || 'none'}</dd></div>
      <div><dt>Zone</dt><dd>${writeCity(view.zone)} time</dd></div>
      ${view.sentences.length > 0 ? html`<div><dt>To check</dt><dd>${tame(view.sentences.join(' '))}</dd></div>` : ''}
    </dl>`,
  )
}

function drawMail({ mail }: BookingView): Html {
  if (!mail) return html``
  const { subject, from, body } = readStored({ body: mail })
  return panel(
    'The mail',
    html`<article class="mail"><p class="soft"><bdi>${tame(from)}</bdi></p>
      <strong dir="auto">${tame(subject)}</strong><pre dir="auto">${tame(body)}</pre></article>`,
  )
}

function timeOf(option: OptionView, { studioZone }: Drawing): string {
  return writeSession(spanOf(option), studioZone)
}
