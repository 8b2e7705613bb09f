import { CodeChallengeMethod, gaxios, OAuth2Client } from 'google-auth-library'
import { OutsideError } from '#src/errors.ts'
import { callGoogle } from './google-error.ts'

const timeoutMs = 20_000

export type GoogleAuthConfig = {
  clientId: string
  clientSecret: string
  /** Null: nobody has connected Google yet; every call is refused like one with a revoked token. */
  refreshToken: string | null
  /**
   * The token a person connected with while we ran, maybe in another process. It comes before `refreshToken`, and is
   * looked up at the first call and whenever Google refuses the one in use.
   */
  stored?: () => Promise<string | null>
  /** `https://oauth2.googleapis.com/token` */
  tokenUrl: string
  /** `https://accounts.google.com/o/oauth2/v2/auth` */
  consentUrl: string
}

export type GoogleAuth = {
  /** For the SDKs of this folder only: it keeps the access token and renews it. */
  client: OAuth2Client
  /** False while there is no token at all. */
  isConnected(): Promise<boolean>
  /** Where a person is sent to connect (again). `challenge`: SHA-256 of the verifier, base64url (RFC 7636). */
  consentUrl(options: { redirectUri: string; scopes: string[]; state: string; challenge?: string }): string
  /** The code Google sent back -> the refresh token to keep, and what the person allowed. A code works once. */
  exchange(code: string, redirectUri: string, verifier?: string): Promise<{ refreshToken: string; scopes: string[] }>
  /** From now on this token is used: no restart is needed after a reconnect. Null: the best there is. */
  use(refreshToken: string | null): void
  /** The same client with another token alone: to look whose it is before it is used. */
  trying(refreshToken: string): GoogleAuth
}

/**
 * Google's OAuth: one refresh token for one account; access tokens (an hour each) are the SDK's affair.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 */
export function createGoogleAuth(config: GoogleAuthConfig): GoogleAuth {
  const client = new Account({
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    endpoints: { oauth2TokenUrl: config.tokenUrl, oauth2AuthBaseUrl: config.consentUrl },
    // A token revoked and granted again within its hour: the SDK would otherwise keep sending the dead one.
    forceRefreshOnFailure: true,
    transporterOptions: { timeout: timeoutMs },
  })
  withoutRetries(client)
  client.known = async () => [await config.stored?.(), config.refreshToken].filter((token) => token != null)
  if (config.refreshToken && !config.stored) client.setCredentials({ refresh_token: config.refreshToken })
  return {
    client,
    isConnected: async () => (await client.settleToken()) !== null,
    consentUrl: ({ redirectUri, scopes, state, challenge }) =>
      // `prompt: consent`: without it Google gives a second connection no refresh token.
      client.generateAuthUrl({
        redirect_uri: redirectUri,
        scope: scopes,
        state,
        access_type: 'offline',
        prompt: 'consent',
        ...(challenge && { code_challenge: challenge, code_challenge_method: CodeChallengeMethod.S256 }),
      }),
    exchange: (code, redirectUri, verifier) => exchange(client, code, redirectUri, verifier),
    use: (refreshToken) => client.setCredentials(refreshToken ? { refresh_token: refreshToken } : {}),
    trying: (refreshToken) => createGoogleAuth({ ...config, refreshToken, stored: async () => null }),
  }
}

/** The account's client: it finds out by itself that somebody has connected again. */
class Account extends OAuth2Client {
  /** The tokens there are, best first. */
  known: () => Promise<string[]> = async () => []

  /** The token in use, or the best there is; null when there is none. */
  async settleToken(): Promise<string | null> {
    if (this.credentials.refresh_token) return this.credentials.refresh_token
    const [best] = await this.known()
    if (best) this.setCredentials({ refresh_token: best })
    return best ?? null
  }

  protected override async requestAsync<T>(options: Parameters<OAuth2Client['request']>[0], again = false) {
    if (!(await this.settleToken())) {
      const refused = { retry: 'never', status: 401, code: 'invalid_grant' } as const
      throw new OutsideError('google', 'nobody has connected Google yet', refused)
    }
    return super.requestAsync<T>(options, again)
  }

  protected override async refreshToken(token?: string | null) {
    try {
      return await super.refreshToken(token)
    } catch (error) {
      if (!isDeadGrant(error)) throw error
      const other = (await this.known()).find((one) => one !== token)
      if (!other) throw error
      const renewed = await super.refreshToken(other)
      this.setCredentials({ refresh_token: other })
      return renewed
    }
  }
}

function isDeadGrant(error: unknown): boolean {
  return error instanceof gaxios.GaxiosError && (error.response?.data as { error?: unknown })?.error === 'invalid_grant'
}

async function exchange(client: OAuth2Client, code: string, redirectUri: string, verifier: string | undefined) {
  const asked = { code, redirect_uri: redirectUri, ...(verifier && { codeVerifier: verifier }) }
  const { tokens } = await callGoogle('google', () => client.getToken(asked))
  if (!tokens.refresh_token) {
    throw new OutsideError('google', 'no refresh token came with the grant', {
      retry: 'never',
      code: 'no_refresh_token',
    })
  }
  return { refreshToken: tokens.refresh_token, scopes: (tokens.scope ?? '').split(' ').filter(Boolean) }
}

/** The SDK retries token calls three times on its own, whatever its options say; our callers own the retries. */
function withoutRetries(client: OAuth2Client): void {
  client.transporter.interceptors.request.add({
    resolved: async (request) => ({ ...request, retry: false, retryConfig: { retry: 0 } }),
  })
}
