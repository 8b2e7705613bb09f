import { step } from '#entities/actor.ts'
import { Request } from '#entities/reps/request.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { settleAct } from '../dispatch/outcome.ts'
import { requestKind } from '../kinds.ts'

const actor = step('reps.answers')

/**
 * Everything that waits for a lead stops: what is queued, and what has been taken out of the queue but is not on the
 * wire. Answers that a rep wrote stay where the lead only wrote back; the `sandbox` stops its own alone. Returns how
 * many were stopped.
 */
export async function stopRequests(
  tx: Tx,
  leadId: string,
  why: string,
  which: 'all' | 'but answers' | 'sandbox',
): Promise<number> {
  const rows = await sql<{ id: string }>(
    tx.em,
    `select id from rep_requests where lead_id = $1 and (state = 'queued' or (state = 'sending' and evidence is null))
       and ($2 or not is_reply) and ($3 or sandbox) order by id for update`,
    [leadId, which === 'all', which !== 'sandbox'],
  )
  const requests = await tx.em.find(Request, { id: { $in: rows.map(({ id }) => id) } })
  const queued = requests.filter(({ state }) => state === 'queued')
  await move(tx, requestKind, queued, 'refuse', actor, { set: () => ({ why }), note: why })
  for (const request of requests.filter(({ state }) => state === 'sending')) {
    await settleAct(tx, request, { kind: 'refused', why }, actor)
  }
  return requests.length
}
