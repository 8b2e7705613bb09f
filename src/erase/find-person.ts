import type { Tx } from '#src/database/transaction.ts'
import type { Found, Mine } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'
import { identities, join, type Known } from './known.ts'

/** A database as it is, and the time that it is there. */
export type Moment = Pick<Tx, 'em' | 'at'>

/** Everything the pipelines have of somebody. `further`: what it leads on to, which may be another person. */
export type FoundPerson = { known: Known; mine: Map<string, Mine[]>; items: string[]; further: string[] }

/**
 * Their records by pipeline. What stands on the records found by what was typed is theirs too; what those lead on to
 * may be somebody else's, who shares an e-mail with them: it is followed when `linked` says so.
 */
export async function findPerson({ em, at }: Moment, typed: Known, linked: boolean): Promise<FoundPerson> {
  let known = typed
  for (let hop = 0; ; hop += 1) {
    const { more, ...rest } = await ask({ em, at }, known)
    const all = join(known, more)
    const further = identities(all).filter((one) => !identities(known).includes(one))
    if (further.length === 0) return { ...rest, known: all, further }
    if (hop > 0 && !linked) return { ...rest, known: { ...known, names: all.names }, further }
    known = all
  }
}

type Answers = { mine: Map<string, Mine[]>; items: string[]; more: Known }

async function ask({ em, at }: Moment, known: Known): Promise<Answers> {
  const mine = new Map<string, Mine[]>()
  const items: string[] = []
  let more = known
  for (const { name, people } of pipelines) {
    const found: Found = (await people?.find(em, known, at)) ?? { mine: [], known: {} }
    if (found.mine.length > 0) mine.set(name, found.mine)
    items.push(...(found.items ?? []))
    more = join(more, found.known)
  }
  return { mine, items, more }
}
