import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { createAddressValidation } from '#src/integrations/address-validation.ts'
import { createGmail } from '#src/integrations/gmail.ts'
import { createGoogleAuth } from '#src/integrations/google-auth.ts'
import { createCalendar } from '#src/integrations/google-calendar.ts'
import { createInstagram } from '#src/integrations/instagram.ts'
import { createMail } from '#src/integrations/mail.ts'
import { createOpenAi } from '#src/integrations/openai.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { createTwilio } from '#src/integrations/twilio.ts'

type Vendors = Pick<
  App,
  'instagram' | 'google' | 'gmail' | 'calendar' | 'addressValidation' | 'openai' | 'twilio' | 'mail' | 'repChannels'
>

const GOOGLE = 'https://oauth2.googleapis.com/token'
const CONSENT = 'https://accounts.google.com/o/oauth2/v2/auth'

/** Tokens that people gave us while we ran. */
type Stored = { googleToken(): Promise<string | null> }

/** Every vendor that the settings name; the others are null, and what needs them says so. */
export function createVendors(settings: Settings, publicUrl: string, stored?: Stored): Vendors {
  return {
    instagram: instagramOf(settings),
    ...googleOf(settings, stored),
    addressValidation: settings.GOOGLE_MAPS_API_KEY
      ? createAddressValidation({
          apiKey: settings.GOOGLE_MAPS_API_KEY,
          apiRoot: settings.GOOGLE_API_ROOT ?? 'https://addressvalidation.googleapis.com',
        })
      : null,
    openai: settings.OPENAI_API_KEY
      ? createOpenAi({
          apiKey: settings.OPENAI_API_KEY,
          model: settings.OPENAI_MODEL,
          ...(settings.OPENAI_BASE_URL && { baseUrl: settings.OPENAI_BASE_URL }),
        })
      : null,
    twilio: twilioOf(settings, publicUrl),
    mail:
      settings.MAIL_URL && settings.MAIL_FROM ? createMail({ url: settings.MAIL_URL, from: settings.MAIL_FROM }) : null,
    repChannels: settings.REPS === 'on' ? createRepChannels() : null,
  }
}

function instagramOf(settings: Settings): Vendors['instagram'] {
  const { INSTAGRAM_ACCESS_TOKEN, META_GRAPH_URL, META_GRAPH_VERSION, META_APP_SECRET } = settings
  if (!INSTAGRAM_ACCESS_TOKEN) return null
  return createInstagram({
    graphUrl: META_GRAPH_URL,
    version: META_GRAPH_VERSION,
    ...(META_APP_SECRET && { appSecret: META_APP_SECRET }),
  })
}

/** Gmail and Calendar are one account's: a token that is renewed or replaced serves both. */
function googleOf(settings: Settings, stored?: Stored): Pick<Vendors, 'google' | 'gmail' | 'calendar'> {
  const {
    GOOGLE_CLIENT_ID: clientId,
    GOOGLE_CLIENT_SECRET: clientSecret,
    GOOGLE_REFRESH_TOKEN: refreshToken = null,
  } = settings
  if (!clientId || !clientSecret || !(refreshToken || stored)) return { google: null, gmail: null, calendar: null }
  const auth = createGoogleAuth({
    ...{ clientId, clientSecret, refreshToken },
    tokenUrl: settings.GOOGLE_TOKEN_URL ?? GOOGLE,
    consentUrl: settings.GOOGLE_AUTH_URL ?? CONSENT,
    ...(stored && { stored: () => stored.googleToken() }),
  })
  return {
    google: auth,
    gmail: createGmail({ auth, apiRoot: settings.GOOGLE_API_ROOT ?? 'https://gmail.googleapis.com' }),
    calendar: createCalendar({ auth, apiRoot: settings.GOOGLE_API_ROOT ?? 'https://www.googleapis.com' }),
  }
}

function twilioOf(settings: Settings, publicUrl: string): Vendors['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = settings
  const messagingServiceSid = settings.TWILIO_MESSAGING_SERVICE_SID
  if (!accountSid || !authToken || !(from || messagingServiceSid)) return null
  return createTwilio({
    accountSid,
    authToken,
    statusCallback: `${publicUrl}/twilio/status`,
    ...(from && { from }),
    ...(messagingServiceSid && { messagingServiceSid }),
    ...(settings.TWILIO_API_URL && { apiUrl: settings.TWILIO_API_URL }),
  })
}
