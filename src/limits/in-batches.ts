import type { Needs } from '#src/app.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { preferIndexes } from '#src/database/prefer-indexes.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'

/** Locks at most `limit` fresh rows and works on them; puts their ids into `ids` before anything can go wrong. */
export type TakeBatch = (tx: Tx, limit: number, ids: string[]) => Promise<void>

/** Claims this row, or with null the next that `isTried` names, and works on it by itself; false when none is due. */
export type TakeOne = (id: string | null) => Promise<boolean>

const BATCH = 500

/**
 * What a claim of `TakeOne` takes, in SQL; `id` is its parameter. Rows that nobody has tried are left to the batches,
 * also those that come in meanwhile: one by one is fifty times slower.
 */
export function isTried(id: string): string {
  return `case when ${id}::uuid is null then attempts > 0 else id = ${id} end`
}

/**
 * Works on hundreds of rows at once, until no fresh one is left, then on those that failed before; returns how many
 * that were. When one of a batch throws, nothing of it is kept and each is worked on by itself. Where the database is
 * to blame, no row is.
 */
export async function inBatches(
  app: Needs<'em' | 'clock' | 'ring'>,
  takeBatch: TakeBatch,
  takeOne: TakeOne,
): Promise<number> {
  let count = await takeFresh(app, takeBatch, takeOne)
  while (await takeOne(null)) count += 1
  return count
}

async function takeFresh(app: Needs<'em' | 'clock' | 'ring'>, takeBatch: TakeBatch, takeOne: TakeOne): Promise<number> {
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
