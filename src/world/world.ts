import { join } from 'node:path'
import type { Environment } from '#src/config.ts'
import { POLL_MAILBOX } from '#src/mailbox/steps.ts'
import { type BookingForm, postBooking } from './booking-form.ts'
import { type BrowserStandIn, createBrowserStandIn } from './browser/browser.ts'
import { type ChannelStandIn, createChannelStandIn } from './channels/channels.ts'
import { type ChannelKey, channels as channelTeam } from './channels/team.ts'
import { createGoogleStandIn, type GoogleStandIn } from './google/google.ts'
import { createMetaStandIn, type MetaStandIn } from './meta/meta.ts'
import { createModelStandIn, type ModelStandIn } from './models/pictures.ts'
import { calendarNames, studio } from './musicians.ts'
import { shopInstagram } from './people.ts'
import { keepSecrets } from './secrets.ts'
import { createShopStandIn, type ShopStandIn } from './shop/shop.ts'
import { createSlackStandIn, type SlackStandIn } from './slack/stand-in.ts'
import { createTelegramStandIn, type TelegramStandIn } from './telegram/stand-in.ts'
import { studioDesk, telegramPeople } from './telegram/state.ts'
import { createTwilioStandIn, type TwilioStandIn } from './twilio/twilio.ts'

/** Every vendor on loopback, with what a person sees and does there. */
export type World = {
  slack: SlackStandIn
  telegram: TelegramStandIn
  meta: MetaStandIn
  google: GoogleStandIn
  twilio: TwilioStandIn
  /** The model that looks at pictures. */
  model: ModelStandIn
  /** The microservices behind the reps' channels, and the secret they share with us. */
  channels: Record<ChannelKey, ChannelStandIn>
  channelSecret: string
  /** A shop whose pages are watched. */
  shop: ShopStandIn
  /** Of someone who watches them: knows only our own pages. */
  browser: BrowserStandIn
  /** Someone fills in the studio's booking form. */
  book(form: Partial<BookingForm>): Promise<void>
  /** The settings that point the product at this world. */
  environment: Environment
  /** Tells the vendors where the product listens, as an installer would, and has new mail announced as Gmail's push does. */
  connect(publicUrl: string, ring: (step: string) => void): Promise<void>
  /** Every vendor as at the first start, and mended. */
  reset(): Promise<void>
  close(): Promise<void>
}

const SHOP = 'orders@beadandbranch.example'
const TWILIO_ACCOUNT = `AC${'0'.repeat(32)}`

type WorldOptions = {
  dir: string
  /** The clock of the business: the vendors live in the same time. */
  clock?: () => Date
}

/** Opens the world. With a folder it remembers everything between runs, as the real vendors do. */
export async function createWorld({ dir, clock = () => new Date() }: WorldOptions): Promise<World> {
  const secrets = keepSecrets(dir)
  const file = (name: string) => join(dir, `${name}.json`)
  const slack = await createSlackStandIn({
    file: file('slack'),
    signingSecret: secrets.slackSigningSecret,
    botToken: secrets.slackBotToken,
    appToken: secrets.slackAppToken,
    teamName: 'Bead & Branch',
    now: () => clock().getTime(),
  })
  const telegram = await createTelegramStandIn({
    file: file('telegram'),
    token: secrets.telegramToken,
    clock: () => clock().getTime(),
  })
  const meta = await createMetaStandIn({
    clock,
    file: file('meta'),
    appId: '1234567890',
    appSecret: secrets.metaAppSecret,
    verifyToken: secrets.metaVerifyToken,
    accessToken: secrets.metaAccessToken,
    igUserId: shopInstagram,
  })
  const google = await createGoogleStandIn({
    clock,
    file: file('google'),
    clientId: 'sandbox',
    clientSecret: secrets.googleClientSecret,
    refreshToken: secrets.googleRefreshToken,
    mapsApiKey: secrets.mapsApiKey,
    address: SHOP,
    studio: { address: studio.calendarId, refreshToken: secrets.studioRefreshToken },
  })
  const twilio = await createTwilioStandIn({
    clock,
    file: file('twilio'),
    accountSid: TWILIO_ACCOUNT,
    authToken: secrets.twilioAuthToken,
    from: studio.phone,
  })
  const model = await createModelStandIn()
  const channel = (key: ChannelKey) =>
    createChannelStandIn({ name: key, secret: secrets.channelSecret, clock, file: file(`channel-${key}`) })
  const channels = { instagram: await channel('instagram'), linkedin: await channel('linkedin') }
  const shop = await createShopStandIn({ file: file('shop') })
  const browser = createBrowserStandIn()
  const standIns = [slack, telegram, meta, google, twilio, ...Object.values(channels), shop, model]
  const tellWhere = async (publicUrl: string) => {
    slack.connect({ eventsUrl: `${publicUrl}/slack/events` })
    await meta.connect({ webhookUrl: `${publicUrl}/api/webhooks/instagram` })
    await twilio.connect({ smsUrl: `${publicUrl}/twilio/sms` })
    for (const key of ['instagram', 'linkedin'] as const) {
      await channels[key].connect(`${publicUrl}/api/channels/${channelTeam[key].id}/inbound`)
    }
    browser.connect(publicUrl)
    for (const id of Object.keys(calendarNames)) await google.act.shareCalendar(id, studio.calendarId)
  }
  let connectedTo: string | null = null
  return {
    ...{ slack, telegram, meta, google, twilio, channels, channelSecret: secrets.channelSecret, shop, browser, model },
    async book(form) {
      if (connectedTo) await postBooking(form, `${connectedTo}/workflow/email`, secrets.bookingToken)
    },
    environment: {
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
      META_APP_ID: '1234567890',
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
      GMAIL_ADDRESS: SHOP,
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT,
      TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
      TWILIO_FROM: studio.phone,
      TWILIO_API_URL: twilio.url,
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
    },
    async connect(publicUrl, ring) {
      connectedTo = publicUrl
      await tellWhere(publicUrl)
      google.onChange(() => ring(POLL_MAILBOX))
    },
    async reset() {
      for (const standIn of standIns) {
        standIn.fault = null
        await standIn.reset()
      }
      browser.reset()
      if (connectedTo) await tellWhere(connectedTo)
    },
    async close() {
      await Promise.all(standIns.map((standIn) => standIn.close()))
    },
  }
}
