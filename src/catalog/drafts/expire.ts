import { step } from '#entities/actor.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { draftKind } from '../kinds.ts'
import { redraw, scansOf } from '../scan/redraw.ts'
import { EXPIRE } from '../steps.ts'

const HOUR_MS = 3_600_000
/** When people are reminded before a draft runs out. */
const REMIND_H = [48, 6]
const BATCH = 500

/** Drafts nobody decided run out; some hours before, they ring once more. */
export async function expireDrafts(app: App): Promise<number> {
  const expired = await each(app, { expiresAt: { $lte: app.clock() } }, expire)
  let reminded = 0
  for (const [at, hours] of REMIND_H.entries()) {
    const before = new Date(app.clock().getTime() + hours * HOUR_MS)
    const where = { expiresAt: { $lte: before }, reminded: { $lte: at } }
    reminded += await each(app, where, (tx, drafts) => remind(tx, drafts, at + 1))
  }
  return expired + reminded
}

async function each(app: App, where: object, act: (tx: Tx, drafts: ProductDraft[]) => Promise<void>): Promise<number> {
  for (let count = 0; ; ) {
    const done = await inTransaction(app, async (tx) => {
      const filter = { ...where, state: 'pending' as const }
      const drafts = await tx.em.find(ProductDraft, filter, { limit: BATCH, orderBy: { expiresAt: 'asc', id: 'asc' } })
      await act(tx, drafts)
      return drafts.length
    })
    count += done
    if (done < BATCH) return count
  }
}

async function expire(tx: Tx, drafts: ProductDraft[]): Promise<void> {
  await move(tx, draftKind, drafts, 'expire', step(EXPIRE), { set: () => ({}) })
  await redraw(tx, scansOf(drafts))
}

/** A draft with a card of its own rings by it; those that hang on the card of their scan ring together, by that. */
async function remind(tx: Tx, drafts: ProductDraft[], reminded: number): Promise<void> {
  const hung = await hungOf(tx, drafts)
  const own = drafts.filter(({ id, syncId }) => syncId === null || hung.has(id))
  const others = drafts.filter((draft) => !own.includes(draft))
  await move(tx, draftKind, own, 'remind', step(EXPIRE), { set: () => ({ reminded }), ring: true })
  const ids = others.map(({ id }) => id)
  await sql(tx.em, 'update product_drafts set reminded = $2 where id = any($1::uuid[])', [ids, reminded])
  const scans = scansOf(others.filter(({ dismissedAt }) => dismissedAt === null))
  await sql(tx.em, 'update instagram_sync_history set undecided = true where id = any($1::uuid[])', [scans])
  await redraw(tx, scans, { ring: true })
}

async function hungOf({ em }: Tx, drafts: ProductDraft[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    em,
    `select distinct subject_id as id from card_posts where subject = 'draft' and subject_id = any($1::uuid[])`,
    [drafts.map(({ id }) => id)],
  )
  return new Set(rows.map(({ id }) => id))
}
