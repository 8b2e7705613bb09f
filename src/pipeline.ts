import type { EntityManager } from '@mikro-orm/postgresql'
import type { Command as CliCommand } from 'commander'
import type { Actor } from '#entities/actor.ts'
import type { Platform } from '#entities/people/identity.ts'
import type { Role } from '#entities/people/person.ts'
import type { App, PagePrice, PostOffer } from '#src/app.ts'
import type { Alias, Command } from '#src/cards/command.ts'
import type { Picture } from '#src/cards/picture.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import type { Hours } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Check } from '#src/doctor/finding.ts'
import type { Known } from '#src/erase/known.ts'
import type { Reader } from '#src/inbox/reader.ts'
import type { DeliveryKinds } from '#src/outbox/send-due.ts'
import type { Senders } from '#src/outbox/senders.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import type { Page } from '#src/web/page.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import type { ApiRoute } from '#src/web/route.ts'
import type { AnyShown } from '#src/web/shown.ts'

/** Work that waits for a step: `37 comments to read`. */
export type Backlog = { what: string; step: string; count: number; oldest: Date }

/**
 * Something to count at every scrape. `sql` answers rows of (label, value); without a label one row of ('', value).
 * `$1` in it is now.
 */
export type Gauge = { name: string; help: string; label?: string; sql: string }

/** Rows nobody needs any more: which, older than how many days. `$1` in `where` is the time they must be before. */
export type Old = { table: string; days: number; where: string; key?: string }

/** A row that is somebody's. `open`: work is under way on it, and the verb that ends it, where a person could. */
export type Mine = { kind: string; id: string; ref: string; open?: string | null }

/** What a pipeline has of somebody, and what else they are known by there. */
export type Found = {
  mine: Mine[]
  known: Partial<Record<keyof Known, readonly (string | null)[]>>
  /** What came into the inbox from them, by id. */
  items?: string[]
}

/** How people vanish from it who want to. */
export type Erasing = {
  /** `at`: by the clock of the business, for what is ahead then. */
  find(em: EntityManager, known: Known, at: Date): Promise<Found>
  /** What bookkeeping needs stays and is nobody's; the rest goes. Ids by kind. */
  erase(tx: Tx, ids: Readonly<Record<string, readonly string[]>>, app: ErasingApp): Promise<void>
  /** What of them goes only later, and when, in a whole sentence. */
  later?(settings: Settings): string | null
}

export type ErasingApp = Pick<App, 'settings'>

/** What a command of `deskhand` may use. */
export type Terminal = {
  operator: Actor
  /** The app on an up-to-date database; bells that were rung reach the processes that work. */
  withApp<T>(work: (app: App) => Promise<T>): Promise<T>
  write(text: string): Promise<void>
}

/** A line of work, whole: whatever shows, counts, prunes or routes derives from the list of these. */
export type Pipeline = {
  /** Also what its steps and kinds of delivery begin with: `orders.extract`, `orders.reply`. */
  name: string
  title: string
  /** Whether people hear of it at all. */
  isConfigured(settings: Settings): boolean
  /** What it lacks while it is not, for the doctor: `TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN`. */
  needs: string[]
  /** Who decides besides admins. */
  deciders: Role[]
  /** How its people write a time of day: `14:02`, unless it says `2:02 PM`. */
  hours?: Hours
  /** Who may mend what is broken, besides admins: its alerts. */
  menders?: Role[]
  /** Where its cards hang unless someone routes them, when that is not where all cards hang. */
  places?(settings: Settings): { platform: Platform; place: string }[]
  /** What else is different while its cards are routed away from there, in whole sentences. */
  away?(settings: Settings): string | null
  /** Its records; what is shown of a kind has a list, a page, an API and a gauge. */
  kinds: { subject: AnySubject; shown?: AnyShown }[]
  commands: (Command | Alias)[]
  deliveries: DeliveryKinds
  /**
   * The bytes of its cards' pictures: of `<name>:<rest>` it gets the rest. Null: gone, or not for `who` (null: a
   * card).
   */
  picture?(app: App, rest: string, who: Member | null): Promise<Picture | null>
  /** Ways to leave that no other pipeline has, by channel; one that sends texts is called `<something>-sms`. */
  senders?(app: App): Senders
  /** Those of its own channels that leave through the shop's Gmail, and spend the same day. */
  byGmail?(settings: Settings): string[]
  /** What it reads of what arrives. */
  readers: Reader[]
  doors?: OpenDoor[]
  /** Behind `/a/:token`, by the purpose of the link. */
  links?: Record<string, PublicLink>
  /**
   * What programs can do besides what derives from its kinds. Before those, so that a word may stand where a ref
   * does.
   */
  routes?: ApiRoute[]
  pages?: Page[]
  cli?(program: CliCommand, terminal: Terminal): void
  /** What its steps have not done yet; nothing that is empty. */
  backlog(em: EntityManager, now: Date): Promise<Backlog[]>
  /** What happened between two times, in pieces of a sentence: `12 orders in`. */
  digest(em: EntityManager, from: Date, to: Date): Promise<string[]>
  gauges?: Gauge[]
  prune?: Old[]
  /** What it sells with a post of Instagram. */
  offerOf?(em: EntityManager, igMediaId: string): Promise<PostOffer | null>
  /** What a page of another shop asks. */
  priceOf?(app: App, url: string): Promise<PagePrice>
  /** The people it keeps something of. What is shared (inbox, deliveries, history, notes) is not its business. */
  people?: Erasing
  /** Its columns of secrets: rotating makes them anew with the others. */
  sealed?: readonly { table: string; column: string }[]
  /** Looks at its vendors, one harmless call each, by their names. */
  doctor?(app: App): Record<string, Check>
}
