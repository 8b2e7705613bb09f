import type { EntityManager } from '@mikro-orm/postgresql'
import type { Settings } from '#src/config.ts'
import type { Doctor } from '#src/doctor/finding.ts'
import type { AddressValidation } from '#src/integrations/google/address-validation.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import type { GoogleAuth } from '#src/integrations/google/google-auth.ts'
import type { Calendar } from '#src/integrations/google/google-calendar.ts'
import type { Mail } from '#src/integrations/mail.ts'
import type { Instagram } from '#src/integrations/meta/instagram.ts'
import type { MetaLogin } from '#src/integrations/meta/meta-login.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import type { PictureModel } from '#src/integrations/openai/picture-model.ts'
import type { RepChannels } from '#src/integrations/rep-channels.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import type { Web } from '#src/integrations/web.ts'
import type { KeyRing } from '#src/keys.ts'
import type { Log } from '#src/log.ts'

/** What people are told about a step; `pipeline`: whose it is. */
export type StepInfo = { name: string; what: string; every: string; pipeline: string }

/** The place somebody named, `#sales` or an id, as the platform knows it. Refuses where the bot may not post. */
export type FindPlace = (named: string) => Promise<{ place: string; name: string }>

/** What is sold with a post. `price` of one piece, in minor units; `colours` as the post names them, perhaps none. */
export type PostOffer = { ref: string; name: string; price: bigint; currency: string; colours: string[] }

/** What a page of another shop asks; nulls where it could not be read yet. `url`: as it is watched. */
export type PagePrice = {
  url: string
  name: string | null
  price: bigint | null
  currency: string | null
  /** Since when it could not be seen: the price is what it asked until then. */
  lostSince: Date | null
}

/** Everything the program holds while it runs. Built once, in main.ts. A vendor that is not configured is null. */
export type App = {
  em: EntityManager
  /** The only clock of the business. */
  clock: () => Date
  /** Runs a step soon, or at a time; called after commit. */
  ring: (step: string, at?: Date) => void
  log: Log
  settings: Settings
  /** What secrets in the database are encrypted with. */
  keys: KeyRing
  doctor: Doctor
  /** Every step there is, by name. */
  steps: readonly StepInfo[]
  /** Finds a place of a platform and whether the bot may post there, of the platforms that are configured. */
  findPlace: Readonly<Partial<Record<'slack' | 'telegram', FindPlace>>>
  /** Stores what came in before anybody reads it: resolves when it is committed, rejects when it is not. */
  inlet: (source: string, externalId: string, body: string | Buffer) => Promise<{ id: string; isNew: boolean }>
  /** What a shop sells with a post of Instagram, where a person approved it; null where nobody knows. */
  offerOf: (igMediaId: string) => Promise<PostOffer | null>
  /** What a page asks for its thing; it is watched from then on. Refuses where pages are not watched. */
  priceOf: (url: string) => Promise<PagePrice>
  /** Somebody takes back what they gave a pipeline; what they are known by must be proven theirs. */
  forget: (pipeline: string, proven: { emails?: string[]; phones?: string[] }) => Promise<void>
  /** Where people and vendors reach us, without a slash at the end. */
  publicUrl: string
  instagram: Instagram | null
  /** Lets sellers connect their own accounts. */
  metaLogin: MetaLogin | null
  /** Says what a picture shows. */
  pictureModel: PictureModel | null
  /** The shop's account, behind its Gmail. */
  google: GoogleAuth | null
  gmail: Gmail | null
  /** The studio's own account and mailbox; null where it shares the shop's. */
  studioGoogle: GoogleAuth | null
  studioGmail: Gmail | null
  /** Sessions and free times: the studio's account, else the shop's. */
  calendar: Calendar | null
  addressValidation: AddressValidation | null
  openai: OpenAi | null
  twilio: Twilio | null
  mail: Mail | null
  /** The microservices of the reps' channels. */
  repChannels: RepChannels | null
  /** Files that are kept for long. */
  archive: ObjectStore | null
  /** Where the backup of each night goes. */
  backups: ObjectStore | null
  /** The pictures of what is sold. */
  pictures: ObjectStore
  /** Pages of strangers, private addresses refused. */
  web: Web
}

/** The part of the app a function uses, so its signature tells what it touches. */
export type Needs<K extends keyof App> = Pick<App, K>
