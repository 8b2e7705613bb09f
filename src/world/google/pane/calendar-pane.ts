import { html } from 'hono/html'
import { Temporal } from 'temporal-polyfill'
import { Refusal } from '#src/errors.ts'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import type { CalendarView, EventView, GoogleView } from '#src/world/google/view.ts'

export type CalendarPane = {
  /** Whose calendar it is, by its id; a calendar without a name is not shown. */
  names: Record<string, string>
  zone: string
}

/** The calendars side by side, their events by time. */
export function renderCalendarPane(view: GoogleView, pane: CalendarPane) {
  const shown = view.calendars.filter(({ id }) => pane.names[id])
  return html`<section class="calendars" aria-label="Calendars">
    ${shown.length === 0 ? html`<p class="empty">No calendars yet.</p>` : ''}
    ${shown.map((calendar) => renderCalendar(calendar, pane))}
  </section>`
}

/**
 * What a form of the pane asks for: `busy` (calendar, start as `2026-02-10T11:00`, hours, zone), `refuse` and `share`
 * (calendar).
 */
export async function handleCalendarAct(
  standIn: GoogleStandIn,
  name: string,
  form: Record<string, string>,
): Promise<void> {
  const { calendar = '', start = '', hours = '1', zone = 'UTC' } = form
  if (!calendar) throw new Refusal('Which calendar?')
  if (name === 'refuse') return standIn.act.refuseCalendar(calendar, true)
  if (name === 'share') return standIn.act.refuseCalendar(calendar, false)
  if (name !== 'busy') throw new Refusal(`A calendar cannot do “${name}”.`)
  if (!start) throw new Refusal('When are you busy?')
  const from = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).epochMilliseconds
  await standIn.act.addBusy(calendar, new Date(from), new Date(from + Number(hours) * 3_600_000))
}

function renderCalendar({ id, refused, events }: CalendarView, { names, zone }: CalendarPane) {
  return html`<article aria-label="Calendar of ${names[id]}">
    <header><b>${names[id]}</b>${refused ? html`<small>not shared with us</small>` : ''}</header>
    <ol>${events.map((event) => renderEvent(event, zone))}</ol>
    ${events.length === 0 ? html`<p class="empty">Nothing on.</p>` : ''}
    <details id="busy-${id}">
      <summary>Change</summary>
      <form method="post" action="/sandbox/calendar/busy" data-standin="calendar">
        <input type="hidden" name="calendar" value="${id}"><input type="hidden" name="zone" value="${zone}">
        <label>Busy from <input name="start" type="datetime-local" required></label>
        <label>Hours <input name="hours" type="number" min="1" max="24" value="2" required></label>
        <button>Add</button>
      </form>
      <form method="post" action="/sandbox/calendar/${refused ? 'share' : 'refuse'}" data-standin="calendar">
        <input type="hidden" name="calendar" value="${id}">
        <button class="quiet">${refused ? 'Share it again' : 'Stop sharing it'}</button>
      </form>
    </details>
  </article>`
}

function renderEvent({ summary, start, end, private: own }: EventView, zone: string) {
  const date = write(start, zone, { weekday: 'short', month: 'short', day: 'numeric' }).replace(',', '')
  const time = (at: Date) => write(at, zone, { hour: 'numeric', minute: '2-digit' })
  const named = write(end, zone, { hour: 'numeric', minute: '2-digit', timeZoneName: 'shortGeneric' })
  const mine = Object.keys(own).length > 0
  return html`<li class="${mine ? 'ours' : ''}"><time datetime="${start.toISOString()}">${date}, ${time(start)}-${named}</time> <span>${summary}</span></li>`
}

function write(at: Date, zone: string, format: Intl.DateTimeFormatOptions): string {
  return at
    .toLocaleString('en-US', { ...format, timeZone: zone })
    .replaceAll('\u202f', ' ')
    .replace(':00', '')
}

/** Under `.calendars` only. */
export const calendarCss = `
.calendars { --cl-back: #fff; --cl-text: #1f1f1f; --cl-faint: #5b6270; --cl-line: #e3e5ea; --cl-ours: #0b57d0;
  --cl-on: #fff;
  color-scheme: light dark; height: 100%; overflow-y: auto; background: var(--cl-back); color: var(--cl-text);
  font: 14px/1.4 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  .calendars { --cl-back: #111318; --cl-text: #eceef2; --cl-faint: #a3a9b6; --cl-line: #2b2f38; --cl-ours: #8ab4f8;
    --cl-on: #0b1220; } }
.calendars * { box-sizing: border-box; }
.calendars article { padding: 10px 16px; border-bottom: 1px solid var(--cl-line); }
.calendars header { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.calendars small, .calendars .empty, .calendars summary { color: var(--cl-faint); font-size: 12px; }
.calendars small { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.calendars ol { list-style: none; margin: 6px 0; padding: 0; display: grid; gap: 4px; }
.calendars li { padding: 6px 10px; border-radius: 8px;
  background: color-mix(in srgb, var(--cl-faint) 18%, transparent); }
.calendars li.ours { background: var(--cl-ours); color: var(--cl-on); }
.calendars li time { font-size: 12px; display: block; }
.calendars .empty { margin: 4px 0; }
.calendars summary { cursor: pointer; width: max-content; min-height: 24px; }
.calendars form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; padding: 6px 0; }
.calendars label { display: grid; gap: 2px; font-size: 12px; color: var(--cl-faint); }
.calendars input { font: inherit; padding: 6px 8px; border: 1px solid var(--cl-line); border-radius: 8px;
  background: var(--cl-back);
  color: var(--cl-text); }
.calendars input[type=number] { width: 5rem; }
.calendars button { font: inherit; font-weight: 600; min-height: 34px; padding: 4px 14px; border: 0;
  border-radius: 17px;
  background: var(--cl-ours); color: var(--cl-on); cursor: pointer; }
.calendars .quiet { font-weight: 400; background: none; color: var(--cl-text); border: 1px solid var(--cl-line); }
.calendars :focus-visible { outline: 2px solid var(--cl-ours); outline-offset: 2px; }
`
