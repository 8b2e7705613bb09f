import type { Account, Field } from './account.ts'

/** What everybody has: asked without a question before. */
export const shop: Field[] = [
  { name: 'STORE_NAME', asks: 'The name customers know you by', usual: () => 'Our shop' },
  { name: 'STORE_TIMEZONE', asks: 'Your time zone', usual: () => Intl.DateTimeFormat().resolvedOptions().timeZone },
  { name: 'STORE_CURRENCY', asks: 'The currency you sell in, three capital letters', usual: () => 'USD' },
  { name: 'PUBLIC_URL', asks: 'The https address of this machine, when it has one (Enter: none)' },
]

/** The accounts one may have, in the order a person sets them up. */
export function accountsOf(makeSecret: () => string): Account[] {
  return [
    {
      title: 'Slack',
      what: 'where your team is asked and answers',
      chapter: 'docs/accounts/slack.md',
      fields: [
        { name: 'SLACK_BOT_TOKEN', asks: 'Bot User OAuth Token, from OAuth & Permissions (xoxb-...)', isSecret: true },
        {
          name: 'SLACK_APP_TOKEN',
          asks: 'App-level token, from Basic Information (xapp-...; Enter: none, Slack calls PUBLIC_URL)',
          isSecret: true,
        },
        {
          ...{ name: 'SLACK_SIGNING_SECRET', asks: 'Signing secret, from Basic Information', isSecret: true },
          when: ({ SLACK_APP_TOKEN }) => !SLACK_APP_TOKEN,
        },
        { name: 'SLACK_CHANNEL', asks: 'Id of your team\u2019s channel, at the end of its details (C0...)' },
      ],
      checks: ['Slack'],
    },
    {
      title: 'Telegram',
      what: 'the same on the phone',
      chapter: 'docs/accounts/telegram.md',
      fields: [
        { name: 'TELEGRAM_BOT_TOKEN', asks: 'Token from @BotFather', isSecret: true },
        { name: 'TELEGRAM_CHAT', asks: 'Id of your team\u2019s group (-100...)' },
        {
          name: 'TELEGRAM_OWNER_CHAT',
          asks: 'Id of whoever looks after bookings, to be asked alone (Enter: in the group)',
        },
      ],
      checks: ['Telegram'],
    },
    {
      title: 'Instagram',
      what: 'comments become orders',
      chapter: 'docs/accounts/instagram.md',
      fields: [
        { name: 'META_APP_ID', asks: 'App ID, from the app\u2019s settings at developers.facebook.com' },
        { name: 'META_APP_SECRET', asks: 'App secret, beside it', isSecret: true },
        { name: 'INSTAGRAM_ACCESS_TOKEN', asks: 'Access token of the Facebook page', isSecret: true },
        { name: 'INSTAGRAM_USER_ID', asks: 'Instagram account id, a long number (1784...)' },
      ],
      sets: { META_VERIFY_TOKEN: makeSecret },
      checks: ['Instagram'],
    },
    {
      title: 'Google',
      what: 'Gmail writes to customers, Calendar keeps sessions',
      chapter: 'docs/accounts/google.md',
      fields: [
        { name: 'GOOGLE_CLIENT_ID', asks: 'OAuth client id, from Credentials (...apps.googleusercontent.com)' },
        { name: 'GOOGLE_CLIENT_SECRET', asks: 'OAuth client secret, beside it', isSecret: true },
        { name: 'GMAIL_ADDRESS', asks: 'The mailbox your customers hear from (you@example.com)' },
        {
          name: 'STUDIO_GMAIL_ADDRESS',
          asks: 'The studio\u2019s mailbox, where it has one of its own (Enter: the same)',
        },
        {
          name: 'GOOGLE_MAPS_API_KEY',
          asks: 'Maps key, to check addresses (Enter: your team checks them)',
          isSecret: true,
        },
      ],
      checks: ['Gmail', 'Studio Gmail', 'Calendar', 'Address check'],
      byConsent: true,
    },
    {
      title: 'Twilio',
      what: 'texts to musicians and subscribers',
      chapter: 'docs/accounts/twilio.md',
      fields: [
        { name: 'TWILIO_ACCOUNT_SID', asks: 'Account SID, from the console\u2019s first page (AC...)' },
        { name: 'TWILIO_AUTH_TOKEN', asks: 'Auth token, beside it', isSecret: true },
        { name: 'TWILIO_FROM', asks: 'The number that texts (+15551234567)' },
        { name: 'STUDIO_NAME', asks: 'The studio\u2019s name, as texts begin with it', usual: () => 'Custom Tracks' },
        { name: 'BOOKING_TIMEZONE', asks: 'Time zone of the studio', usual: () => 'America/New_York' },
        { name: 'STUDIO_ADDRESS', asks: 'Where sessions take place, for musicians and clients (Enter: not told)' },
        {
          name: 'OWNER_PHONE',
          asks: 'Phone of whoever runs the sessions: told what is booked, given to musicians (+1...; Enter: none)',
        },
      ],
      sets: { BOOKING_WEBHOOK_TOKEN: makeSecret },
      checks: ['Twilio'],
    },
    {
      title: 'Mail server',
      what: 'price alerts, when not by Gmail',
      chapter: 'docs/accounts/mail.md',
      fields: [
        { name: 'MAIL_URL', asks: 'smtp://user:password@host:587 or ses://region', isSecret: true },
        { name: 'MAIL_FROM', asks: 'Who the mails are from (Shop <hello@example.com>)' },
      ],
      checks: ['Mail'],
    },
    {
      title: 'OpenAI',
      what: 'reads what the rules are unsure of',
      chapter: 'docs/accounts/openai.md',
      fields: [{ name: 'OPENAI_API_KEY', asks: 'API key (sk-...)', isSecret: true }],
      checks: ['OpenAI'],
    },
    {
      title: 'Stripe',
      what: 'makes the cart links and tells what is paid',
      fields: [
        { name: 'STRIPE_SECRET_KEY', asks: 'Secret or restricted key (sk_..., rk_...)', isSecret: true },
        {
          name: 'STRIPE_WEBHOOK_SECRET',
          asks: 'Signing secret of the webhook (whsec_...; Enter: none)',
          isSecret: true,
        },
      ],
      needs: 'STRIPE_SECRET_KEY',
      sets: { CART_LINK_PROVIDER: () => 'stripe' },
      checks: ['Stripe'],
    },
  ]
}
