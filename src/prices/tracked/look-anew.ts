import type { Tx } from '#src/database/transaction.ts'
import { LOOK } from '../steps.ts'

/** The page may say something else by now: it is read at once, also where it is as it was when it was last seen. */
export function lookAnew(tx: Tx) {
  tx.ring(LOOK)
  return { nextLookAt: tx.at, etag: null, lastModified: null, bodyHash: null }
}
