import type { Asked } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { repOf } from '../desk/whose.ts'
import type { Lane } from '../plan/lane.ts'
import { loadLanes } from '../plan/load-lanes.ts'

/** A rep's lanes; where there are none, that is said. */
export async function loadOwn({ app, member }: Pick<Asked, 'app' | 'member'>): Promise<Lane[]> {
  const em = app.em.fork()
  const rep = await repOf(em, member)
  const lanes = await loadLanes(em, 'r.id = $1', [rep.id])
  if (lanes.length === 0) throw new Refusal('You have no channel yet: an admin gives you one.')
  return lanes
}
