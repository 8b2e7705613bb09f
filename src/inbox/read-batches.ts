import type { App } from '#src/app.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { preferIndexes } from '#src/database/prefer-indexes.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { lockFresh } from './load-items.ts'
import type { Reader } from './reader.ts'
import { settleMany } from './settle.ts'

const BATCH = 500

/** Reads what nobody has tried yet, hundreds at once. When one of them throws, each of the batch is read by itself. */
export async function readBatches(
  app: App,
  reader: Reader,
  readOne: (id: string) => Promise<boolean>,
): Promise<number> {
  for (let count = 0; ; ) {
    const ids: string[] = []
    try {
      await readBatch(app, reader, ids)
    } catch (error) {
      if (ids.length === 0 || isDatabasesFault(error)) throw error
      for (const id of ids) await readOne(id)
    }
    count += ids.length
    if (ids.length < BATCH) return count
  }
}

/** `ids`: what it took in hand, also when it throws. */
async function readBatch(app: App, { step, readMany }: Reader, ids: string[]): Promise<void> {
  await inTransaction(app, async (tx) => {
    await preferIndexes(tx)
    const fresh = await lockFresh(tx.em, step, BATCH)
    if (fresh.length === 0 || !readMany) return
    ids.push(...fresh.map(([id]) => id))
    const verdicts = await readMany(
      tx,
      fresh.map(([, item]) => item),
    )
    await settleMany(tx, ids, verdicts)
  })
}
