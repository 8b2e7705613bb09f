import type { App } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'

/** 'mine': the reader has done what there was to do about it. */
export type Verdict = 'mine' | 'not mine'

/** What came in, as it is stored. */
export type StoredItem = { id: string; source: string; externalId: string; body: string; receivedAt: Date }

/** Says 'not mine' where that only shows in the transaction; nothing said means 'mine'. */
export type Take = (tx: Tx) => Promise<void> | Promise<Verdict | undefined>

export type Arrived = StoredItem & {
  /**
   * Everything a reader writes about the item: committed together with 'read', once, however many workers try. No call
   * to the outside in here.
   */
  take(work: Take): Promise<Verdict>
}

/**
 * What reads one source for one pipeline. Every reader of a source has each item to itself: it may fail, be tried again
 * or be late without the others.
 */
export type Reader = {
  source: string
  /** The step it runs in, by `readInbox`. */
  step: string
  /** What a person calls an item: `A mail`, `A text`. */
  what: string
  /** May ask the outside; what throws is tried again later, three times before a person is told. */
  read(app: App, item: Arrived): Promise<Verdict>
  /**
   * The fast path for a source that comes in thousands: fresh items in one transaction, one verdict each. When it
   * throws, nothing is written and each goes through `read` by itself.
   */
  readMany?(tx: Tx, items: StoredItem[]): Promise<Verdict[]>
  /** Who wrote what, for a person; null (or none): nobody is told when no reader claims it. */
  words?(item: StoredItem): Promise<string | null>
  /** Whether anything is expected at all now: a source that has to be asked is not asked while nobody waits. */
  waits?(app: App): Promise<boolean>
}
