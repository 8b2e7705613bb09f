import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Kind, RecordRow } from '#src/moves/kind.ts'
import type { Button, Card } from './card.ts'
import type { Answers, Form } from './form.ts'
import type { Hours } from './times.ts'

/** Someone who works here, as far as a decision needs to know. */
export type Member = { id: string; name: string; role: Role; zone: string; storeId: string | null }

/** A verb as a button of a card. */
export type Offer = {
  verb: string
  arg?: string
  label?: string
  /** The argument counts up: a button with a lower one is still good. */
  earlierToo?: boolean
  /** May be typed, but is no button. */
  quiet?: boolean
  /** What is meant to be pressed now: the first button, and drawn so. */
  first?: boolean
}

/** How a verb is said. */
export type Wording = {
  label: string
  /** `approved`: Ann approved it. `marked {it} paid`, where it does not come last. */
  past: string
  /** The same, where it is another thing to do it in a certain state. */
  pastFrom?: Record<string, string>
  /** The verb it takes back. */
  takesBack?: string
  style?: Button['style']
}

/** What an effect may use: the app's vendors are out of reach on purpose, no outside call happens in a transaction. */
export type Acting<View> = {
  tx: Tx
  app: Pick<App, 'settings' | 'publicUrl' | 'keys'>
  view: View
  by: Actor
  member: Member
  answers: Answers
  arg: string | undefined
}

/** What a person's verb does besides the move. */
export type Effect<Row> = {
  set?: Partial<Row>
  /** `set` was typed by hand: the history keeps before and after. */
  edited?: boolean
  note?: string
  /** The answer to the person; none: the verb's own words. */
  tell?: string
  deliveries?: NewDelivery[]
  /** Keys of deliveries that must not leave. Where one has left already, the whole press is refused. */
  cancels?: string[]
}

/** `hours`: on a page of many lines of work the one clock of all; none: each goes by its own. */
export type Drawing = Pick<App, 'settings' | 'publicUrl' | 'clock'> & { hours?: Hours }

/** A kind of record people decide about: how to load it, draw it, ask about it and move it. */
export type Subject<Row extends RecordRow = RecordRow, View extends Row = Row> = {
  kind: Kind<Row>
  /** A batch, in any order. Live cards draw from many tables. */
  load(em: EntityManager, ids: string[]): Promise<View[]>
  /** The card without its buttons. */
  card(view: View, app: Drawing): Omit<Card, 'buttons'>
  /** By whose clock its shared card goes; none: by the shop's. */
  zone?(settings: App['settings']): string
  /** Of what belongs to one of several shops: that shop's clock, where no reader's own is known. */
  shopZone?(view: View): string
  /** What happens next, and when, in one sentence; null when nothing does. */
  next?(view: View, app: Pick<App, 'settings' | 'clock'>, zone: string): string | null
  /** How it stands, in whole sentences, instead of what is `next`. */
  stands?(view: View, app: Pick<App, 'settings' | 'clock'>): string | null
  /** The verbs a person may use now, a part of what the flow allows. */
  offers(view: View): Offer[]
  verbs: Record<string, Wording>
  /** Why a verb is not on offer, where more is to be said of it than what was done last. */
  whyNot?(view: View, verb: string): string | null
  /** How its history is told, beside the words of its verbs. */
  tells?: Telling<View>
  /** What the verbs are done to, in `Ann approved it`. */
  pronoun?: 'it' | 'these'
  /** What a verb asks before it acts. */
  ask?(view: View, verb: string, app: Pick<App, 'settings'>): Form | null
  /** What a verb does besides the move, in its transaction. A verb without one only moves. */
  act: Record<string, (acting: Acting<View>) => Promise<Effect<Row>> | Effect<Row>>
  mayPress(member: Member, view: View, verb: string): boolean
  /** What a press locks before it looks, in the order in which steps lock it; none: its row. */
  lock?(em: EntityManager, id: string): Promise<void>
  /** How many of them are decided at once from a queue card. */
  batch?: Batching<View>
}

/** A move, as far as its sentence needs it. */
export type ToldMove = { by: Actor; to: string; note: string | null }

export type Telling<View> = {
  /** What steps did, by verb, in whole sentences; null: something else says it already. */
  steps?: Record<string, string | ((move: ToldMove, view: View) => string | null)>
  /** What an edit changed, by property. None: named as the column is, and written plainly. */
  fields?: Record<string, { name: string; write?(value: unknown, view: View): string }>
}

/** `approved it`, `marked it paid`; null: nothing that a person does. */
export function writePast({ verbs, pronoun = 'it' }: AnySubject, move: { verb: string; from: string }): string | null {
  const wording = verbs[move.verb]
  const past = wording?.pastFrom?.[move.from] ?? wording?.past
  if (!past) return null
  return past.includes('{it}') ? past.replace('{it}', pronoun) : `${past} ${pronoun}`
}

/** The rules by which many of a kind are decided from one card. Each stands twice: for a view, and in SQL over `t`. */
export type Batching<View> = {
  /** `37 new orders` */
  plural: string
  verb: string
  /** How those are called that are decided together: `33 clear`, `28 above 80 %`. */
  clearName: string
  /** `Approve 28 above 80 %`; without it `Approve 28`. */
  approveLabel?(count: number): string
  /** Waits for nothing but this verb: a flood of these hangs as one card. */
  includes(view: View): boolean
  includesSql: string
  /** Those of many that can be decided together now, in their order: there may not be enough for all. */
  admit?(tx: Tx, views: View[]): Promise<View[]>
  /** What else one should know before deciding them together: `3 black left, 9 wanted`. */
  told?(em: EntityManager): Promise<string[]>
  /** Where something is told: how many of these there is enough for, in their order. */
  enough?(em: EntityManager, ids: string[]): Promise<number>
  /** Nothing about it needs a look: it may be decided with the others. */
  isClear(view: View): boolean
  clearSql: string
}

/** Forgets the types of one kind, for the list of all kinds. */
export type AnySubject = Subject

export function defineSubject<Row extends RecordRow, View extends Row>(subject: Subject<Row, View>): AnySubject {
  return subject as unknown as AnySubject
}
