import type { Actor } from '#entities/actor.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { pipelines } from '#src/pipelines.ts'
import { type ErasingApp, eraseAll } from './erase-person.ts'
import { findPerson } from './find-person.ts'
import { type Known, known } from './known.ts'
import * as shared from './shared-rows.ts'

const by: Actor = { personId: null, name: 'Themselves', via: 'link' }

/**
 * Somebody takes back what they gave one pipeline. Whom no other knows vanishes altogether; who is a customer
 * elsewhere too stays one there, and only what was between them and this pipeline goes. The address must be proven
 * theirs. Names are not looked for: they may be anybody's.
 */
export async function eraseOwn(app: ErasingApp, pipeline: string, proven: Partial<Known>): Promise<void> {
  const typed = known(proven)
  await inTransaction(app, async (tx) => {
    const found = await findPerson(tx, typed, false)
    const isKnownElsewhere = found.items.length > 0 || [...found.mine.keys()].some((name) => name !== pipeline)
    if (isKnownElsewhere) await erasePart(tx, app, pipeline, typed)
    else await eraseAll(tx, app, { ...found, known: typed }, by)
  })
}

/** What other pipelines know of them leads on to somebody else, perhaps: only what stands on the address goes. */
async function erasePart(tx: Tx, app: ErasingApp, pipeline: string, proven: Known): Promise<void> {
  const people = pipelines.find(({ name }) => name === pipeline)?.people
  if (!people) return
  const { mine } = await people.find(tx.em, proven, tx.at)
  const rowIds = mine.map(({ id }) => id)
  await shared.eraseDeliveries(tx, { mine, known: known({}), pattern: '' }, by)
  await shared.eraseMoves(tx, rowIds)
  const kinds = Map.groupBy(mine, ({ kind }) => kind)
  const ids = Object.fromEntries([...kinds].map(([kind, rows]) => [kind, rows.map(({ id }) => id)]))
  await people.erase(tx, ids, app)
  await shared.redrawTheirs(tx, mine)
}
