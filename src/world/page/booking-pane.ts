import { html } from 'hono/html'
import { firstForm } from '../booking-form.ts'

/** The studio's form, filled in as a first client would. */
export function renderBookingForm(now: Date) {
  const { name, email, phone, instruments, times, notes } = firstForm(now)
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

/** Under `.book` only. */
export const bookingCss = `
.book { display: grid; gap: 5px; padding: 10px 16px; height: 100%; overflow-y: auto; align-content: start; }
.book label { display: grid; gap: 1px; font-size: 12px; }
.book input, .book textarea { width: 100%; font: inherit; font-size: 14px; padding: 4px 9px; color: inherit;
  background: var(--back);
  border: 1px solid var(--line); border-radius: 8px; }
.book button { justify-self: end; font: inherit; font-weight: 600; min-height: 34px; padding: 4px 22px; border: 0;
  border-radius: 19px;
  background: #1f5f4a; color: #fff; cursor: pointer; }
.book :focus-visible { outline: 2px solid #1f8f6a; outline-offset: 2px; }
`
