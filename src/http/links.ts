import { type Context, Hono } from 'hono'
import type { Html } from '#src/cards/render-html.ts'
import { type OpenedLink, openLink } from '#src/links/links.ts'
import { renderCheckout } from './checkout.ts'
import { renderConnect, startConnect } from './connect-google.ts'
import { renderNotice } from './document.ts'
import { renderSignIn, signIn } from './sign-in.ts'
import type { Web, WebApp } from './web.ts'

type LinkApp = WebApp

/** Public links. Looking (GET, HEAD) never changes a row; a link that is over and one that never was look the same. */
export function linkRoutes(app: LinkApp): Hono<Web> {
  return new Hono<Web>()
    .get('/:token', async (c) => {
      const link = await openLink(app.em.fork(), c.req.param('token'), app.clock())
      if (!link) return c.html(over(app), 404)
      if (link.isOver) return c.html(over(app), 410)
      const page = await show(c, app, link)
      return page ? c.html(page, 200, { 'cache-control': 'no-store' }) : c.html(over(app), 404)
    })
    .post('/:token', async (c) => {
      const token = c.req.param('token')
      const link = await openLink(app.em.fork(), token, app.clock())
      return link ? take(c, app, link, token) : c.html(over(app), 404)
    })
}

/** What sending a link's form does. */
async function take(c: Context<Web>, app: LinkApp, { purpose, isOver }: OpenedLink, token: string): Promise<Response> {
  if (purpose !== 'sign-in' && purpose !== 'connect-google') {
    const words = 'Open the link to look at it.'
    return c.html(renderNotice(app.settings.STORE_NAME, 'Nothing to send here', words), 405, { allow: 'GET, HEAD' })
  }
  const csrf = String((await c.req.parseBody()).csrf ?? '')
  if (isOver) return c.html(over(app), 410)
  if (purpose === 'sign-in') {
    return (await signIn(c, app, token, csrf)) ? c.redirect('/', 303) : c.html(over(app), 410)
  }
  const page = await startConnect(c, app, token, csrf)
  return page ? c.html(page, 200, { 'cache-control': 'no-store' }) : c.html(over(app), 410)
}

async function show(c: Context<Web>, app: LinkApp, { purpose, subjectId }: OpenedLink): Promise<Html | null> {
  if (!subjectId) return null
  if (purpose === 'checkout') return renderCheckout(app, subjectId)
  if (purpose === 'connect-google') return renderConnect(c, app, subjectId)
  return purpose === 'sign-in' ? renderSignIn(c, app, subjectId) : null
}

function over({ settings }: LinkApp): Html {
  return renderNotice(
    settings.STORE_NAME,
    'This link no longer works',
    'Links end after a while, and some work only once. For an order, reply to our e-mail and we send a new one. For the dashboard, type dashboard to the bot.',
  )
}
