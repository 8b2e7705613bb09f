import { OAuth2Client } from 'google-auth-library'
import { OutsideError } from '#src/errors.ts'
import { callGoogle } from '#src/integrations/google-error.ts'

const timeoutMs = 20_000

export type GoogleAuthConfig = {
  clientId: string
  clientSecret: string
  /** Null: nobody has connected Google yet; every call is refused like one with a revoked token. */
  refreshToken: string | null
  /** `https://oauth2.googleapis.com/token` */
  tokenUrl: string
  /** `https://accounts.google.com/o/oauth2/v2/auth` */
  consentUrl: string
}

export type GoogleAuth = {
  /** For the SDKs of this folder only: it keeps the access token and renews it. */
  client: OAuth2Client
  /** Where a person is sent to connect (again). */
  consentUrl(options: { redirectUri: string; scopes: string[]; state: string }): string
  /** The code Google sent back -> the refresh token to keep. A code works once. */
  exchange(code: string, redirectUri: string): Promise<{ refreshToken: string }>
  /** From now on this token is used: no restart is needed after a reconnect. */
  use(refreshToken: string): void
}

/**
 * Google's OAuth: one refresh token for the shop's account; access tokens (an hour each) are the SDK's affair.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 */
export function createGoogleAuth(config: GoogleAuthConfig): GoogleAuth {
  const client = new OAuth2Client({
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    endpoints: { oauth2TokenUrl: config.tokenUrl, oauth2AuthBaseUrl: config.consentUrl },
    // A token revoked and granted again within its hour: the SDK would otherwise keep sending the dead one.
    forceRefreshOnFailure: true,
    transporterOptions: { timeout: timeoutMs },
  })
  withoutRetries(client)
  if (config.refreshToken) client.setCredentials({ refresh_token: config.refreshToken })
  return {
    client,
    consentUrl: ({ redirectUri, scopes, state }) =>
      // `prompt: consent`: without it Google gives a second connection no refresh token.
      client.generateAuthUrl({
        redirect_uri: redirectUri,
        scope: scopes,
        state,
        access_type: 'offline',
        prompt: 'consent',
      }),
    exchange: (code, redirectUri) => exchange(client, code, redirectUri),
    use: (refreshToken) => client.setCredentials({ refresh_token: refreshToken }),
  }
}

async function exchange(client: OAuth2Client, code: string, redirectUri: string): Promise<{ refreshToken: string }> {
  const { tokens } = await callGoogle('google', () => client.getToken({ code, redirect_uri: redirectUri }))
  if (!tokens.refresh_token) {
    throw new OutsideError('google', 'no refresh token came with the grant', {
      retry: 'never',
      code: 'no_refresh_token',
    })
  }
  return { refreshToken: tokens.refresh_token }
}

/** The SDK retries token calls three times on its own, whatever its options say; our callers own the retries. */
function withoutRetries(client: OAuth2Client): void {
  client.transporter.interceptors.request.add({
    resolved: async (request) => ({ ...request, retry: false, retryConfig: { retry: 0 } }),
  })
}
