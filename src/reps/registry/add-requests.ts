import type { Actor } from '#entities/actor.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { ADDRESS } from '../dispatch/write-call.ts'
import { DISPATCH } from '../steps.ts'

export type NewRequests = {
  repChannelId: string
  /** By its name: `message`. */
  activity: string
  leadIds: string[]
  content: string
  isBulk?: boolean
  isReply?: boolean
  idempotencyKey?: string | null
}

/** A request as it was taken in: queued, or refused with its reason. */
export type AddedRequest = {
  id: string
  number: number
  state: 'queued' | 'refused'
  why: string | null
  leadId: string
}

const MOST_WORDS = 2_000
/** Activities that need no words. */
const WORDLESS = /^(like|follow)$/i

/**
 * Takes requests in: one each lead, in one statement. Whoever cannot be written to is refused here, with the reason,
 * and holds up nobody. The same key again answers with what it made the first time.
 */
export async function addRequests(tx: Tx, wanted: NewRequests, by: Actor): Promise<AddedRequest[]> {
  const lane = await findLane(tx, wanted)
  const content = wanted.content.trim()
  if (!content && !WORDLESS.test(lane.activity)) throw new Refusal(`What shall the ${lane.activity} say?`)
  if (content.length > MOST_WORDS) throw new Refusal(`That is longer than ${MOST_WORDS} characters.`)
  const isMany = wanted.leadIds.length > 1
  const rows = wanted.leadIds.map((leadId, nth) => ({ id: uuid(), leadId, nth, key: keyOf(wanted, leadId, isMany) }))
  const { repChannelId, isBulk = false, isReply = false } = wanted
  const added = await sql<AddedRequest>(tx.em, ADD, [
    ...[JSON.stringify(rows), lane.id, repChannelId, content, isBulk, isReply, tx.at, JSON.stringify(by)],
  ])
  if (added.some(({ state }) => state === 'queued')) tx.ring(DISPATCH)
  const fresh = new Set(added.map(({ leadId }) => leadId))
  const known = rows.filter(({ leadId, key }) => key !== null && !fresh.has(leadId)).map(({ key }) => key)
  return [...added, ...(known.length > 0 ? await loadKnown(tx, repChannelId, known, content) : [])]
}

function keyOf({ idempotencyKey }: NewRequests, leadId: string, isMany: boolean): string | null {
  if (!idempotencyKey) return null
  return isMany ? `${idempotencyKey}:${leadId}` : idempotencyKey
}

async function findLane(tx: Tx, { repChannelId, activity }: NewRequests): Promise<{ id: string; activity: string }> {
  const [lane] = await sql<{ id: string; activity: string }>(
    tx.em,
    `select a.id, ca.name as activity from rep_activities a join channel_activities ca on ca.id = a.activity_id
     where a.rep_channel_id = $1 and lower(ca.name) = lower($2)`,
    [repChannelId, activity],
  )
  if (lane) return lane
  throw new Refusal(`There is no activity '${activity.slice(0, 40)}' for this rep in this channel.`)
}

async function loadKnown(
  tx: Tx,
  repChannelId: string,
  keys: (string | null)[],
  content: string,
): Promise<AddedRequest[]> {
  const rows = await sql<AddedRequest & { content: string }>(
    tx.em,
    `select id, number, state, why, lead_id as "leadId", content from rep_requests
     where rep_channel_id = $1 and idempotency_key = any($2::text[])`,
    [repChannelId, keys],
  )
  if (rows.some((row) => row.content !== content))
    throw new Refusal('That idempotency key was used for something else.')
  return rows.map(({ content: _, ...row }) => row)
}

/** A lead that may not be written to, or cannot be, is refused at once; the history begins with that. */
const ADD = `
  with wanted as (
    select v.id, v."leadId", v.key, v.nth, l.state, ${ADDRESS} as address, coalesce(l.name, 'The lead') as name,
      c.name as channel, rc.rep_id, rc.sandbox, r.person_id
    from jsonb_to_recordset($1::jsonb) as v(id uuid, "leadId" uuid, key text, nth int) join leads l on l.id = v."leadId"
    join rep_channels rc on rc.id = $3 join channels c on c.id = rc.channel_id join reps r on r.id = rc.rep_id
  ), judged as (
    select w.*, case
      when w.state = 'blocked' then w.name || ' asked not to be written to.'
      when w.state = 'cold' then w.name || ' is not interested.'
      when w.address is null then w.name || ' cannot be reached in ' || w.channel || '.' end as why
    from wanted w
  ), added as (
    insert into rep_requests (id, state, rep_id, person_id, rep_channel_id, rep_activity_id, lead_id, content, is_bulk,
      is_reply, idempotency_key, why, sandbox, created_at)
    select j.id, case when j.why is null then 'queued' else 'refused' end, j.rep_id, j.person_id, $3, $2, j."leadId",
      $4, $5, $6, j.key, j.why, j.sandbox, $7
    from judged j order by j.nth on conflict (rep_channel_id, idempotency_key) do nothing
    returning id, number, state, why, lead_id as "leadId"
  ), told as (
    insert into moves (id, kind, record_id, verb, "from", "to", by, at, note)
    select gen_random_uuid(), 'request', a.id, case a.state when 'queued' then 'ask' else 'refuse' end, a.state,
      a.state, $8::jsonb, $7, a.why from added a)
  select * from added order by number`
