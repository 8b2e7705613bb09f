import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from '#src/app.ts'
import { type GoogleOwner, type Settings, studioAddress } from '#src/config.ts'
import { createAddressValidation } from '#src/integrations/google/address-validation.ts'
import { createGmail } from '#src/integrations/google/gmail.ts'
import { createGoogleAuth, type GoogleAuth } from '#src/integrations/google/google-auth.ts'
import { createCalendar } from '#src/integrations/google/google-calendar.ts'
import { createMail } from '#src/integrations/mail.ts'
import { createInstagram } from '#src/integrations/meta/instagram.ts'
import { createMetaLogin } from '#src/integrations/meta/meta-login.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { createOpenAi } from '#src/integrations/openai/openai.ts'
import { createPictureModel } from '#src/integrations/openai/picture-model.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { createTwilio } from '#src/integrations/twilio.ts'
import { createWeb } from '#src/integrations/web.ts'

type Vendors = Pick<
  App,
  | 'instagram'
  | 'metaLogin'
  | 'pictureModel'
  | 'google'
  | 'gmail'
  | 'studioGoogle'
  | 'studioGmail'
  | 'calendar'
  | 'addressValidation'
  | 'openai'
  | 'twilio'
  | 'mail'
  | 'repChannels'
  | 'web'
  | 'archive'
  | 'backups'
  | 'pictures'
>

const GOOGLE = 'https://oauth2.googleapis.com/token'
const CONSENT = 'https://accounts.google.com/o/oauth2/v2/auth'

/** Tokens that people gave us while we ran. */
type Stored = { googleToken(whose: GoogleOwner): Promise<string | null> }

/** Every vendor that the settings name; the others are null, and what needs them says so. */
export function createVendors(settings: Settings, publicUrl: string, stored?: Stored): Vendors {
  return {
    instagram: instagramOf(settings),
    metaLogin: metaLoginOf(settings, publicUrl),
    pictureModel: pictureModelOf(settings),
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
    web: createWeb(new Set(settings.FETCH_ALLOW)),
    archive: archiveOf(settings),
    backups: backupsOf(settings),
    pictures: picturesOf(settings),
  }
}

function instagramOf(settings: Settings): Vendors['instagram'] {
  const { INSTAGRAM_ACCESS_TOKEN, META_APP_ID, META_GRAPH_URL, META_GRAPH_VERSION, META_APP_SECRET } = settings
  if (!INSTAGRAM_ACCESS_TOKEN && !(META_APP_ID && META_APP_SECRET)) return null
  return createInstagram({
    graphUrl: META_GRAPH_URL,
    version: META_GRAPH_VERSION,
    ...(META_APP_SECRET && { appSecret: META_APP_SECRET }),
  })
}

function metaLoginOf(settings: Settings, publicUrl: string): Vendors['metaLogin'] {
  const {
    META_APP_ID: appId,
    META_APP_SECRET: appSecret,
    META_GRAPH_URL,
    META_OAUTH_URL,
    META_GRAPH_VERSION,
  } = settings
  if (!appId || !appSecret) return null
  return createMetaLogin({
    ...{ graphUrl: META_GRAPH_URL, oauthUrl: META_OAUTH_URL, version: META_GRAPH_VERSION, appId, appSecret },
    redirectUrl: `${publicUrl}/api/instagram/auth/callback`,
  })
}

/** Looks at pictures: Gemini when it is set up, else the model that reads texts. */
function pictureModelOf(settings: Settings): Vendors['pictureModel'] {
  const { GEMINI_API_KEY, GEMINI_BASE_URL, GEMINI_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = settings
  if (GEMINI_API_KEY) {
    const config = {
      vendor: 'gemini',
      name: 'Gemini',
      apiKey: GEMINI_API_KEY,
      baseUrl: GEMINI_BASE_URL,
      model: GEMINI_MODEL,
    }
    return createPictureModel(config)
  }
  if (!OPENAI_API_KEY) return null
  const config = { vendor: 'openai', name: 'OpenAI', apiKey: OPENAI_API_KEY, model: OPENAI_MODEL }
  return createPictureModel({ ...config, ...(OPENAI_BASE_URL && { baseUrl: OPENAI_BASE_URL }) })
}

type Google = Pick<Vendors, 'google' | 'gmail' | 'studioGoogle' | 'studioGmail' | 'calendar'>

/** Two accounts at most: the shop's, and the studio's where it has one; the calendars are then seen by that one. */
function googleOf(settings: Settings, stored?: Stored): Google {
  const google = accountOf(
    settings,
    settings.GOOGLE_REFRESH_TOKEN ?? null,
    stored && (() => stored.googleToken('shop')),
  )
  const studioGoogle = studioAddress(settings)
    ? accountOf(settings, settings.STUDIO_GOOGLE_REFRESH_TOKEN ?? null, stored && (() => stored.googleToken('studio')))
    : null
  const apiRoot = settings.GOOGLE_API_ROOT ?? 'https://gmail.googleapis.com'
  const calendars = studioAddress(settings) ? studioGoogle : google
  return {
    google,
    gmail: google && createGmail({ auth: google, apiRoot, vendor: 'gmail' }),
    studioGoogle,
    studioGmail: studioGoogle && createGmail({ auth: studioGoogle, apiRoot, vendor: 'studio-gmail' }),
    calendar:
      calendars &&
      createCalendar({ auth: calendars, apiRoot: settings.GOOGLE_API_ROOT ?? 'https://www.googleapis.com' }),
  }
}

/** One account: its token is renewed or replaced for all that uses it. */
function accountOf(
  settings: Settings,
  refreshToken: string | null,
  stored?: () => Promise<string | null>,
): GoogleAuth | null {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = settings
  if (!clientId || !clientSecret || !(refreshToken || stored)) return null
  return createGoogleAuth({
    ...{ clientId, clientSecret, refreshToken },
    tokenUrl: settings.GOOGLE_TOKEN_URL ?? GOOGLE,
    consentUrl: settings.GOOGLE_AUTH_URL ?? CONSENT,
    ...(stored && { stored }),
  })
}

function archiveOf({ ARCHIVE_URL: url, AWS_ENDPOINT_URL_S3: endpoint }: Settings): Vendors['archive'] {
  return url ? createObjectStore({ url, vendor: 'archive', ...(endpoint && { endpoint }) }) : null
}

export function backupsOf({ BACKUP_URL: url, AWS_ENDPOINT_URL_S3: endpoint }: Settings): Vendors['backups'] {
  return url ? createObjectStore({ url, vendor: 'backup', ...(endpoint && { endpoint }) }) : null
}

export function picturesOf({ PICTURES_URL, DATA_DIR, AWS_ENDPOINT_URL_S3: endpoint }: Settings): Vendors['pictures'] {
  const url = PICTURES_URL ?? pathToFileURL(join(DATA_DIR, 'pictures')).href
  return createObjectStore({ url, vendor: 'pictures', ...(endpoint && { endpoint }) })
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
