import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { renderPublicPage } from '../document.ts'
import type { Live } from '../live.ts'
import { type Caller, findFor, refuse } from '../records.ts'
import { checkCsrf, closeSession, readSession, type SignedIn, takeSaid } from '../session.ts'
import type { Web, WebApp } from '../web.ts'
import { streamNews } from './events.ts'
import { type Page, renderFrame } from './frame.ts'
import { drawDeliveries, drawOrders, drawSales } from './lists.ts'
import { drawOverview } from './overview.ts'
import { pressHere } from './press.ts'
import { drawRecord } from './record-page.ts'

/** The pages behind the sign-in link of the `dashboard` command. */
export function dashboardRoutes(app: WebApp, live: Live): Hono<Web> {
  const draw = (c: Context<Web>, page: Page, status: 200 | 400 = 200) =>
    c.html(renderFrame(app.settings.STORE_NAME, c.get('me'), takeSaid(c), page), status, {
      'cache-control': 'no-store',
    })

  return new Hono<Web>()
    .use(async (c, next) => {
      const me = await readSession(c, app)
      if (!me) return c.html(signInFirst(app), 401, { 'cache-control': 'no-store' })
      c.set('me', me)
      if (!['admin', 'seller'].includes(me.member.role)) {
        await refuse(app, callerOf(me), `open ${c.req.path}`, 'The dashboard is for admins and sellers.')
      }
      return next()
    })
    .get('/', async (c) => draw(c, await drawOverview(app, c.get('me').member)))
    .get('/orders', async (c) => draw(c, await drawOrders(app, c.get('me').member, c.req.query())))
    .get('/sales', async (c) => draw(c, await drawSales(app, c.get('me').member, c.req.query())))
    .get('/deliveries', async (c) => {
      const { member } = c.get('me')
      if (member.role !== 'admin')
        await refuse(app, callerOf(c.get('me')), 'open /deliveries', 'Only admins see the deliveries.')
      return draw(c, await drawDeliveries(app, c.req.query()))
    })
    .get('/events', (c) => streamNews(c, live, async () => (await readSession(c, app)) !== null))
    .post('/press', (c) => pressHere(c, app, c.get('me'), (page) => draw(c, page)))
    .post('/sign-out', async (c) => {
      const form = await c.req.parseBody()
      checkCsrf(c.get('me').csrf, String(form.csrf ?? ''))
      await closeSession(c, app)
      return c.redirect('/', 303)
    })
    .get('/:table{[a-z]+}/:ref', async (c) => {
      const { table, ref } = c.req.param()
      return draw(c, await drawRecord(app, c.get('me'), await findFor(app, callerOf(c.get('me')), table, ref)))
    })
}

function callerOf({ member }: SignedIn): Caller {
  return { member, by: { via: 'web', userId: member.id, name: member.name } }
}

function signInFirst({ settings }: WebApp) {
  return renderPublicPage({
    shop: settings.STORE_NAME,
    title: 'Sign in',
    body: html`<section class="notice">
      <h1>Sign in from chat</h1>
      <p>Type <strong>dashboard</strong> to the bot (Slack: <strong>/desk dashboard</strong>, Telegram: <strong>/dashboard</strong>). It answers with a link that works once, for ten minutes. There are no passwords.</p>
    </section>`,
  })
}
