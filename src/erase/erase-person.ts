import type { Actor } from '#entities/actor.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { pressInside } from '#src/desk/press/press.ts'
import { Refusal } from '#src/errors.ts'
import type { Mine } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'
import { type FoundPerson, findPerson, type Moment } from './find-person.ts'
import { type Known, writePattern } from './known.ts'
import * as shared from './shared-rows.ts'
import { sweep } from './sweep.ts'

export type ErasingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'publicUrl' | 'keys'>

export type Asked = {
  by: Actor
  /** End what is under way instead of refusing. */
  evenOpen?: boolean
  /** Follow what their records lead on to; `false`: leave it, without asking. */
  linked?: boolean
}

export type Erased = { known: Known; refs: string[]; messages: number; items: number; mentions: Record<string, number> }

/** What erasing would do, and what stands in its way. */
export type Looked = { found: FoundPerson; refs: string[]; open: string[]; openShared: string[] }

/**
 * Makes a person vanish from the whole database, in one transaction: the pipelines let go of their records, the shared
 * rooms of their rows, and a last look goes through every text there is.
 */
export function erasePerson(app: ErasingApp, typed: Known, asked: Asked): Promise<Erased> {
  return inTransaction(app, async (tx) => {
    const { found, refs, open, openShared } = await look(tx, typed, asked.linked ?? false)
    refuseUnclear(found, asked)
    if (!asked.evenOpen && open.length + openShared.length > 0) throw new Refusal(writeOpen([...open, ...openShared]))
    await endOpen(tx, app, [...found.mine.values()].flat(), asked.by)
    return { known: found.known, refs, ...(await eraseAll(tx, app, found, asked.by)) }
  })
}

export async function look({ em, at }: Moment, typed: Known, linked: boolean): Promise<Looked> {
  const found = await findPerson({ em, at }, typed, linked)
  const mine = [...found.mine.values()].flat()
  return {
    found,
    refs: mine.map(({ ref }) => ref),
    open: mine.filter((one) => one.open !== undefined).map(({ ref }) => ref),
    openShared: await shared.findOpenShared(em, shared.whoseOf(mine, found.known)),
  }
}

function refuseUnclear({ further }: FoundPerson, { linked }: Asked): void {
  if (further.length === 0 || linked !== undefined) return
  throw new Refusal(
    `Their records lead on to ${further.join(', ')}. The same person? Then say --linked. Somebody else? Say --only.`,
  )
}

function writeOpen(open: string[]): string {
  const some = open.slice(0, 12).join(', ')
  const rest = open.length > 12 ? ` and ${open.length - 12} more` : ''
  return `Work is open: ${some}${rest}. Finish it first, or end it with --even-open.`
}

async function endOpen(tx: Tx, app: ErasingApp, mine: Mine[], by: Actor): Promise<void> {
  for (const { kind, id, open } of mine) {
    if (open) await pressInside(tx, app, { kind, id, verb: open, by })
  }
}

/** What is theirs goes, and every mention of what they are known by. */
export async function eraseAll(tx: Tx, app: ErasingApp, { mine, items, known }: FoundPerson, by: Actor) {
  const all = [...mine.values()].flat()
  const whose = shared.whoseOf(all, known)
  const rowIds = all.map(({ id }) => id)
  const messages = await shared.eraseDeliveries(tx, whose, by)
  const gone = await shared.eraseInbox(tx, whose, items)
  await shared.eraseAlerts(tx, whose, [...rowIds, ...gone], by)
  await shared.eraseShortLived(tx, whose)
  await shared.hashOptOuts(tx, whose)
  await shared.eraseMoves(tx, rowIds)
  for (const { name, people } of pipelines) {
    const own = Map.groupBy(mine.get(name) ?? [], ({ kind }) => kind)
    if (own.size === 0) continue
    const ids = Object.fromEntries([...own].map(([kind, rows]) => [kind, rows.map(({ id }) => id)]))
    await people?.erase(tx, ids, app)
  }
  await shared.redrawTheirs(tx, all)
  return { messages, items: gone.length, mentions: await sweep(tx.em, writePattern(known)) }
}
