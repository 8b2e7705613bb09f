import { step } from '#entities/actor.ts'
import { Request } from '#entities/reps/request.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { requestKind } from '../kinds.ts'
import { type Lane, openingOf } from '../plan/lane.ts'
import { boardOf, type Guard, loadReady, type Room, type WishRow } from '../plan/load-board.ts'
import { loadLanes } from '../plan/load-lanes.ts'
import { type Act, plan } from '../plan/plan.ts'
import { DISPATCH } from '../steps.ts'
import { type Counted, countActs } from './count-acts.ts'
import { loadAddresses, writeCall } from './write-call.ts'

type DispatchingApp = Needs<'em' | 'clock' | 'ring'> & { settings: Guard }

/** So many at most in one transaction. */
const MOST_AT_ONCE = 500

/**
 * Takes what may go now out of the queue, counts it and hands it to the outbox; returns how much that was. It looks
 * again until nothing is left: a lane whose first choice another lane has just written to has a second one.
 */
export async function dispatch(app: DispatchingApp): Promise<number> {
  for (let count = 0; ; ) {
    const taken = await inTransaction(app, (tx) => takeDue(tx, app.settings))
    if (taken === 0) return count
    count += taken
  }
}

/** One lane is dispatched by one worker at a time: the next one sees what this one has counted. */
async function takeDue(tx: Tx, guard: Guard): Promise<number> {
  const ids = await lockQueued(tx)
  if (ids.length === 0) return 0
  const lanes = await loadLanes(tx.em, 'a.id = any($1::uuid[])', [ids])
  const ready = await loadReady(
    tx.em,
    guard,
    lanes.flatMap((lane) => roomsOf(lane, tx.at)),
    tx.at,
  )
  const board = boardOf(lanes, await lockLeads(tx, ready), guard.REPS_GUARD_H)
  const acts: Act[] = []
  for (const act of plan(board, tx.at, tx.at)) if (acts.push(act) === MOST_AT_ONCE) break
  if (acts.length > 0) await send(tx, acts)
  return acts.length
}

async function lockQueued(tx: Tx): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    tx.em,
    `select id from rep_activities a
     where exists (select 1 from rep_requests q where q.rep_activity_id = a.id and q.state = 'queued')
     order by id for update`,
  )
  return rows.map(({ id }) => id)
}

function roomsOf(lane: Lane, now: Date): Room[] {
  const { id, contacts, capacity } = lane
  const turns = [
    { turn: 'reply', reply: true, bulk: false },
    { turn: 'single', reply: false, bulk: false },
    { turn: 'bulk', reply: false, bulk: true },
  ] as const
  const open = turns.filter(({ turn }) => (openingOf(lane, turn, now)?.at.getTime() ?? 0) === now.getTime())
  return open.map(({ turn, reply, bulk }) => ({
    lane: id,
    reply,
    bulk,
    contacts,
    room: turn === 'bulk' ? 1 : capacity,
  }))
}

/** Two lanes may want the same person at once: what the first wrote down is seen by the second. */
async function lockLeads(tx: Tx, ready: WishRow[]): Promise<WishRow[]> {
  const rows = await sql<{ id: string; open: boolean; at: string | null }>(
    tx.em,
    `select id, state = 'open' as open, contacted_at as at from leads
     where id = any($1::uuid[]) order by id for update`,
    [ready.map(({ leadId }) => leadId)],
  )
  const leads = new Map(rows.map((row) => [row.id, row]))
  return ready.flatMap((wish) => {
    const lead = leads.get(wish.leadId)
    return lead?.open ? [{ ...wish, contactedAt: lead.at }] : []
  })
}

async function send(tx: Tx, acts: Act[]): Promise<void> {
  const counted = await countActs(tx, acts)
  const rows = await tx.em.find(Request, { id: { $in: acts.map(({ wish }) => wish.id) } })
  const sent = await move(tx, requestKind, rows, 'send', step(DISPATCH), {
    set: (row) => ({ ...taken(counted.get(row.id)), tries: row.tries + 1, takenAt: tx.at, why: null, evidence: null }),
  })
  if (sent.length < acts.length) throw new Error('a queued request was moved by another worker')
  const order = new Map(acts.map(({ wish }, at) => [wish.id, at]))
  sent.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  const addresses = await loadAddresses(tx.em, sent)
  await enqueue(
    tx,
    sent.flatMap((row) => {
      const address = addresses.get(row.id)
      return address ? [writeCall(row, address)] : []
    }),
  )
}

function taken(counted: Counted | undefined): Pick<Request, 'dayId' | 'guardWas' | 'sandbox'> {
  if (!counted) throw new Error('an act was not counted')
  return counted
}
