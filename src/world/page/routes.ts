import type { Context } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import { Refusal } from '#src/errors.ts'
import type { Controls } from '../controls.ts'
import { handleCalendarAct } from '../google/calendar-pane.ts'
import { handleGoogleAct } from '../google/pane.ts'
import { handleInstagramAct } from '../meta/pane.ts'
import { handleSlackAct } from '../slack/pane-acts.ts'
import { handleTelegramAct } from '../telegram/pane.ts'
import { handleTwilioAct } from '../twilio/pane.ts'
import type { World } from '../world.ts'
import { handleControl, renderControls } from './controls-pane.ts'
import { type PaneName, pageStyle, panes, renderPage, renderPane } from './page.ts'
import { pageJs } from './page-js.ts'
import { ROLES_COOKIE, type Roles, readRoles, writeRoles } from './roles.ts'

/** `/sandbox`: the page, its phones, and what a person does on them. */
export function createSandboxRoutes(world: World, controls: Controls): Hono {
  const changes = createChanges(world, controls)
  return new Hono()
    .basePath('/sandbox')
    .get('/', (c) => c.html(renderPage(world, rolesOf(c), controls)))
    .get('/style.css', (c) => c.body(pageStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/page.js', (c) => c.body(pageJs, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
    .get('/pane/controls', (c) => c.html(renderControls(world, controls)))
    .get('/pane/:name', (c) => {
      const name = panes.find((pane) => pane === c.req.param('name'))
      return name ? c.html(renderPane(name, world, rolesOf(c))) : c.notFound()
    })
    .get('/events', (c) =>
      streamSSE(c, async (stream) => {
        const stop = changes.listen((data) => void stream.writeSSE({ event: 'change', data }))
        await new Promise<void>((resolve) => stream.onAbort(resolve))
        stop()
      }),
    )
    .post('/as', async (c) => {
      const form = await readForm(c)
      remember(c, readRoles(new URLSearchParams({ ...asStrings(rolesOf(c)), ...form }).toString()))
      return c.redirect('/sandbox', 303)
    })
    .post('/controls/:act', async (c) => {
      await handleControl(world, controls, c.req.param('act'), await readForm(c))
      changes.tell('controls')
      return c.req.header('accept') === 'text/plain' ? c.text('ok') : c.redirect('/sandbox', 303)
    })
    .post('/:standIn/:act', async (c) => {
      const next = await act(world, rolesOf(c), c.req.param('standIn'), c.req.param('act'), await readForm(c))
      if (next) remember(c, next)
      return c.req.header('accept') === 'text/plain' ? c.text('ok') : c.redirect('/sandbox', 303)
    })
    .onError((error, c) => c.text(error.message, error instanceof Refusal ? 422 : 500))
}

async function act(
  world: World,
  roles: Roles,
  standIn: string,
  name: string,
  form: Record<string, string>,
): Promise<Roles | null> {
  if (standIn === 'slack') await handleSlackAct(world.slack, name, form)
  else if (standIn === 'telegram') await handleTelegramAct(world.telegram, name, form)
  else if (standIn === 'google') await handleGoogleAct(world.google, name, form)
  else if (standIn === 'twilio') await handleTwilioAct(world.twilio, name, form)
  else if (standIn === 'calendar') await handleCalendarAct(world.google, name, form)
  else if (standIn === 'booking') await world.book(form)
  else if (standIn === 'instagram')
    return { ...roles, instagram: (await handleInstagramAct(world.meta, name, form)).as }
  else throw new Refusal('There is no such phone.')
  return null
}

function rolesOf(c: Context): Roles {
  return readRoles(getCookie(c, ROLES_COOKIE))
}

function remember(c: Context, roles: Roles): void {
  setCookie(c, ROLES_COOKIE, writeRoles(roles), { path: '/sandbox', httpOnly: true, sameSite: 'Lax' })
}

function asStrings(roles: Roles): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(writeRoles(roles)))
}

async function readForm(c: Context): Promise<Record<string, string>> {
  const body = await c.req.parseBody()
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
}

/** Which phone changed, for every open page. */
function createChanges(world: World, { clock, worker }: Controls) {
  const listeners = new Set<(pane: PaneName | 'controls') => void>()
  const tell = (pane: PaneName | 'controls') => {
    for (const listener of listeners) listener(pane)
  }
  const tellAll = (...names: PaneName[]) => names.forEach(tell)
  world.slack.onChange(() => tell('slack'))
  world.telegram.onChange(() => tellAll('telegram', 'dane'))
  world.meta.onChange(() => tell('instagram'))
  world.google.onChange(() => tellAll('mail', 'calendars'))
  world.twilio.onChange(() => tellAll('vera', 'hugo', 'cora'))
  clock.onWound(() => tell('controls'))
  worker?.onChange(() => tell('controls'))
  return {
    tell,
    listen(listener: (pane: PaneName | 'controls') => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
