import { type Context, Hono } from 'hono'
import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { type OpenedLink, openLink } from '#src/links/links.ts'
import { pipelines } from '#src/pipelines.ts'
import { type Answer, FRESH, readForm, redirect } from '#src/web/answer.ts'
import type { Html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderNotice } from '#src/web/public-page.ts'
import { renderConnect, startConnect } from './google-oauth.ts'
import { countPerCaller } from './guard/per-caller.ts'
import { renderSignIn, signIn } from './sign-in.ts'
import { callOf, send, type Web } from './web.ts'

/** Public links. Looking (GET, HEAD) never changes a row; a link that is over and one that never was look the same. */
export function linkRoutes(app: App): Hono<Web> {
  const guesses = countPerCaller(app)
  return new Hono<Web>()
    .use(async (c, next) => {
      guesses.check(c.env.incoming)
      await next()
      if (c.res.status === NEVER_WAS) guesses.count(c.env.incoming)
    })
    .get('/:token', (c) => open(c, app, (link, own) => own.show(app, link, callOf(c))))
    .get('/:token/:file', (c) =>
      open(c, app, (link, own) => own.files?.[c.req.param('file')]?.(app, link, callOf(c)) ?? null, 'file'),
    )
    .post('/:token', (c) =>
      open(c, app, async (link, own) => {
        const call = callOf(c)
        return own.take ? own.take(app, link, await readForm(call), call) : nothingToSend(app)
      }),
    )
}

const NEVER_WAS = 404

type Use = (link: OpenedLink, own: PublicLink) => Promise<Answer | null> | null

/** Finds what stands behind the token, and says so where it is over. */
async function open(c: Context<Web>, app: App, use: Use, what: 'page' | 'file' = 'page'): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const link = await openLink(app.em.fork(), token, app.clock())
  const own = link && linkOf(c, token, link.purpose)
  if (!own || (what === 'file' && !own.files?.[c.req.param('file') ?? ''])) return c.html(over(app.settings), 404)
  const answer = link.isOver ? null : await use(link, own)
  return answer ? send(c, answer) : c.html(own.over?.(app.settings) ?? over(app.settings), 410)
}

function linkOf(c: Context<Web>, token: string, purpose: string): PublicLink | undefined {
  const all: Record<string, PublicLink> = Object.assign(ownLinks(c, token), ...pipelines.map(({ links }) => links))
  return Object.hasOwn(all, purpose) ? all[purpose] : undefined
}

/** The desk's own, which need the cookies of the browser. */
function ownLinks(c: Context<Web>, token: string): Record<string, PublicLink> {
  return {
    'sign-in': {
      show: async (app, { subjectId }) => page(subjectId && (await renderSignIn(c, app, subjectId))),
      take: async (app, _, { csrf = '' }) => ((await signIn(c, app, token, csrf)) ? redirect('/') : null),
      over: (settings) =>
        over(settings, 'It signs you in once, and soon after it was sent. For a new one, type dashboard to the bot.'),
    },
    'connect-google': {
      show: async (app, { subjectId }) => page(subjectId && (await renderConnect(c, app, subjectId))),
      take: async (app, _, { csrf = '' }) => page(await startConnect(c, app, token, csrf)),
    },
  }
}

function page(html: Html | string | null): Answer | null {
  return html ? { html: html as Html, headers: FRESH } : null
}

async function nothingToSend({ settings }: App): Promise<Answer> {
  const html = renderNotice(settings.STORE_NAME, 'Nothing to send here', 'Open the link to look at it.')
  return { status: 405, html, headers: { allow: 'GET, HEAD' } }
}

function over({ STORE_NAME }: Settings, why = CUSTOMERS): Html {
  return renderNotice(STORE_NAME, 'This link no longer works', why)
}

const CUSTOMERS = 'Links end after a while, and some work only once. Reply to our message and we send a new one.'
