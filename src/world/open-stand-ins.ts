import { join } from 'node:path'
import { type BrowserStandIn, createBrowserStandIn } from './browser/browser.ts'
import { type ChannelStandIn, createChannelStandIn } from './channels/channels.ts'
import type { ChannelKey } from './channels/team.ts'
import { createGoogleStandIn, type GoogleStandIn } from './google/google.ts'
import { createMetaStandIn, type MetaStandIn } from './meta/meta.ts'
import { createModelStandIn, type ModelStandIn } from './models/pictures.ts'
import { studio } from './musicians.ts'
import { shopInstagram } from './people.ts'
import type { Secrets } from './secrets.ts'
import { createShopStandIn, type ShopStandIn } from './shop/shop.ts'
import { createSlackStandIn, type SlackStandIn } from './slack/stand-in.ts'
import { createStripeStandIn, type StripeStandIn } from './stripe/stripe.ts'
import { createTelegramStandIn, type TelegramStandIn } from './telegram/stand-in.ts'
import { createTwilioStandIn, type TwilioStandIn } from './twilio/twilio.ts'

export type StandIns = {
  slack: SlackStandIn
  telegram: TelegramStandIn
  meta: MetaStandIn
  google: GoogleStandIn
  twilio: TwilioStandIn
  /** Where customers pay. */
  stripe: StripeStandIn
  /** The model that looks at pictures. */
  model: ModelStandIn
  /** The microservices behind the reps' channels. */
  channels: Record<ChannelKey, ChannelStandIn>
  /** A shop whose pages are watched. */
  shop: ShopStandIn
  /** Of someone who watches them: knows only our own pages. */
  browser: BrowserStandIn
}

export const META_APP_ID = '1234567890'
export const SHOP_MAILBOX = 'orders@beadandbranch.example'
export const TWILIO_ACCOUNT = `AC${'0'.repeat(32)}`

/** Opens every vendor on loopback; each remembers in a file of this folder. */
export async function openStandIns(dir: string, clock: () => Date, secrets: Secrets): Promise<StandIns> {
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
    appId: META_APP_ID,
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
    address: SHOP_MAILBOX,
    studio: { address: studio.calendarId, refreshToken: secrets.studioRefreshToken },
  })
  const twilio = await createTwilioStandIn({
    clock,
    file: file('twilio'),
    accountSid: TWILIO_ACCOUNT,
    authToken: secrets.twilioAuthToken,
    from: studio.phone,
  })
  const stripe = await createStripeStandIn({
    clock,
    file: file('stripe'),
    secretKey: secrets.stripeSecretKey,
    webhookSecret: secrets.stripeWebhookSecret,
  })
  const model = await createModelStandIn()
  const channel = (key: ChannelKey) =>
    createChannelStandIn({ name: key, secret: secrets.channelSecret, clock, file: file(`channel-${key}`) })
  const channels = { instagram: await channel('instagram'), linkedin: await channel('linkedin') }
  const shop = await createShopStandIn({ file: file('shop') })
  const browser = createBrowserStandIn()
  return { slack, telegram, meta, google, twilio, stripe, model, channels, shop, browser }
}
