import type { Delivery } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'

export type VendorRef = Record<string, string>

/** How one channel lets a message leave, and how it settles a doubt. */
export type Sender = {
  /** Whose fault it is when nothing leaves: `gmail`. */
  vendor: string
  /** What people call it, and one of what leaves through it: `Gmail`, `mail`. */
  name: string
  noun: string
  /** It reaches a phone: a STOP ends it, and it waits for the morning unless its payload says `atNight`. */
  isText?: true
  /** `remember` keeps what the vendor said half-way, before the message is on its way. */
  send(delivery: Delivery, remember: (ref: VendorRef) => Promise<void>): Promise<VendorRef>
  /**
   * After a crash or a lost answer: what the vendor sent, null when it surely did not, 'unknown' when it cannot tell.
   * `others`: what it said of other messages to the same recipient, which are not this one.
   */
  settle(delivery: Delivery, others: VendorRef[]): Promise<VendorRef | null | 'unknown'>
  /**
   * Whether a try that ended without a clear answer may be on its way to somebody. Not where the same call twice is
   * one, or where nothing leaves before `remember`. Not said: it may.
   */
  mayHaveLeft?(delivery: Pick<Delivery, 'vendorRef'>): boolean
}

export type Senders = Partial<Record<string, Sender>>

/** What a domain does when its message has left, or never will. In the transaction that records it. */
export type DeliveryKind = {
  /** What people read one as, before who it is for: `cart link to`, `calendar entry for`. */
  called: string
  /** What people wait for most: leaves before others where not all can leave. */
  isFirst?: boolean
  /** The table of the records it is about: locked before the delivery, as a press does. */
  table?: string
  onSent(tx: Tx, delivery: Delivery): Promise<void>
  /** It could not leave for the first time, and is tried again: what is shown of its record may say so. */
  onWait?(tx: Tx, delivery: Delivery): Promise<void>
  /** True when the record's own card shows it: the delivery then needs no card. */
  onDead(tx: Tx, delivery: Delivery, error: string): Promise<boolean>
  /** It may have left, and nobody can tell. True: the record itself asks a person, the delivery needs no card. */
  onDoubt?(tx: Tx, delivery: Delivery, error: string): Promise<boolean>
}

export type DeliveryKinds = Record<string, DeliveryKind>

export type SendingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'log'>
