import type { Needs } from '#src/app.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { preferIndexes } from '#src/database/prefer-indexes.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'

/** Locks at most `limit` fresh rows and works on them; puts their ids into `ids` before anything can go wrong. */
export type TakeBatch = (tx: Tx, limit: number, ids: string[]) => Promise<void>

const BATCH = 500

/**
 * Works on hundreds of rows at once, until no fresh one is left; returns how many that were. When one of them throws,
 * nothing of its batch is kept and each is worked on by itself. Where the database is to blame, no row is.
 */
export async function inBatches(
  app: Needs<'em' | 'clock' | 'ring'>,
  takeBatch: TakeBatch,
  takeOne: (id: string) => Promise<unknown>,
): Promise<number> {
  for (let count = 0; ; ) {
    const ids: string[] = []
    try {
      await inTransaction(app, async (tx) => {
        await preferIndexes(tx)
        await takeBatch(tx, BATCH, ids)
      })
    } catch (error) {
      if (ids.length === 0 || isDatabasesFault(error)) throw error
      for (const id of ids) await takeOne(id)
    }
    count += ids.length
    if (ids.length < BATCH) return count
  }
}
