import { randomBytes } from 'node:crypto'
import { html } from 'hono/html'
import type { MetaApp } from './call.ts'
import { GraphError } from './graph-error.ts'
import type { MetaState, MetaToken } from './state.ts'

const SIXTY_DAYS_S = 60 * 86_400

/** Facebook's consent page, and what its buttons do; null: not one of its addresses. */
export async function answerLogin(request: Request, state: MetaState, app: MetaApp): Promise<Response | null> {
  const url = new URL(request.url)
  const path = url.pathname.replace(/^\/v\d+\.\d+/, '')
  if (path === '/dialog/oauth') {
    return request.method === 'POST' ? decide(new URLSearchParams(await request.text()), state) : showConsent(url, app)
  }
  return path === '/oauth/access_token' ? Response.json(exchange(url.searchParams, state, app)) : null
}

function showConsent(url: URL, { appId }: MetaApp): Response {
  const { client_id, redirect_uri = '', state = '', scope = '' } = Object.fromEntries(url.searchParams)
  if (client_id !== appId || !URL.canParse(redirect_uri))
    return new Response('Invalid App ID or redirect', { status: 400 })
  const boxes = scope
    .split(',')
    .map((name) => html`<p><label><input type="checkbox" name="scope" value="${name}" checked> ${name}</label></p>`)
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8"><title>Log in with Facebook</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><style>button,select{font:inherit;padding:.7rem 1.2rem}label{display:block;padding:.3rem 0}</style><body style="font-family:sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem">
    <h1>Deskhand would like to</h1><form method="post" action="${url.pathname}">
    <input type="hidden" name="redirect_uri" value="${redirect_uri}"><input type="hidden" name="state" value="${state}">
    ${boxes}<p><label>As <select name="user"><option value="zuri">Zuri (one Page)</option><option value="both">An agency (two Pages)</option></select></label></p>
    <button name="answer" value="yes">Continue</button> <button name="answer" value="no">Cancel</button></form></body></html>`
  return new Response(String(page), { headers: { 'content-type': 'text/html; charset=utf-8' } })
}

const USERS: Record<string, { id: string; accounts: number[] }> = {
  zuri: { id: '122100000000007', accounts: [1] },
  bead: { id: '122100000000008', accounts: [0] },
  both: { id: '122100000000009', accounts: [0, 1] },
  nobody: { id: '122100000000010', accounts: [] },
}

function decide(form: URLSearchParams, state: MetaState): Response {
  const back = new URL(form.get('redirect_uri') ?? '')
  back.searchParams.set('state', form.get('state') ?? '')
  if (form.get('answer') !== 'yes') {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_reason', 'user_denied')
  } else back.searchParams.set('code', grant(state, form))
  return new Response(null, { status: 302, headers: { location: back.href } })
}

/** A code that is a token not yet given out. */
function grant(state: MetaState, form: URLSearchParams): string {
  const user = USERS[form.get('user') ?? 'zuri'] ?? USERS.zuri
  const code = randomBytes(12).toString('hex')
  state.codes.push({ code, userId: user?.id ?? '', accounts: user?.accounts ?? [], scopes: form.getAll('scope') })
  return code
}

function exchange(query: URLSearchParams, state: MetaState, app: MetaApp): unknown {
  if (query.get('client_id') !== app.appId || query.get('client_secret') !== app.appSecret) {
    throw new GraphError(1, 'Error validating client secret.')
  }
  if (query.get('grant_type') === 'fb_exchange_token') return extend(query.get('fb_exchange_token') ?? '', state)
  const at = state.codes.findIndex(({ code }) => code === query.get('code'))
  const [found] = at === -1 ? [] : state.codes.splice(at, 1)
  if (!found) throw new GraphError(100, 'This authorization code has been used.')
  const token = makeToken(found.userId, found.accounts, found.scopes, state)
  return { access_token: token.value, token_type: 'bearer', expires_in: 5_183 }
}

function extend(value: string, state: MetaState): unknown {
  const token = state.tokens.find((known) => known.value === value)
  if (!token || token.expired) throw new GraphError(190)
  return { access_token: token.value, token_type: 'bearer', expires_in: SIXTY_DAYS_S }
}

function makeToken(userId: string, accounts: number[], scopes: string[], state: MetaState): MetaToken {
  const accountIds = accounts.flatMap((at) => state.accounts[at]?.id ?? [])
  const token = { value: `EAA${randomBytes(20).toString('hex')}`, userId, accountIds, scopes, expired: false }
  state.tokens.push(token)
  return token
}
