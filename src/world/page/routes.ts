import type { Context } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import { Refusal } from '#src/errors.ts'
import type { Controls } from '../controls.ts'
import { LETTER_HEADERS, renderLetterPage } from '../google/pane/pane.ts'
import type { Stage } from '../stories/story.ts'
import { renderPayPage } from '../stripe/pane.ts'
import type { World } from '../world.ts'
import { actOn } from './acts.ts'
import { assets } from './assets.ts'
import { createChanges } from './changes.ts'
import { handleControl, renderControls } from './drawer.ts'
import { renderLedger } from './ledger.ts'
import { ownPageOnly } from './own-page.ts'
import { renderPage } from './page.ts'
import { paneOf, panes } from './panes.ts'
import { ROLES_COOKIE, type Roles, readRoles, rolesOf, writeRoles } from './roles.ts'
import { handleStory, renderSteps } from './steps-pane.ts'

/** `/sandbox`: the stage, its panes, and what a person does on them. */
export function createSandboxRoutes(world: World, controls: Controls): Hono {
  const changes = createChanges(world, controls)
  const { app, zone } = controls
  const stage: Stage = { app, world, zone }
  const addressOf = (c: Context) => `${app.publicUrl}${c.req.path}${new URL(c.req.url).search}`
  const glance = (c: Context) => ({ world, zone, roles: rolesIn(c), now: app.clock() })
  const web = new Hono().basePath('/sandbox')
  web.use(ownPageOnly(app.publicUrl))

  web.get('/', async (c) => {
    const story = c.req.query('story')
    const roles = story === undefined ? rolesIn(c) : rolesOf(story)
    if (story !== undefined) remember(c, roles)
    return c.html(renderPage(stage, controls, roles))
  })
  for (const { name, body, type } of assets) web.get(`/${name}`, (c) => c.body(body, 200, { 'content-type': type }))
  web
    .get('/pane/controls', (c) => c.html(renderControls(world, controls)))
    .get('/pane/ledger', async (c) => c.html(await renderLedger(stage)))
    .get('/pane/steps', async (c) => c.html(await renderSteps(stage, rolesIn(c).story)))
    .get('/pane/:name', (c) => {
      const name = c.req.param('name')
      return panes.some((pane) => pane.name === name) ? c.html(paneOf(name).render(glance(c))) : c.notFound()
    })
    .get('/events', (c) =>
      streamSSE(c, async (stream) => {
        const stop = changes.listen((data) => void stream.writeSSE({ event: 'change', data }))
        await new Promise<void>((resolve) => stream.onAbort(resolve))
        stop()
      }),
    )
    .post('/as', async (c) => {
      const given = new URLSearchParams({ ...asStrings(rolesIn(c)), ...(await readForm(c)) })
      remember(c, readRoles(given.toString()))
      return c.redirect('/sandbox', 303)
    })
    .post('/controls/:act', async (c) => {
      await handleControl(world, controls, c.req.param('act'), await readForm(c))
      for (const pane of ['controls', 'ledger', 'steps']) changes.tell(pane)
      return answer(c)
    })
    .post('/story/:name/:act', async (c) => {
      await handleStory(stage, c.req.param('name'), c.req.param('act'), controls.resetStory)
      changes.tell('steps')
      return answer(c)
    })
    .get('/letter/:id', (c) => {
      const page = renderLetterPage(world.google.view(), c.req.param('id'))
      return page ? c.html(page, 200, LETTER_HEADERS) : c.notFound()
    })
    .get('/pay/:name', (c) => {
      const page = renderPayPage(world.stripe.view(), addressOf(c))
      return page ? c.html(page) : c.notFound()
    })
    .post('/pay/:name', async (c) => {
      await actOn(world, 'stripe', 'pay', { address: addressOf(c) })
      return c.redirect(addressOf(c), 303)
    })
    .post('/:standIn/:act', async (c) => {
      const { roles } = await actOn(world, c.req.param('standIn'), c.req.param('act'), await readForm(c))
      if (roles) remember(c, { ...rolesIn(c), ...roles })
      return answer(c)
    })
  return web.onError((error, c) => c.text(error.message, error instanceof Refusal ? 422 : 500))
}

/** The page's script reads the words; without it the page is shown again. */
function answer(c: Context) {
  return c.req.header('accept') === 'text/plain' ? c.text('') : c.redirect('/sandbox', 303)
}

function rolesIn(c: Context): Roles {
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
