import { type Context, type Handler, Hono } from 'hono'
import type { Inlet } from '#src/inbox/inlet.ts'
import { writePath } from './access-log.ts'
import { apiRoutes, routes } from './api/api.ts'
import { docsRoutes } from './api/docs.ts'
import { assetRoutes, iconRoutes } from './assets.ts'
import { oauthRoutes } from './connect-google.ts'
import { dashboardRoutes } from './dashboard/dashboard.ts'
import { renderNotice } from './document.ts'
import { healthRoutes } from './health.ts'
import { linkRoutes } from './links.ts'
import type { Live } from './live.ts'
import { offerRoutes } from './offers.ts'
import { notFound, tellError } from './problem.ts'
import type { Web, WebApp } from './web.ts'
import { bookingEmail } from './webhooks/booking-email.ts'
import { instagramWebhook } from './webhooks/instagram.ts'
import { twilioWebhooks } from './webhooks/twilio.ts'

export type RouteParts = {
  /** grammY's webhookCallback for Hono; it checks the secret token. */
  telegramWebhook?: Handler | null
  /** Where webhooks are stored. None: they are answered with 503. */
  inlet?: Inlet
  /** What is not ready yet, for /readyz: `jobs`. */
  missing?: () => string[]
  /** More routes, reached before the dashboard: the sandbox. */
  extraRoutes?: Hono[]
}

/** Everything this port answers, but Slack. */
export function createRoutes(app: WebApp, parts: RouteParts, live: Live): Hono<Web> {
  const web = new Hono<Web>()
  web.route('/', healthRoutes(app, parts.missing ?? (() => [])))
  web.route('/api/webhooks/instagram', instagramWebhook(app, parts.inlet))
  web.route('/twilio', twilioWebhooks(app, parts.inlet))
  web.route('/workflow', bookingEmail(app))
  if (parts.telegramWebhook) web.post('/telegram/webhook', parts.telegramWebhook)
  web.route('/assets', assetRoutes())
  web.route('/', iconRoutes())
  web.route('/a', offerRoutes(app))
  web.route('/a', linkRoutes(app))
  web.route('/oauth', oauthRoutes(app))
  for (const extra of parts.extraRoutes ?? []) web.route('/', extra)
  web.route('/api', apiRoutes(app))
  web.route('/', docsRoutes(app, routes))
  for (const path of MACHINES) web.all(path, () => Promise.reject(notFound()))
  web.route('/', dashboardRoutes(app, live))
  web.notFound((c) => tell(app, c, notFound()))
  web.onError((error, c) => tell(app, c, error))
  return web
}

const MACHINES = [
  '/twilio/*',
  '/telegram/*',
  '/slack/*',
  '/workflow/*',
  '/assets/*',
  '/healthz/*',
  '/readyz/*',
  '/metrics/*',
]

/** The edge of the web: a refusal is told, anything else is written down and told without its details. */
function tell(app: WebApp, c: Context<Web>, error: unknown): Response | Promise<Response> {
  const told = tellError(error)
  const { code, message, fields } = told
  // A webhook that could not be stored is asked for again.
  const status = told.status === 500 && isWebhook(c.req.path) ? 503 : told.status
  if (told.status >= 500 && code !== 'not_configured') {
    const { requestId } = c.env.incoming
    app.log.error({ operation: 'http', requestId, path: writePath(c.req.path), error }, 'a request failed')
  }
  if (isForProgram(c)) return c.json({ error: { code, message, ...(fields && { fields }) } }, status)
  return c.html(renderNotice(app.settings.STORE_NAME, titles[status] ?? 'That did not work', message), status)
}

const titles: Record<number, string> = {
  403: 'Not allowed',
  404: 'Nothing here',
  500: 'Something went wrong',
  502: 'A service does not answer',
}

function isWebhook(path: string): boolean {
  return /^\/(api\/webhooks|twilio|telegram|workflow)\//.test(path)
}

function isForProgram(c: Context<Web>): boolean {
  const accept = c.req.header('accept') ?? ''
  return (
    /^\/(api|twilio|telegram|workflow)\//.test(c.req.path) || (accept.includes('json') && !accept.includes('text/html'))
  )
}
