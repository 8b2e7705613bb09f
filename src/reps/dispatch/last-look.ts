import { step } from '#entities/actor.ts'
import type { Delivery } from '#entities/outbox/delivery.ts'
import { Request } from '#entities/reps/request.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { ChannelTarget } from '#src/integrations/rep-channels.ts'
import type { Lane } from '../plan/lane.ts'
import { loadLanes } from '../plan/load-lanes.ts'
import { plan } from '../plan/plan.ts'
import { type Outcome, settleAct } from './outcome.ts'
import { ACT, ADDRESS } from './write-call.ts'

type LookingApp = Needs<'em' | 'clock' | 'ring' | 'keys'> & { settings: { REPS_GUARD_H: number } }

/** To the channel, into the sandbox, or nowhere: its request has been dealt with. */
export type Look = { to: 'channel'; target: ChannelTarget } | { to: 'sandbox' } | { to: 'nowhere' }

/**
 * The last look before anything leaves, by the same plan that took the act out of the queue: the rep may have switched
 * off meanwhile, the lead have answered, midnight have passed. From here on the call counts as made.
 */
export async function lastLook(app: LookingApp, delivery: Delivery): Promise<Look> {
  return inTransaction(app, async (tx) => {
    const request = await lockRequest(tx, delivery)
    if (request?.state !== 'sending') return { to: 'nowhere' }
    const [lane] = await loadLanes(tx.em, 'a.id = $1', [request.repActivityId])
    if (!lane) return { to: 'nowhere' }
    const held = await whatHolds(tx, app, request, lane)
    if (!held) return leave(tx, app, request, lane)
    await settleAct(tx, request, held, step(ACT))
    return { to: 'nowhere' }
  })
}

async function leave(tx: Tx, app: LookingApp, request: Request, { sandbox }: Lane): Promise<Look> {
  const evidence = { calledAt: tx.at.toISOString(), url: null, said: 'it has not answered', asked: null }
  await sql(tx.em, 'update rep_requests set evidence = $2, sandbox = $3 where id = $1', [
    request.id,
    sandbox ? null : JSON.stringify(evidence),
    sandbox,
  ])
  return sandbox ? { to: 'sandbox' } : { to: 'channel', target: await loadTarget(tx, app, request) }
}

/** The request of this very try; null: it has been taken back since. */
export async function lockRequest(tx: Tx, { subjectId, payload }: Delivery): Promise<Request | null> {
  await sql(tx.em, 'select 1 from rep_requests where id = $1 for update', [subjectId])
  const request = await tx.em.findOne(Request, { id: subjectId ?? '' })
  return request && request.tries === payload.tries ? request : null
}

async function whatHolds(tx: Tx, app: LookingApp, request: Request, lane: Lane): Promise<Outcome | null> {
  const [lead] = await sql<{ state: string; name: string; handle: string | null; date: string }>(
    tx.em,
    `select l.state, coalesce(l.name, 'The lead') as name, ${ADDRESS} as handle,
       (select date::text from rep_days where id = $3) as date
     from leads l, channels c where l.id = $1 and c.id = $2`,
    [request.leadId, lane.channelId, request.dayId],
  )
  if (!lead) return { kind: 'refused', why: 'The lead is gone.' }
  if (lead.state !== 'open') return { kind: 'refused', why: `${lead.name} does not want to be written to.` }
  if (!lead.handle) return { kind: 'refused', why: `${lead.name} cannot be reached in ${lane.channel}.` }
  if (request.sandbox && !lane.sandbox) return { kind: 'refused', why: 'It was made in the sandbox.' }
  return mayGo(lane, request, lead.date, tx.at, app.settings.REPS_GUARD_H) ? null : { kind: 'deferred' }
}

/** Its own count is taken out, and the plan asked whether it would go now, on the day that counts it. */
function mayGo(lane: Lane, request: Request, date: string, now: Date, guardHours: number): boolean {
  const { id, number, leadId, isReply, guardWas } = request
  const day = lane.days.find((one) => one.date === date)
  if (!day) return false
  Object.assign(day, { taken: day.taken - 1, attempts: day.attempts - 1, replies: day.replies - (isReply ? 1 : 0) })
  const turn = isReply ? ('reply' as const) : ('single' as const)
  const board = {
    lanes: [lane],
    wishes: [{ id, number, laneId: lane.id, leadId, turn, notBefore: null }],
    contactedAt: new Map(guardWas ? [[leadId, guardWas]] : []),
    guardMs: guardHours * 3_600_000,
  }
  return [...plan(board, now, now)][0]?.date === date
}

type TargetRow = Omit<ChannelTarget, 'password'> & { id: string; repChannelId: string; password: string | null }

/** Where a request's channel is, with its secrets in the open. */
export async function loadTarget(
  { em }: Pick<Tx, 'em'>,
  { keys }: Needs<'keys'>,
  { repChannelId }: Pick<Request, 'repChannelId'>,
): Promise<ChannelTarget> {
  const [row] = await sql<TargetRow>(
    em,
    `select c.id, c.docker_url as "dockerUrl", c.external_url as "externalUrl", c.secret, rc.id as "repChannelId",
       rc.username, rc.password from rep_channels rc join channels c on c.id = rc.channel_id where rc.id = $1`,
    [repChannelId],
  )
  if (!row) throw new Error('no such rep channel')
  const { id, secret, password, ...rest } = row
  return {
    ...rest,
    secret: keys.open(secret, { table: 'channels', id }),
    password: password && keys.open(password, { table: 'rep_channels', id: row.repChannelId }),
  }
}
