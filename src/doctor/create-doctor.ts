import { setTimeout } from 'node:timers/promises'
import type { App } from '#src/app.ts'
import { redact } from '#src/basics/redact.ts'
import { studioAddress } from '#src/config.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'
import { checkAddressValidation } from './address-validation.ts'
import { checkBackup } from './backup.ts'
import { checkCalendar } from './calendar.ts'
import { checkClock } from './clock.ts'
import { checkDatabase } from './database.ts'
import { type Check, type Doctor, type Finding, off, wrong } from './finding.ts'
import { checkGmail, checkStudioGmail } from './gmail.ts'
import { checkInstagram } from './instagram.ts'
import { checkMail } from './mail.ts'
import { checkOpenAi } from './openai.ts'
import { checkPublicUrl } from './public-url.ts'
import { checkStripe } from './stripe.ts'
import { checkTwilio } from './twilio.ts'

const PATIENCE_MS = 20_000

/** Looks at everything at once. The bots' checks come from their own room, so that their SDKs stay there. */
export function createDoctor(app: App, bots: { slack: Check; telegram: Check }): Doctor {
  const ofHouse: Record<string, Check> = {
    Database: () => checkDatabase(app),
    Slack: bots.slack,
    Telegram: bots.telegram,
    Instagram: () => checkInstagram(app),
    Gmail: () => checkGmail(app),
    ...(studioAddress(app.settings) && { 'Studio Gmail': () => checkStudioGmail(app) }),
    Calendar: () => checkCalendar(app),
    'Address check': () => checkAddressValidation(app),
    OpenAI: () => checkOpenAi(app),
    Twilio: () => checkTwilio(app),
    Mail: () => checkMail(app),
    Stripe: () => checkStripe(app),
    'Public URL': () => checkPublicUrl(app),
    Clock: () => checkClock(app),
    Backup: () => checkBackup(app),
  }
  return async (only) => {
    const checks: Record<string, Check> = Object.assign({}, ofHouse, ...pipelines.map((one) => checksOf(one, app)))
    const asked = Object.entries(checks).filter(([vendor]) => !only || plain(vendor).startsWith(plain(only)))
    return Promise.all(asked.map(([vendor, check]) => look(vendor, check)))
  }
}

/** What a pipeline looks at; of one that is off, what it lacks. */
function checksOf({ title, needs, isConfigured, doctor }: Pipeline, app: App): Record<string, Check> {
  if (isConfigured(app.settings)) return doctor?.(app) ?? {}
  return { [title]: async () => off(`it starts once there is ${needs.join(' and ')}`) }
}

/** One vendor that hangs, or fails in a way nobody thought of, must not hide what is said of the others. */
async function look(vendor: string, check: Check): Promise<Finding> {
  const patience = setTimeout(PATIENCE_MS, wrong('no answer within 20 seconds: is it reachable from here?'), {
    ref: false,
  })
  try {
    return { vendor, ...(await Promise.race([check(), patience])) }
  } catch (error) {
    return { vendor, ...wrong(redact(sentenceOf(error))) }
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof OutsideError) return error.message.slice(error.vendor.length + 2)
  if (error instanceof Refusal) return error.message
  return error instanceof Error ? error.message || error.name : String(error)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
