import { type Context, Hono } from 'hono'
import type { App } from '#src/app.ts'
import { forReader } from '#src/cards/for-reader.ts'
import { forReaderOfAll } from '#src/desk/pipelines.ts'
import { loadPicture } from '#src/desk/press/pictures.ts'
import { FRESH } from '#src/web/answer.ts'
import { html } from '#src/web/html.ts'
import { notFound } from '#src/web/problem.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import type { Live } from '../live.ts'
import { findFor, refuse } from '../records.ts'
import { checkCsrf, closeSession, readSession, takeSaid } from '../session.ts'
import { subjectAt } from '../shown.ts'
import { send, type Web } from '../web.ts'
import { adminPages } from './admin-pages.ts'
import { callerOf } from './caller.ts'
import { streamNews } from './events.ts'
import { type Drawn, hasPages, renderFrame } from './frame.ts'
import { drawOverview } from './overview.ts'
import { pipelinePages } from './pipeline-pages.ts'
import { pressHere } from './press.ts'
import { drawRecord } from './record-page.ts'

/** The pages behind the sign-in link of the `dashboard` command. */
export function dashboardRoutes(app: App, live: Live, front?: string): Hono<Web> {
  const draw = (c: Context<Web>, page: Drawn, status: 200 | 400 = 200) =>
    c.html(renderFrame(app.settings, c.get('me'), takeSaid(c), page), status, FRESH)

  return new Hono<Web>()
    .use(async (c, next) => {
      const me = await readSession(c, app)
      if (!me && front && c.req.path === '/') return c.redirect(front)
      if (!me) return c.html(signInFirst(app), 401, FRESH)
      c.set('me', me)
      if (!hasPages(me.member.role)) {
        await refuse(app, callerOf(me), `open ${c.req.path}`, 'The dashboard has no page for you.')
      }
      return next()
    })
    .get('/', async (c) => draw(c, await drawOverview(forReaderOfAll(app, c.get('me').member), c.get('me').member)))
    .route('/', pipelinePages(app, draw))
    .route('/', adminPages(app, draw))
    .get('/pictures/:ref', async (c) => {
      const picture = await loadPicture(app, c.req.param('ref'), c.get('me').member)
      if (!picture) throw notFound('That picture is gone.')
      return send(c, { ...picture, headers: { 'cache-control': 'private, max-age=3600' } })
    })
    .get('/events', (c) => streamNews(c, live, async () => (await readSession(c, app)) !== null))
    .post('/press', (c) => pressHere(c, app, c.get('me'), (page) => draw(c, page)))
    .post('/sign-out', async (c) => {
      const form = await c.req.parseBody()
      checkCsrf(c.get('me').csrf, String(form.csrf ?? ''))
      await closeSession(c, app)
      return c.redirect('/', 303)
    })
    .get('/:list{[a-z-]+}/:ref', async (c) => {
      const { list, ref } = c.req.param()
      return draw(
        c,
        await drawRecord(
          forReader(app, c.get('me').member),
          c.get('me'),
          await findFor(app, callerOf(c.get('me')), subjectAt(list), ref),
        ),
      )
    })
}

function signInFirst({ settings }: App) {
  return renderPublicPage({
    shop: settings.STORE_NAME,
    title: 'Sign in',
    body: html`<section class="notice">
      <h1>Sign in from chat</h1>
      <p>Type <strong>dashboard</strong> to the bot (Slack: <strong>/desk dashboard</strong>,
        Telegram: <strong>/dashboard</strong>). It answers with a link that works once, for ten minutes.
        There are no passwords.</p>
    </section>`,
  })
}
