import type { Actor } from '#entities/actor.ts'
import type { Evidence, Request } from '#entities/reps/request.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { sandboxAnswerAt } from '../answers/sandbox-answer.ts'
import { requestKind } from '../kinds.ts'
import { noteActivity, noteError } from '../shifts/note.ts'
import { DISPATCH } from '../steps.ts'
import { noteFailure, noteReached, rest } from './channel-health.ts'

/** What became of an act. */
export type Outcome =
  | { kind: 'done'; ref: string | null }
  /** The platform will not have it. */
  | { kind: 'failed'; code: number; message: string }
  /** The platform will not have it now. */
  | { kind: 'later'; status: number; code: number; message: string; waitS: number }
  /** Nothing has left. */
  | { kind: 'unreachable'; message: string }
  /** Its time went by before it could leave: back into the queue. */
  | { kind: 'deferred' }
  | { kind: 'refused'; why: string }
  | { kind: 'doubtful'; evidence: Evidence }

type Settle<K extends Outcome['kind']> = (
  tx: Tx,
  request: Request,
  outcome: Extract<Outcome, { kind: K }>,
  by: Actor,
) => Promise<void>

/** Writes down what became of an act, in the ledger, the shift and the request. The request's row is locked. */
export async function settleAct(tx: Tx, request: Request, outcome: Outcome, by: Actor): Promise<void> {
  await (settlers[outcome.kind] as Settle<Outcome['kind']>)(tx, request, outcome, by)
}

const settlers: { [K in Outcome['kind']]: Settle<K> } = {
  async done(tx, request, { ref }, by) {
    const set = {
      doneAt: tx.at,
      platformRef: ref,
      evidence: null,
      why: null,
      answerAt: sandboxAnswerAt(request, tx.at),
    }
    await move(tx, requestKind, [request], 'record', by, { set: () => set })
    await countDone(tx, request)
  },

  async failed(tx, request, { code, message }, by) {
    await giveBack(tx, request, true)
    await move(tx, requestKind, [request], 'fail', by, { set: () => ({ why: message }), note: message })
    await noteActivity(tx, request, 'failed')
    await noteError(tx, request, { code, message, level: 'error' })
  },

  async later(tx, request, { status, code, message, waitS }, by) {
    await giveBack(tx, request, true)
    const until = new Date(tx.at.getTime() + waitS * 1000)
    await move(tx, requestKind, [request], 'wait', by, { set: () => ({ why: message, notBefore: until }) })
    await rest(tx, request, until, message, status)
    await noteError(tx, request, { code, message, level: status === 429 ? 'error' : 'warning' })
  },

  async unreachable(tx, request, { message }, by) {
    await giveBack(tx, request, false)
    await move(tx, requestKind, [request], 'wait', by, { set: () => ({ why: 'the channel could not be reached' }) })
    await noteFailure(tx, request, message)
    await noteError(tx, request, { code: 0, message, level: 'warning' })
  },

  async deferred(tx, request, _, by) {
    await giveBack(tx, request, false)
    await move(tx, requestKind, [request], 'wait', by)
    tx.ring(DISPATCH)
  },

  async refused(tx, request, { why }, by) {
    if (request.state === 'sending') await giveBack(tx, request, false)
    await move(tx, requestKind, [request], 'refuse', by, { set: () => ({ why }), note: why })
  },

  async doubtful(tx, request, { evidence }, by) {
    await move(tx, requestKind, [request], 'doubt', by, { set: () => ({ evidence }) })
    await noteActivity(tx, request, 'doubtful')
    await noteError(tx, request, { code: 0, message: evidence.said, level: 'warning' })
  },
}

/** It was done: for the ledger, the shift, and whoever hears the answer. */
export async function countDone(tx: Tx, request: Request): Promise<void> {
  await sql(tx.em, 'update rep_days set done = done + 1 where id = $1', [request.dayId])
  await talksTo(tx, request)
  await noteActivity(tx, request, 'done')
  if (!request.sandbox) await noteReached(tx, request)
}

/** A person looked, and it did not leave: it may go again. */
export async function returnUnsent(tx: Tx, request: Request): Promise<void> {
  await giveBack(tx, request, true)
  tx.ring(DISPATCH)
}

/** What surely did not happen gives its place back, and the lead's guard; a call that was made stays counted as one. */
async function giveBack(tx: Tx, { dayId, leadId, isReply, takenAt, guardWas }: Request, wasCalled: boolean) {
  await sql(
    tx.em,
    `update rep_days set taken = taken - 1, replies = replies - $2, attempts = attempts - $3 where id = $1`,
    [dayId, isReply ? 1 : 0, wasCalled ? 0 : 1],
  )
  await sql(tx.em, 'update leads set contacted_at = $3 where id = $1 and contacted_at = $2', [
    leadId,
    takenAt,
    guardWas,
  ])
}

/** Who wrote last is who hears the answer; whoever trains in the sandbox takes nobody's lead away. */
async function talksTo(tx: Tx, { repId, leadId, repActivityId, sandbox }: Request): Promise<void> {
  await sql(
    tx.em,
    `update leads l set rep_id = $2,
       person_id = coalesce(l.person_id, (select person_id from reps where id = $2))
     where id = $1 and (rep_id is null or not $4 and exists (select 1 from rep_activities a
       join channel_activities ca on ca.id = a.activity_id where a.id = $3 and ca.contacts))`,
    [leadId, repId, repActivityId, sandbox],
  )
}
