import { createGmail, type Gmail } from '#src/integrations/google/gmail.ts'
import { createGoogleAuth, type GoogleAuth } from '#src/integrations/google/google-auth.ts'
import { createGoogleStandIn, type GoogleOptions, type GoogleStandIn } from '#src/world/google/google.ts'

export const shop = 'orders@fernandfold.example'
export const ada = 'ada@customers.example'

const secrets = { clientId: 'client', clientSecret: 'secret', refreshToken: '1//first', mapsApiKey: 'maps' }

/** Google on loopback, and our side of it as main.ts would build it. */
export async function openGoogle(options: Partial<GoogleOptions> = {}): Promise<{
  google: GoogleStandIn
  auth: GoogleAuth
  gmail: Gmail
}> {
  const google = await createGoogleStandIn({ ...secrets, address: shop, ...options })
  const auth = connect(google)
  return { google, auth, gmail: createGmail({ auth, apiRoot: google.url, vendor: 'gmail' }) }
}

export function connect(google: GoogleStandIn, refreshToken: string | null = secrets.refreshToken): GoogleAuth {
  return createGoogleAuth({
    clientId: secrets.clientId,
    clientSecret: secrets.clientSecret,
    refreshToken,
    tokenUrl: `${google.url}/token`,
    consentUrl: `${google.url}/o/oauth2/v2/auth`,
  })
}
