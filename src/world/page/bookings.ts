import { html } from 'hono/html'
import { firstForm } from '../booking-form.ts'
import { renderCalendarPane } from '../google/calendar-pane.ts'
import { calendarNames, type MusicianKey, musicians, studio } from '../musicians.ts'
import { renderTelegramPane } from '../telegram/pane.ts'
import { telegramPeople } from '../telegram/state.ts'
import { renderPhonePane } from '../twilio/pane.ts'
import type { World } from '../world.ts'

export const bookingPanes = ['booking', 'calendars', 'vera', 'hugo', 'cora', 'dane'] as const
export type BookingPane = (typeof bookingPanes)[number]

/** The second row: a client, three musicians, and Dane. */
export function renderBookings(world: World) {
  return html`<section aria-labelledby="bookings">
    <header class="top"><h2 id="bookings">Bookings</h2></header>
    <section class="tour" aria-label="What to try with bookings">
      <ol>
        <li><b>The form, as a client:</b> press <b>Send</b>. A violin, a violin and a cello are asked by text, for a time when all three are free.</li>
        <li><b>The phones, as musicians:</b> answer <code>yes</code>, or open the link and press <b>Yes</b>; the last yes books everyone, and the calendars fill.</li>
        <li><b>Telegram, as Dane:</b> a form with a weekday that does not fit its date rings him before anyone is texted, with both days as buttons; one tap sends the texts.</li>
      </ol>
    </section>
    <div class="phones bookings">
      <div class="stack">${renderOne('booking', 'Booking form · the client', world)}${renderOne('calendars', 'Google Calendar · everyone', world)}</div>
      ${renderMusician('vera', world)}${renderMusician('hugo', world)}${renderMusician('cora', world)}
      ${renderOne('dane', 'Telegram · Dane', world)}
    </div>
  </section>`
}

function renderMusician(key: MusicianKey, world: World) {
  const { name, instrument } = musicians[key]
  return renderOne(key, `${name} · ${instrument}`, world)
}

function renderOne(name: BookingPane, title: string, world: World) {
  return html`<article class="phone" id="phone-${name}">
    <h2>${title}</h2>
    <div class="screen" data-pane="${name}">${renderBookingPane(name, world)}</div>
  </article>`
}

export function renderBookingPane(name: BookingPane, world: World) {
  const dane = telegramPeople.dane.id
  if (name === 'booking') return renderForm()
  if (name === 'calendars') return renderCalendarPane(world.google.view(), { names: calendarNames, zone: studio.zone })
  if (name === 'dane') return renderTelegramPane(world.telegram.view(), dane, dane)
  return renderPhonePane(world.twilio.view(), musicians[name].phone)
}

function renderForm() {
  const { name, email, phone, instruments, times, notes } = firstForm(new Date())
  return html`<form class="book" method="post" action="/sandbox/booking/send" aria-label="Booking form">
    <label>Name <input name="name" value="${name}" required></label>
    <label>E-mail <input name="email" type="email" value="${email}"></label>
    <label>Phone <input name="phone" type="tel" value="${phone}"></label>
    <label>Instruments <input name="instruments" value="${instruments}" required></label>
    <label>Times, one a line <textarea name="times" rows="2" required>${times}</textarea></label>
    <label>Notes <input name="notes" value="${notes}"></label>
    <button>Send</button>
  </form>`
}

/** Under `.bookings` only. */
export const bookingsCss = `
.phones.bookings .phone { flex: 1 0 262px; min-width: 0; }
.phones.bookings #phone-dane { flex-basis: 320px; }
.phones.bookings .stack { flex: 1 0 270px; min-width: 0; max-width: 420px; }
.phones.bookings .screen > .sms { height: 100%; max-width: none; border: 0; border-radius: 0; min-height: 0; overflow-y: auto; }
.phones.bookings .sms > header, .phones.bookings .sms > form { position: sticky; background: var(--ph-back); z-index: 1; }
.phones.bookings .sms > header { top: 0; }
.phones.bookings .sms > form { bottom: 0; }
#phone-dane .composer, #phone-dane .composer * { min-width: 0; }
.stack .screen { height: auto; min-height: 0; max-height: none; }
.stack .screen[data-pane=calendars] { max-height: 60vh; }
.book { display: grid; gap: 8px; padding: 14px 16px; }
.book label { display: grid; gap: 2px; font-size: 12px; }
.book input, .book textarea { width: 100%; font: inherit; font-size: 14px; padding: 6px 9px; color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: 8px; }
.book button { justify-self: end; font: inherit; font-weight: 600; min-height: 38px; padding: 4px 22px; border: 0; border-radius: 19px;
  background: #1f5f4a; color: #fff; cursor: pointer; }
.book :focus-visible { outline: 2px solid #1f8f6a; outline-offset: 2px; }
@media (max-width: 700px) { .phones.bookings .phone, .phones.bookings .stack { flex: none; width: 100%; max-width: none; } }
`
