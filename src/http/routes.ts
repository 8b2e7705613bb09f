import { type Context, type Handler, Hono, type Next } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { App } from '#src/app.ts'
import { pipelines } from '#src/pipelines.ts'
import { notFound, Problem, tellError } from '#src/web/problem.ts'
import { renderNotice } from '#src/web/public-page.ts'
import { firstWord, writePath } from './access-log.ts'
import { apiRoutes } from './api/api.ts'
import { docsRoutes } from './api/docs.ts'
import { assetRoutes, iconRoutes } from './assets.ts'
import { dashboardRoutes } from './dashboard/dashboard.ts'
import { doorRoutes, openDoors } from './doors.ts'
import { oauthRoutes } from './google-oauth.ts'
import type { FreeBytes } from './guard/has-room.ts'
import { TooOften } from './guard/per-caller.ts'
import { healthRoutes } from './health.ts'
import { linkRoutes } from './links.ts'
import type { Live } from './live.ts'
import { shownKinds } from './shown.ts'
import type { Web } from './web.ts'

export type RouteParts = {
  /** grammY's webhookCallback for Hono; it checks the secret token. */
  telegramWebhook?: Handler | null
  /** What is not ready yet, for /readyz: `jobs`. */
  missing?: () => string[]
  /** More routes, reached before the dashboard: the sandbox. */
  extraRoutes?: Hono[]
  /** Where the bare address leads who is not signed in: in the sandbox, to the stage. */
  front?: string
  /** How much room a folder's disk has; asked of the system where none is given. */
  freeBytes?: FreeBytes
}

/** Everything this port answers, but Slack. */
export function createRoutes(app: App, parts: RouteParts, live: Live): Hono<Web> {
  const web = new Hono<Web>()
  web.use(refuseNul)
  web.route('/', healthRoutes(app, parts.missing ?? (() => []), parts.freeBytes))
  web.route('/', doorRoutes(app))
  if (parts.telegramWebhook) web.post('/telegram/webhook', parts.telegramWebhook)
  web.route('/assets', assetRoutes())
  web.route('/', iconRoutes())
  web.route('/a', linkRoutes(app))
  web.route('/oauth', oauthRoutes(app))
  for (const extra of parts.extraRoutes ?? []) web.route('/', extra)
  web.route('/api', apiRoutes(app))
  web.route('/', docsRoutes(app))
  const machines = machineAreas()
  for (const area of machines) web.all(`/${area}/*`, () => Promise.reject(notFound()))
  web.notFound((c) => tell(app, c, notFound(), machines))
  web.onError((error, c) => tell(app, c, error, machines))
  web.route('/', dashboardRoutes(app, live, parts.front))
  return web
}

const OWN_MACHINES = ['telegram', 'slack', 'assets', 'healthz', 'readyz', 'metrics']

/** The first words of the paths that only programs ask for: no list and no page of the dashboard is there. */
function machineAreas(): string[] {
  const doors = openDoors().flatMap(({ path, isForPeople }) => (isForPeople ? [] : [firstWord(path)]))
  const pages = pipelines.flatMap((pipeline) => pipeline.pages ?? []).map(({ path }) => firstWord(path))
  const others = new Set(['api', ...pages, ...shownKinds().map(({ shown }) => shown.path)])
  return [...new Set([...OWN_MACHINES, ...doors.filter((word) => !others.has(word))])]
}

/** No table takes a NUL: what carries one is refused before anybody looks for it. */
function refuseNul(c: Context<Web>, next: Next): Promise<void> {
  if (/%00/.test(c.req.url)) throw new Problem(400, 'invalid', 'This address holds a character that means nothing.')
  return next()
}

/** The edge of the web: a refusal is told, anything else is written down and told without its details. */
function tell(app: App, c: Context<Web>, error: unknown, machines: string[]): Response | Promise<Response> {
  const told = tellError(error)
  const { code, message, fields } = told
  const door = c.get('door')
  const isWebhook = c.req.path === '/telegram/webhook' || (door && !door.isForPeople)
  // A webhook that could not be stored is asked for again.
  const status = (told.status === 500 && isWebhook ? 503 : told.status) as ContentfulStatusCode
  if (told.status >= 500 && code !== 'not_configured') {
    const { requestId } = c.env.incoming
    app.log.error({ operation: 'http', requestId, path: writePath(c.req.path), error }, 'a request failed')
  }
  sayHow(c, status, error)
  if (isForProgram(c, machines)) return c.json({ error: { code, message, ...(fields && { fields }) } }, status)
  // A customer's dead link leads to no page of ours.
  const onward = status === 404 && !c.req.path.startsWith('/a/') ? HOME : undefined
  return c.html(renderNotice(app.settings.STORE_NAME, titles[status] ?? 'That did not work', message, onward), status)
}

/** What the caller has to do first. */
function sayHow(c: Context<Web>, status: number, error: unknown): void {
  if (error instanceof TooOften) c.header('retry-after', String(error.retryAfterS))
  if (status === 401) c.header('www-authenticate', 'Bearer')
}

const HOME = { to: '/', label: 'To the overview' }

const titles: Record<number, string> = {
  403: 'Not allowed',
  404: 'Nothing here',
  429: 'Wait a minute',
  500: 'Something went wrong',
  502: 'A service does not answer',
}

function isForProgram(c: Context<Web>, machines: string[]): boolean {
  const door = c.get('door')
  if (door) return !door.isForPeople
  const accept = c.req.header('accept') ?? ''
  const area = firstWord(c.req.path)
  const isMachine = area === 'api' || (machines.includes(area) && area !== 'assets')
  return isMachine || (accept.includes('json') && !accept.includes('text/html'))
}
