import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { Controls } from '../controls.ts'
import { actOnPlace, placeActs } from '../places.ts'
import { breakVendor, troubles, vendorsOf } from '../troubles.ts'
import type { World } from '../world.ts'

const MINUTE_MS = 60_000
const jumps: Record<string, number> = { '+15 min': 15, '+1 h': 60, '+1 day': 1440, '+3 days': 3 * 1440 }

/** Time, trouble, the worker, and the way back. */
export function renderControls(world: World, controls: Controls) {
  return html`<div class="controls">
    ${renderTime(controls)}
    ${renderTroubles(world)}
    ${renderPlaces(world)}
    ${renderWorker(controls)}
    <section aria-labelledby="reset"><h2 id="reset">Begin again</h2>
      <form method="post" action="/sandbox/controls/reset"><button class="danger">Reset everything</button></form>
    </section>
  </div>`
}

/**
 * `forward` (minutes), `place` (what happens to it), `break` (vendor, and in a field of the vendor's name the trouble;
 * none: mended), `kill`, `reset`.
 */
export async function handleControl(
  world: World,
  controls: Controls,
  name: string,
  form: Record<string, string>,
): Promise<void> {
  const { vendor = '' } = form
  const acts: Record<string, () => Promise<unknown> | undefined> = {
    forward: () => controls.clock.forward(readMinutes(form.minutes) * MINUTE_MS),
    break: () => breakVendor(world, vendor, form[`trouble-${vendor}`] ?? ''),
    place: () => actOnPlace(world, form.place ?? ''),
    kill: async () => controls.worker?.kill(),
    reset: () => controls.reset(),
  }
  const act = acts[name]
  if (!act) throw new Refusal(`The sandbox cannot do “${name}”.`)
  await act()
}

function readMinutes(text = ''): number {
  const minutes = Object.values(jumps).find((one) => String(one) === text)
  if (minutes === undefined) throw new Refusal('Time goes forward by one of the buttons.')
  return minutes
}

function renderTime({ clock, zone }: Controls) {
  const now = clock.now()
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    ...{ timeZone: zone, timeZoneName: 'shortGeneric' },
  })
  return html`<section aria-labelledby="time"><h2 id="time">Time</h2>
    <p><time datetime="${now.toISOString()}">${format.format(now)}</time>${writeAhead(clock.aheadMs())}</p>
    <form method="post" action="/sandbox/controls/forward">
      ${Object.entries(jumps).map(
        ([label, minutes]) => html`<button name="minutes" value="${minutes}">${label}</button> `,
      )}
    </form>
    <p>Texts leave at any hour here; a real shop keeps quiet hours (QUIET_HOURS, 9 PM to 8 AM).</p>
  </section>`
}

function writeAhead(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes === 0) return ''
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`]
  return `, ${parts.filter(Boolean).join(' ')} ahead`
}

function renderTroubles(world: World) {
  return html`<section aria-labelledby="trouble"><h2 id="trouble">Break something</h2>
    <div class="troubles">${vendorsOf(world).map(({ name, title, trouble }) => {
      const now = trouble()
      return html`<form method="post" action="/sandbox/controls/break">
        <input type="hidden" name="vendor" value="${name}">
        ${now ? html`<span class="broken">${title} ${troubles[now]}</span> <button aria-label="Mend ${title}">Mend</button>` : renderChoice(name, title)}
      </form>`
    })}</div>
  </section>`
}

function renderPlaces(world: World) {
  return html`<section aria-labelledby="places"><h2 id="places">Take the place away</h2>
    <form method="post" action="/sandbox/controls/place">
      ${placeActs(world).map(
        ({ name, label, isDangerous }) =>
          html`<button name="place" value="${name}" class="${isDangerous ? 'danger' : ''}">${label}</button> `,
      )}
    </form>
  </section>`
}

function renderChoice(name: string, title: string) {
  return html`<label for="trouble-${name}">${title}</label>
    <select id="trouble-${name}" name="trouble-${name}">${Object.entries(troubles).map(
      ([value, words]) => html`<option value="${value}">${words}</option>`,
    )}</select>
    <button aria-label="Break ${title}">Break</button>`
}

function renderWorker({ worker }: Controls) {
  if (!worker) return html`<section><h2>Worker</h2><p>The steps run in this process.</p></section>`
  const { pid, working, restarts } = worker.view()
  const state = pid === null ? 'gone' : working ? `works as process ${pid}` : `process ${pid} is starting`
  return html`<section aria-labelledby="worker"><h2 id="worker">Worker</h2>
    <p>${state}${restarts > 0 ? `, restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : ''}</p>
    <form method="post" action="/sandbox/controls/kill"><button class="danger">Kill the worker (kill -9)</button></form>
  </section>`
}
