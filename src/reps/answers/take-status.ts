import { step } from '#entities/actor.ts'
import { Request } from '#entities/reps/request.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { type Outcome, settleAct } from '../dispatch/outcome.ts'

export type ChannelStatus = {
  id: string
  status: 'done' | 'failed'
  ref?: string | null | undefined
  error?: { code?: number | undefined; message: string } | undefined
}

/** The channel says what became of an act nobody knew of: its card closes. What is known already stays as it is. */
export async function takeStatus(tx: Tx, channelId: string, { id, status, ref, error }: ChannelStatus): Promise<void> {
  await sql(tx.em, 'select 1 from rep_requests where id = $1 for update', [id])
  const [own] = await sql(
    tx.em,
    `select 1 from rep_requests q join rep_channels rc on rc.id = q.rep_channel_id
     where q.id = $1 and rc.channel_id = $2`,
    [id, channelId],
  )
  const request = own ? await tx.em.findOne(Request, { id }) : null
  if (request?.state !== 'doubtful') return
  const outcome: Outcome =
    status === 'done'
      ? { kind: 'done', ref: ref ?? null }
      : { kind: 'failed', code: error?.code ?? 0, message: error?.message ?? 'the channel says it failed' }
  await settleAct(tx, request, outcome, step('reps.answers'))
}
