import type { Environment } from '#src/config.ts'
import { studio } from './musicians.ts'
import type { StandIns } from './open-stand-ins.ts'
import { META_APP_ID, SHOP_MAILBOX, TWILIO_ACCOUNT } from './open-stand-ins.ts'
import { shopInstagram } from './people.ts'
import type { Secrets } from './secrets.ts'
import { studioDesk, telegramPeople } from './telegram/state.ts'

/** The settings that point the product at these vendors. */
export function environmentOf(
  { slack, telegram, meta, google, twilio, stripe, model, shop }: StandIns,
  secrets: Secrets,
): Environment {
  return {
    LOG_LEVEL: 'warn',
    SECRET_KEYS: secrets.keyRing,
    STORE_NAME: 'Bead & Branch',
    STORE_TIMEZONE: studio.zone,
    SLACK_BOT_TOKEN: secrets.slackBotToken,
    SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
    SLACK_API_URL: `${slack.url}/api/`,
    SLACK_CHANNEL: 'C0ORDERS',
    TELEGRAM_BOT_TOKEN: secrets.telegramToken,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_CHAT: String(studioDesk),
    TELEGRAM_OWNER_CHAT: String(telegramPeople.dane.id),
    META_APP_ID: META_APP_ID,
    META_APP_SECRET: secrets.metaAppSecret,
    META_VERIFY_TOKEN: secrets.metaVerifyToken,
    META_GRAPH_URL: meta.url,
    META_OAUTH_URL: meta.url,
    GEMINI_API_KEY: 'sandbox',
    GEMINI_BASE_URL: `${model.url}/v1`,
    INSTAGRAM_ACCESS_TOKEN: secrets.metaAccessToken,
    INSTAGRAM_USER_ID: shopInstagram,
    GOOGLE_CLIENT_ID: 'sandbox',
    GOOGLE_CLIENT_SECRET: secrets.googleClientSecret,
    GOOGLE_REFRESH_TOKEN: secrets.googleRefreshToken,
    GOOGLE_API_ROOT: google.url,
    GOOGLE_TOKEN_URL: `${google.url}/token`,
    GOOGLE_AUTH_URL: `${google.url}/o/oauth2/v2/auth`,
    GOOGLE_MAPS_API_KEY: secrets.mapsApiKey,
    GMAIL_ADDRESS: SHOP_MAILBOX,
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
    TWILIO_FROM: studio.phone,
    TWILIO_API_URL: twilio.url,
    CART_LINK_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_API_URL: stripe.url,
    // Whoever tries the sandbox at night should see the texts leave.
    QUIET_HOURS: '00:00-00:00',
    BOOKING_WEBHOOK_TOKEN: secrets.bookingToken,
    REPS: 'on',
    STUDIO_CALENDAR_ID: studio.calendarId,
    STUDIO_GMAIL_ADDRESS: studio.calendarId,
    STUDIO_GOOGLE_REFRESH_TOKEN: secrets.studioRefreshToken,
    TRACK_PAGE: 'on',
    FETCH_ALLOW: new URL(shop.url).host,
    // Whoever plays the shop does not want to wait a minute for each price.
    PRICE_LOOK_EVERY_S: '2',
    PRICE_SPACING_MS: '0',
  }
}
