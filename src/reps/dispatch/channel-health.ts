import type { Request } from '#entities/reps/request.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { DISPATCH } from '../steps.ts'

const SHORTEST_REST_S = 15
const LONGEST_REST_S = 900
/** Told to an admin from here on. */
const MANY_FAILURES = 3

type Channel = { id: string; name: string; failures: number }

/** The channel asked us to wait: nothing of anyone is sent there meanwhile. */
export async function rest(tx: Tx, request: Request, until: Date, why: string, status: number): Promise<void> {
  const [channel] = await sql<Channel>(
    tx.em,
    `update channels set rest_until = greatest(coalesce(rest_until, $2), $2), rest_why = $3, failures = 0
     where id = (select channel_id from rep_channels where id = $1) returning id, name, failures`,
    [request.repChannelId, until, why],
  )
  tx.ring(DISPATCH, until)
  if (!channel || status !== 401) return
  await openAlert(tx, {
    key: `channel:${channel.id}`,
    pipeline: 'reps',
    title: `${channel.name} refuses our signature.`,
    detail: 'Set the same secret on both sides. Nothing is lost: what waits leaves once it works.',
    step: DISPATCH,
  })
}

/** No connection was made: less and less often, and an admin hears of it. */
export async function noteFailure(tx: Tx, request: Request, why: string): Promise<void> {
  const [channel] = await sql<Channel>(
    tx.em,
    `update channels set failures = failures + 1, rest_why = $2,
       rest_until = $3::timestamptz + make_interval(secs => least($4::int, $5::int * (2 ^ least(failures, 10))::int))
     where id = (select channel_id from rep_channels where id = $1) returning id, name, failures`,
    [request.repChannelId, why, tx.at, LONGEST_REST_S, SHORTEST_REST_S],
  )
  if (!channel || channel.failures < MANY_FAILURES) return
  await openAlert(tx, {
    key: `channel:${channel.id}`,
    pipeline: 'reps',
    title: `${channel.name}'s service cannot be reached.`,
    detail: `${why}. Nothing is lost: what waits leaves once it answers.`,
    step: DISPATCH,
  })
}

/** It answered: whatever was said of it is over. */
export async function noteReached(tx: Tx, request: Request): Promise<void> {
  const [channel] = await sql<Channel>(
    tx.em,
    `update channels set failures = 0, rest_until = null, rest_why = null
     where id = (select channel_id from rep_channels where id = $1) and (failures > 0 or rest_until is not null)
     returning id, name, failures`,
    [request.repChannelId],
  )
  if (channel) await closeAlert(tx, `channel:${channel.id}`)
}
