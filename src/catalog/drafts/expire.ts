import { step } from '#entities/actor.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { draftKind } from '../kinds.ts'
import { EXPIRE } from '../steps.ts'

const HOUR_MS = 3_600_000
/** When people are reminded before a draft runs out. */
const REMIND_H = [48, 6]
const BATCH = 500

/** Drafts nobody decided run out after a week; two days and six hours before, they ring once more. */
export async function expireDrafts(app: App): Promise<number> {
  const expired = await each(app, { expiresAt: { $lte: app.clock() } }, 'expire', {})
  let reminded = 0
  for (const [at, hours] of REMIND_H.entries()) {
    const before = new Date(app.clock().getTime() + hours * HOUR_MS)
    const where = { expiresAt: { $lte: before, $gt: app.clock() }, reminded: { $lte: at } }
    reminded += await each(app, where, 'remind', { reminded: at + 1 })
  }
  return expired + reminded
}

async function each(app: App, where: object, verb: 'expire' | 'remind', set: Partial<ProductDraft>): Promise<number> {
  for (let count = 0; ; ) {
    const done = await inTransaction(app, async (tx) => {
      const filter = { ...where, state: 'pending' as const }
      const drafts = await tx.em.find(ProductDraft, filter, { limit: BATCH, orderBy: { expiresAt: 'asc' } })
      const ring = verb === 'remind'
      return (await move(tx, draftKind, drafts, verb, step(EXPIRE), { set: () => set, ring })).length
    })
    count += done
    if (done < BATCH) return count
  }
}
