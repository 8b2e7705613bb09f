import type { Environment, Settings } from '#src/config.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const PHONE = /^\+[1-9]\d{6,14}$/

type Form = [fits: (value: string) => boolean, sentence: string]

const like = (shape: RegExp) => (value: string) => shape.test(value)

/** What vendors hand out has a form: something else in its place was copied from the wrong line. */
const forms: Partial<Record<keyof Settings, Form>> = {
  PUBLIC_URL: [
    isHttps,
    'It must begin with https://: vendors call no other address, and what people open would travel in clear.',
  ],
  SLACK_BOT_TOKEN: [like(/^xoxb-\S+$/), 'A Bot User OAuth Token begins with xoxb-.'],
  SLACK_APP_TOKEN: [like(/^xapp-\S+$/), 'An app-level token begins with xapp-.'],
  SLACK_CHANNEL: [like(/^[CG][A-Z0-9]{5,}$/), 'The id of a channel begins with C, as C0123ABCD. It is not its name.'],
  TELEGRAM_BOT_TOKEN: [like(/^\d+:\S+$/), 'A token of @BotFather is a number, a colon and letters, as 123456:ABC.'],
  TELEGRAM_CHAT: [like(/^(-?\d+|@\w+)$/), 'The id of a group is a number with a minus, as -1001234567890.'],
  TELEGRAM_OWNER_CHAT: [like(/^\d+$/), 'The id of a person is a number, as 610000001.'],
  META_APP_ID: [like(/^\d{6,}$/), 'An App ID is a number of about 16 digits.'],
  INSTAGRAM_USER_ID: [
    like(/^\d{6,}$/),
    'The id of an account is a long number, as 17841400000000001. It is not its name.',
  ],
  GOOGLE_CLIENT_ID: [
    like(/^\S+\.apps\.googleusercontent\.com$/),
    'An OAuth client id ends in .apps.googleusercontent.com.',
  ],
  TWILIO_ACCOUNT_SID: [
    like(/^AC[0-9a-fA-F]{32}$/),
    'An Account SID is AC and 32 digits and letters a to f. One that begins with SK is an API key.',
  ],
  TWILIO_AUTH_TOKEN: [like(/^[0-9a-fA-F]{32}$/), 'An auth token is 32 digits and letters a to f.'],
  TWILIO_FROM: [like(PHONE), 'Write the number with its country and nothing between the digits, as +15551234567.'],
  MAIL_FROM: [like(/\S+@\S+\.\S+/), 'It needs an e-mail address, as Shop <hello@example.com>.'],
  OPENAI_API_KEY: [like(/^sk-\S+$/), 'An API key begins with sk-.'],
  STRIPE_SECRET_KEY: [
    like(/^(sk|rk)_\S+$/),
    'A secret key begins with sk_ or rk_. One that begins with pk_ is public.',
  ],
  STRIPE_WEBHOOK_SECRET: [like(/^whsec_\S+$/), 'The signing secret of a webhook begins with whsec_.'],
}

/** Why a value cannot be what was asked for; empty where it can. */
export function wrongForm(name: keyof Settings, value: string, known: Environment = {}): string {
  // Who speaks OpenAI's language at another address has keys of another form.
  if (name === 'OPENAI_API_KEY' && known.OPENAI_BASE_URL) return ''
  const form = forms[name]
  return form && !form[0](value) ? form[1] : ''
}

/** Or this machine alone: nobody listens on the way. */
function isHttps(value: string): boolean {
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}
