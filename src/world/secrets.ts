import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const names = [
  'slackBotToken',
  'slackSigningSecret',
  'slackAppToken',
  'telegramToken',
  'metaAppSecret',
  'metaVerifyToken',
  'metaAccessToken',
  'googleClientSecret',
  'googleRefreshToken',
  'studioRefreshToken',
  'mapsApiKey',
  'twilioAuthToken',
  'bookingToken',
  'channelSecret',
  'stripeSecretKey',
  'stripeWebhookSecret',
  'keyRing',
] as const

export type Secrets = Record<(typeof names)[number], string>

/** The stand-ins' secrets: made at the first start, kept where only this user can read them. */
export function keepSecrets(dir: string): Secrets {
  const file = join(dir, 'secrets.json')
  const known: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const secrets = Object.fromEntries(names.map((name) => [name, known[name] ?? make(name)])) as Secrets
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

/** In the shape of the vendor's own, so that the log's redaction is seen at work. */
function make(name: keyof Secrets): string {
  const random = randomBytes(24).toString('hex')
  if (name === 'slackBotToken') return `xoxb-${random}`
  if (name === 'slackAppToken') return `xapp-${random}`
  if (name === 'telegramToken') return `7000000001:${random.slice(0, 35)}`
  if (name === 'stripeSecretKey') return `sk_test_${random}`
  if (name === 'stripeWebhookSecret') return `whsec_${random}`
  if (name === 'keyRing') return `sandbox:${randomBytes(32).toString('base64')}`
  return random
}
