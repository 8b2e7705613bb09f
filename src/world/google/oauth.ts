import { createHash } from 'node:crypto'
import type { EmulatorContext } from 'emulate'
import { ApiRefusal } from '#src/world/google/refusal.ts'
import { type GoogleState, nextToken } from '#src/world/google/state.ts'

export type OauthOptions = { clientId: string; clientSecret: string; now: () => number }

type App = EmulatorContext<GoogleState>['app']

const lifetimeS = 3599

export const fullScopes = [
  'https://www.googleapis.com/auth/gmail.modify',
  'https://www.googleapis.com/auth/calendar',
  'https://www.googleapis.com/auth/userinfo.email',
  'openid',
]

/**
 * The consent page (it always says yes, for the account that `login_hint` names, else the shop's) and the token
 * endpoint.
 */
export function routeOauth(app: App, state: GoogleState, options: OauthOptions): void {
  app.get('/o/oauth2/v2/auth', (c) => {
    const redirectUri = c.req.query('redirect_uri') ?? ''
    if (c.req.query('client_id') !== options.clientId) return c.text('Error 401: invalid_client', 401)
    if (!/^https?:\/\//.test(redirectUri)) return c.text('Error 400: redirect_uri_mismatch', 400)
    const code = nextToken(state, '4/code')
    const scopes = (c.req.query('scope') ?? '').split(' ').filter(Boolean)
    const address = c.req.query('login_hint')?.toLowerCase()
    const challenge = c.req.query('code_challenge') ?? null
    state.codes.push({ code, scopes, redirectUri, challenge, ...(address && { address }) })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('scope', scopes.join(' '))
    const given = c.req.query('state')
    if (given) back.searchParams.set('state', given)
    return c.redirect(back.href)
  })
  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const answer = grant(state, options, Object.fromEntries(form))
    return c.json(answer, 'error' in answer ? (answer.error === 'invalid_client' ? 401 : 400) : 200)
  })
}

type Account = { scopes: string[]; address?: string }
type Refused = { error: string; error_description: string }
type Granted = {
  access_token: string
  expires_in: number
  scope: string
  token_type: 'Bearer'
  refresh_token?: string
}

function grant(state: GoogleState, options: OauthOptions, form: Record<string, string>): Granted | Refused {
  if (form.client_id !== options.clientId || form.client_secret !== options.clientSecret) {
    return { error: 'invalid_client', error_description: 'The provided client secret is invalid.' }
  }
  if (form.grant_type === 'refresh_token') return refresh(state, options, form.refresh_token)
  if (form.grant_type === 'authorization_code') return redeem(state, options, form)
  return { error: 'unsupported_grant_type', error_description: `Invalid grant_type: ${form.grant_type}` }
}

function refresh(state: GoogleState, options: OauthOptions, token: string | undefined): Granted | Refused {
  const known = state.refreshTokens.find((one) => one.token === token)
  if (!known || known.revoked) {
    return { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }
  }
  return issue(state, options, known)
}

function redeem(state: GoogleState, options: OauthOptions, form: Record<string, string>): Granted | Refused {
  const known = state.codes.find((one) => one.code === form.code && one.redirectUri === form.redirect_uri)
  if (!known) return { error: 'invalid_grant', error_description: 'Malformed auth code.' }
  state.codes = state.codes.filter((one) => one !== known)
  if (known.challenge && hash(form.code_verifier ?? '') !== known.challenge) {
    return { error: 'invalid_grant', error_description: 'Invalid code verifier.' }
  }
  const token = nextToken(state, '1//refresh')
  const { scopes, address } = known
  state.refreshTokens.push({ token, scopes, revoked: false, ...(address && { address }) })
  return { ...issue(state, options, known), refresh_token: token }
}

function hash(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

function issue(state: GoogleState, options: OauthOptions, { scopes, address }: Account): Granted {
  const token = nextToken(state, 'ya29')
  state.accessTokens = state.accessTokens.filter((one) => one.expiresAt > options.now())
  state.accessTokens.push({ token, scopes, expiresAt: options.now() + lifetimeS * 1000, ...(address && { address }) })
  return { access_token: token, expires_in: lifetimeS, scope: scopes.join(' '), token_type: 'Bearer' }
}

/** Whose account it is; none: the shop's. Throws what Gmail throws at a token that is dead, or was not granted this. */
export function checkToken(
  state: GoogleState,
  now: number,
  authorization: string | undefined,
  needs: string[],
): string | undefined {
  const token = authorization?.replace(/^Bearer /, '')
  const known = state.accessTokens.find((one) => one.token === token && one.expiresAt > now)
  if (!known) {
    throw new ApiRefusal(
      401,
      'authError',
      'Request had invalid authentication credentials. Expected OAuth 2 access token.',
    )
  }
  const granted = known.scopes.map((scope) => scope.split('/').at(-1))
  if (!needs.some((scope) => granted.includes(scope)) && !known.scopes.includes('https://mail.google.com/')) {
    throw new ApiRefusal(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.')
  }
  return known.address
}

export function revokeAll(state: GoogleState): void {
  for (const token of state.refreshTokens) token.revoked = true
  state.accessTokens = []
}

export function restoreAll(state: GoogleState): void {
  for (const token of state.refreshTokens) token.revoked = false
}
