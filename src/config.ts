import { existsSync } from 'node:fs'
import { z } from 'zod'
import { readInterval } from '#src/basics/interval.ts'
import { readZone } from '#src/basics/zone.ts'
import { Refusal } from '#src/errors.ts'

const text = z.string().trim().min(1).optional()
const port = z.coerce.number().int().min(0).max(65_535).optional()
const interval = z.string().refine((text) => readInterval(text) !== null, 'write it like 3 days, or 1 hour 30 minutes')
const zone = z.string().refine((name) => readZone(name) !== null, 'write it like Europe/Prague')
const count = (least: number) => z.coerce.number().int().min(least)
const url = z.url().optional()
const storeUrl = z
  .string()
  .regex(/^(file:\/\/\/|s3:\/\/)/, 'file:///folder or s3://bucket/prefix')
  .optional()

/** `Mon-Fri 09:00-22:00, Sat 10:00-18:00`; 24:00 is midnight. */
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const STUDIO_HOURS = new RegExp(String.raw`^(?:${DAY}(?:-${DAY})? \d\d:\d\d-\d\d:\d\d(?:, *|$))+$`)

/** What the environment may say. A name that is not here is not ours. */
const settings = z.object({
  NODE_ENV: text,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^\s/]*\/[^\s/?]+/, 'write it like postgres://user:password@localhost:5432/deskhand')
    .optional(),
  DATA_DIR: z.string().default('.data'),
  PORT: port,
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url,
  SECRET_KEYS: text,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  STORE_NAME: z.string().default('Our shop'),
  STORE_TIMEZONE: zone.default('UTC'),
  STORE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters such as USD')
    .default('USD'),
  UNDO_WINDOW_S: count(0).default(15),
  REMIND_AFTER_H: count(1).default(4),
  DESKHAND_ROLES: z.string().default('web,bots,jobs').transform(readRoles),
  AGENDA_BACKEND: z.enum(['postgres', 'mongodb']).default('postgres'),
  MONGODB_URL: text,

  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: text,
  SLACK_CHANNEL: text,
  SLACK_API_URL: url,

  TELEGRAM_BOT_TOKEN: text,
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, '1-256 of A-Z a-z 0-9 _ -')
    .optional(),
  TELEGRAM_CHAT: text,
  TELEGRAM_OWNER_CHAT: text,
  TELEGRAM_API_ROOT: url,

  META_APP_ID: text,
  META_APP_SECRET: text,
  META_VERIFY_TOKEN: text,
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'write it like v25.0')
    .default('v25.0'),
  META_GRAPH_URL: z.url().default('https://graph.facebook.com'),
  META_OAUTH_URL: z.url().default('https://www.facebook.com'),
  INSTAGRAM_ACCESS_TOKEN: text,
  INSTAGRAM_USER_ID: text,

  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_REFRESH_TOKEN: text,
  GOOGLE_API_ROOT: url,
  GOOGLE_TOKEN_URL: url,
  GOOGLE_AUTH_URL: url,
  GOOGLE_MAPS_API_KEY: text,
  GMAIL_ADDRESS: z.email().optional(),
  GMAIL_PER_DAY: count(1).default(500),

  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: url,
  OPENAI_MODEL: z.string().default('gpt-6-luna'),

  GEMINI_API_KEY: text,
  GEMINI_BASE_URL: z.url().default('https://generativelanguage.googleapis.com/v1beta/openai'),
  GEMINI_MODEL: z.string().default('gemini-3.5-flash-lite'),

  TWILIO_ACCOUNT_SID: text,
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: text,
  TWILIO_MESSAGING_SERVICE_SID: text,
  TWILIO_API_URL: url,
  QUIET_HOURS: z
    .string()
    .regex(/^\d\d:\d\d-\d\d:\d\d$/, 'write it like 21:00-08:00')
    .default('21:00-08:00'),

  BOOKING_WEBHOOK_TOKEN: text,
  BOOKING_INBOX_LABEL: text,
  BOOKING_CHECK_EVERY_MIN: count(1).default(15),
  OFFER_TIMEOUT_MIN: count(1).default(60),
  BOOKING_TIMEZONE: zone.default('America/New_York'),
  BOOKING_ROTATION: z.enum(['recent-first', 'idle-first']).default('recent-first'),
  BOOKING_VOID_PREVIOUS: z.stringbool().default(false),
  BOOKING_ADVANCE_ON_NO: z.stringbool().default(false),
  BOOKING_PAY: z.string().default('$150'),
  STUDIO_NAME: z.string().default('Custom Tracks'),
  STUDIO_HOURS: z
    .string()
    .regex(STUDIO_HOURS, 'write it like Mon-Fri 09:00-22:00, Sat 10:00-18:00')
    .default('Mon-Sun 08:00-22:00'),
  STUDIO_ADDRESS: text,
  STUDIO_CALENDAR_ID: text,
  STUDIO_GMAIL_ADDRESS: z.email().optional(),
  STUDIO_GOOGLE_REFRESH_TOKEN: text,
  OWNER_PHONE: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'write it like +12125550142')
    .optional(),

  MAIL_URL: z
    .string()
    .regex(/^(smtps?|ses):\/\//, 'smtp://... or ses://region')
    .optional(),
  MAIL_FROM: text,
  ARCHIVE_URL: storeUrl,
  PICTURES_URL: storeUrl,
  BACKUP_URL: storeUrl,
  AWS_ENDPOINT_URL_S3: z.url().optional(),

  ORDERS_SCRAPE_EVERY: interval.default('1 hour'),
  REMIND_CUSTOMER_AFTER: interval.default('3 days'),
  REMIND_CUSTOMER_TIMES: count(0).default(2),
  COMMENT_CALLS_PER_HOUR: count(1).default(15),
  INSTAGRAM_CALLS_PER_DAY: count(1).default(4800),
  TRACK_PAGE: z.stringbool().default(false),
  PRICE_LOOK_EVERY_S: count(1).default(60),
  PRICE_SPACING_MS: count(0).default(1000),
  FETCH_ALLOW: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    ),

  MAIL_TEMPLATES: text,
  CART_LINK_PROVIDER: z.enum(['checkout', 'shopify', 'stripe']).default('checkout'),
  CHECKOUT_PAY_URL: url,
  SHOPIFY_SHOP: text,
  STRIPE_SECRET_KEY: text,
  STRIPE_WEBHOOK_SECRET: text,
  STRIPE_API_URL: z.url().default('https://api.stripe.com'),

  REPS: z.enum(['on', 'off']).default('off'),
  REPS_GUARD_H: count(0).default(24),
})

/** What a choice needs beside it: without it the start ends, not the first order. */
const wholeSettings = settings.check(({ value, issues }) => {
  const need = (name: 'STRIPE_SECRET_KEY' | 'SHOPIFY_SHOP' | 'MAIL_FROM', why: string) => {
    if (!value[name]) issues.push({ code: 'custom', path: [name], message: `is missing: ${why}`, input: value })
  }
  if (value.CART_LINK_PROVIDER === 'stripe') need('STRIPE_SECRET_KEY', 'CART_LINK_PROVIDER is stripe')
  if (value.CART_LINK_PROVIDER === 'shopify') need('SHOPIFY_SHOP', 'CART_LINK_PROVIDER is shopify')
  if (value.MAIL_URL) need('MAIL_FROM', 'MAIL_URL is set')
})

export type Settings = z.infer<typeof settings>

/** Every setting there is, by name. */
export const settingNames = Object.keys(settings.shape)
export type Environment = Record<string, string | undefined>
export type RoleName = 'web' | 'bots' | 'jobs'

/** Settings that name a vendor's account: with none of them, and not in production, the sandbox starts. */
const VENDOR_SETTING = /^(SLACK|TELEGRAM|META|INSTAGRAM|GOOGLE|GMAIL|OPENAI|GEMINI|TWILIO|MAIL|SHOPIFY|STRIPE)_/

/** Reads the environment (and `.env`), or refuses with a list a person can mend it by. */
export function readSettings(environment: Environment): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const read = wholeSettings.safeParse(given)
  if (read.success) return read.data
  const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Refusal(`These settings cannot be read:\n${lines.join('\n')}`)
}

/** What is wrong with one value by itself; empty when it can be used. */
export function problemWith(name: keyof Settings, value: string): string {
  const read = settings.shape[name].safeParse(value)
  return read.success ? '' : read.error.issues.map(({ message }) => message).join(', ')
}

/** True when nothing says which real accounts to use. */
export function isSandbox(environment: Environment): boolean {
  if (environment.NODE_ENV === 'production') return false
  return !namesAccount(environment)
}

export function namesAccount(environment: Environment): boolean {
  return Object.entries(environment).some(([name, value]) => VENDOR_SETTING.test(name) && value?.trim())
}

/** In production an empty configuration is a mistake: nothing would be served, and the sandbox does not run there. */
export function requireAccounts(environment: Environment): void {
  if (environment.NODE_ENV !== 'production' || namesAccount(environment)) return
  throw new Refusal(
    'NODE_ENV is production and no account is set, so there is nothing to run: the sandbox does not start in ' +
      'production. Set accounts (npx --no deskhand init asks for them), or leave NODE_ENV out to try the sandbox.',
  )
}

/** Whose account of Google. */
export type GoogleOwner = 'shop' | 'studio'

/** The mailbox of the studio, where it is not the shop's: a Google account of its own, with its own calendars. */
export function studioAddress({
  STUDIO_GMAIL_ADDRESS: own,
  GMAIL_ADDRESS: shops,
}: Pick<Settings, 'STUDIO_GMAIL_ADDRESS' | 'GMAIL_ADDRESS'>): string | null {
  return own && own.toLowerCase() !== shops?.toLowerCase() ? own : null
}

/** The process's environment, with `.env` where there is one. */
export function processEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** What a `.env` would make of it: what the environment says itself comes first. */
export function environmentWith(file: Environment): Environment {
  return { ...file, ...process.env }
}

function readRoles(list: string, context: z.RefinementCtx): Set<RoleName> {
  const known: RoleName[] = ['web', 'bots', 'jobs']
  const names = list.split(',').map((name) => name.trim())
  for (const name of names) {
    if (!known.includes(name as RoleName)) context.addIssue(`'${name}' is not one of ${known.join(', ')}`)
  }
  return new Set(names as RoleName[])
}
