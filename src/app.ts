import type { EntityManager } from '@mikro-orm/postgresql'
import type { Settings } from '#src/config.ts'
import type { AddressValidation } from '#src/integrations/address-validation.ts'
import type { Gmail } from '#src/integrations/gmail.ts'
import type { Instagram } from '#src/integrations/instagram.ts'
import type { Mail } from '#src/integrations/mail.ts'
import type { OpenAi } from '#src/integrations/openai.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import type { Log } from '#src/log.ts'

/** Everything the program holds while it runs. Built once, in main.ts. A vendor that is not configured is null. */
export type App = {
  em: EntityManager
  /** The only clock of the business. */
  clock: () => Date
  /** Runs a step soon, or at a time; called after commit. */
  ring: (step: string, at?: Date) => void
  log: Log
  settings: Settings
  /** Where people and vendors reach us, without a slash at the end. */
  publicUrl: string
  instagram: Instagram | null
  gmail: Gmail | null
  addressValidation: AddressValidation | null
  openai: OpenAi | null
  twilio: Twilio | null
  mail: Mail | null
}

/** The part of the app a function uses, so its signature tells what it touches. */
export type Needs<K extends keyof App> = Pick<App, K>
