import { createHash, randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Person } from '#entities/people/person.ts'
import type { App, Needs } from '#src/app.ts'
import { studioAddress } from '#src/config.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { CONSENT_HINT, GOOGLE_SCOPES, takeGoogleGrant } from '#src/desk/people/connect-google.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { useLink } from '#src/links/links.ts'
import { type Html, html } from '#src/web/html.ts'
import { isSame } from '#src/web/is-same.ts'
import { renderNotice, renderPublicPage } from '#src/web/public-page.ts'
import { checkGuardedForm, guardForm } from './session.ts'
import { isHttps, type Web } from './web.ts'

const COOKIE = 'google'
const SPOT = { table: 'cookies', id: COOKIE }
const PATIENCE_S = 900

/** What this browser set out with; it comes back with the browser, sealed, so that any process can take it. */
type Errand = { state: string; verifier: string; personId: string; until: number }

/** Asks first: whoever only looks at the link does not use it up. */
export async function renderConnect(c: Context<Web>, app: App, personId: string): Promise<Html | null> {
  if (!(await isAdmin(app, personId))) return null
  return page(
    app,
    html`<p>This lets <bdi>${app.settings.STORE_NAME}</bdi> send and read mail in one Google account, and see and
      write its calendars.</p>
    ${twoAccounts(app)}
    <p>${CONSENT_HINT}</p>
    <form method="post">
      <input type="hidden" name="csrf" value="${guardForm(c, app)}">
      <button class="primary">Connect Google</button>
    </form>`,
  )
}

/** Where the studio has an account of its own, each is connected by itself. */
function twoAccounts({ settings }: App): Html {
  const studios = studioAddress(settings)
  if (!studios) return html``
  const shops = settings.GMAIL_ADDRESS ?? 'the shop\u2019s account'
  return html`<p>There are two: <bdi>${shops}</bdi> for the shop, and <bdi>${studios}</bdi> for the studio and its
    calendars. Choose one of them on Google's page; the other is connected by a second link.</p>`
}

/** Uses the link, and shows the way to Google: a link, as our content policy lets no form lead elsewhere. */
export async function startConnect(c: Context<Web>, app: App, token: string, csrf: string): Promise<Html | null> {
  checkGuardedForm(c, csrf)
  const { google } = app
  if (!google) throw new Refusal('Google is not configured.')
  const link = await inTransaction(app, (tx) => useLink(tx, token, tx.at))
  if (!link?.subjectId || !(await isAdmin(app, link.subjectId))) return null
  const [state, verifier] = [randomBytes(32), randomBytes(32)].map((bytes) => bytes.toString('base64url'))
  const errand = { state, verifier, personId: link.subjectId, until: app.clock().getTime() + PATIENCE_S * 1000 }
  setCookie(c, COOKIE, app.keys.seal(JSON.stringify(errand), SPOT), {
    ...{ httpOnly: true, sameSite: 'Lax', secure: isHttps(app), path: '/oauth', maxAge: PATIENCE_S },
  })
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
  const url = google.consentUrl({ redirectUri: redirectUri(app), scopes: GOOGLE_SCOPES, state: state ?? '', challenge })
  return page(
    app,
    html`<p>Google now asks which account, and what we may do with it. Tick every box.</p>
    <p><a class="button primary" href="${url}" rel="noreferrer">Go on to Google</a></p>`,
  )
}

/** `/oauth/google`: where Google sends people back to. */
export function oauthRoutes(app: App): Hono<Web> {
  return new Hono<Web>().get('/google', async (c) => {
    const errand = readErrand(c, app)
    deleteCookie(c, COOKIE, { path: '/oauth' })
    const code = c.req.query('code')
    if (!errand || !isSame(c.req.query('state') ?? '', errand.state)) {
      const words = 'This took too long, or was begun in another browser. Type connect google to the bot again.'
      return c.html(renderNotice(app.settings.STORE_NAME, 'Not connected', words), 400)
    }
    if (!(await isAdmin(app, errand.personId))) throw new NotAllowed('Only an admin may connect Google.')
    if (!code) {
      const words = 'Google was told no, so nothing has changed. Type connect google to try again.'
      return c.html(renderNotice(app.settings.STORE_NAME, 'Not connected', words), 400)
    }
    const grant = { code, redirectUri: redirectUri(app), verifier: errand.verifier }
    const said = await takeGoogleGrant(app, grant)
    const words = `${said} What waited for it leaves now. You can close this page.`
    return c.html(renderNotice(app.settings.STORE_NAME, 'Google is connected', words))
  })
}

function readErrand(c: Context<Web>, { keys, clock }: App): Errand | null {
  const sealed = getCookie(c, COOKIE)
  if (!sealed) return null
  try {
    const errand: Errand = JSON.parse(keys.open(sealed, SPOT))
    return errand.until > clock().getTime() ? errand : null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

async function isAdmin({ em }: Needs<'em'>, id: string): Promise<boolean> {
  return (await em.fork().count(Person, { id, state: 'member', role: 'admin' })) === 1
}

function redirectUri({ publicUrl }: Needs<'publicUrl'>): string {
  return `${publicUrl}/oauth/google`
}

function page({ settings }: App, body: Html): Html {
  return renderPublicPage({
    shop: settings.STORE_NAME,
    title: 'Connect Google',
    body: html`<section class="notice"><h1>Connect Google</h1>${body}</section>`,
  })
}
