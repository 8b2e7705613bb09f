import { join } from 'node:path'
import type { Environment } from '#src/config.ts'
import { POLL_MAILBOX } from '#src/orders/steps.ts'
import { createGoogleStandIn, type GoogleStandIn } from './google/google.ts'
import { createMetaStandIn, type MetaStandIn } from './meta/meta.ts'
import { keepSecrets } from './secrets.ts'
import { createSlackStandIn, type SlackStandIn } from './slack/stand-in.ts'
import { createTelegramStandIn, type TelegramStandIn } from './telegram/stand-in.ts'
import { studioDesk, telegramPeople } from './telegram/state.ts'

/** Every vendor on loopback, with what a person sees and does there. */
export type World = {
  slack: SlackStandIn
  telegram: TelegramStandIn
  meta: MetaStandIn
  google: GoogleStandIn
  /** The settings that point the product at this world. */
  environment: Environment
  /** Tells the vendors where the product listens, as an installer would, and has new mail announced as Gmail's push does. */
  connect(publicUrl: string, ring: (step: string) => void): Promise<void>
  close(): Promise<void>
}

const SHOP = 'orders@beadandbranch.example'
const IG_USER = '17841400000000001'

/** Opens the world. With a folder it remembers everything between runs, as the real vendors do. */
export async function createWorld({ dir }: { dir: string }): Promise<World> {
  const secrets = keepSecrets(dir)
  const file = (name: string) => join(dir, `${name}.json`)
  const slack = await createSlackStandIn({
    file: file('slack'),
    signingSecret: secrets.slackSigningSecret,
    botToken: secrets.slackBotToken,
    appToken: secrets.slackAppToken,
    teamName: 'Bead & Branch',
  })
  const telegram = await createTelegramStandIn({ file: file('telegram'), token: secrets.telegramToken })
  const meta = await createMetaStandIn({
    file: file('meta'),
    appId: '1234567890',
    appSecret: secrets.metaAppSecret,
    verifyToken: secrets.metaVerifyToken,
    accessToken: secrets.metaAccessToken,
    igUserId: IG_USER,
  })
  const google = await createGoogleStandIn({
    file: file('google'),
    clientId: 'sandbox',
    clientSecret: secrets.googleClientSecret,
    refreshToken: secrets.googleRefreshToken,
    mapsApiKey: secrets.mapsApiKey,
    address: SHOP,
  })
  return {
    ...{ slack, telegram, meta, google },
    environment: {
      LOG_LEVEL: 'warn',
      STORE_NAME: 'Bead & Branch',
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
      INSTAGRAM_ACCESS_TOKEN: secrets.metaAccessToken,
      INSTAGRAM_USER_ID: IG_USER,
      GOOGLE_CLIENT_ID: 'sandbox',
      GOOGLE_CLIENT_SECRET: secrets.googleClientSecret,
      GOOGLE_REFRESH_TOKEN: secrets.googleRefreshToken,
      GOOGLE_API_ROOT: google.url,
      GOOGLE_TOKEN_URL: `${google.url}/token`,
      GOOGLE_MAPS_API_KEY: secrets.mapsApiKey,
      GMAIL_ADDRESS: SHOP,
    },
    async connect(publicUrl, ring) {
      slack.connect({ eventsUrl: `${publicUrl}/slack/events` })
      await meta.connect({ webhookUrl: `${publicUrl}/api/webhooks/instagram` })
      google.onChange(() => ring(POLL_MAILBOX))
    },
    async close() {
      await Promise.all([slack.close(), telegram.close(), meta.close(), google.close()])
    },
  }
}
