import type { EntityManager } from '@mikro-orm/postgresql'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Request } from '#entities/reps/request.ts'
import { sql } from '#src/database/sql.ts'

/** The way acts leave: to the microservice of their channel. */
export const REP_CHANNEL = 'rep-channel'
export const ACT = 'reps.act'

export type Address = {
  channel: string
  activity: string
  username: string | null
  zone: string
  handle: string | null
  name: string | null
}

/** What each request's lead is called in its channel. */
export async function loadAddresses(em: EntityManager, requests: Request[]): Promise<Map<string, Address>> {
  const rows = await sql<Address & { id: string }>(
    em,
    `select r.id, c.name as channel, ca.name as activity, rc.username, rc.timezone as zone, l.name,
       ${ADDRESS} as handle
     from rep_requests r join rep_activities a on a.id = r.rep_activity_id
     join rep_channels rc on rc.id = r.rep_channel_id join channels c on c.id = rc.channel_id
     join channel_activities ca on ca.id = a.activity_id join leads l on l.id = r.lead_id
     where r.id = any($1::uuid[])`,
    [requests.map(({ id }) => id)],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** In SQL over a lead `l` and a channel `c`. */
export const ADDRESS = `case c.addressed_by when 'phone' then l.phone when 'email' then l.email
  else (select h.handle from lead_handles h where h.lead_id = l.id and h.channel_id = c.id order by h.id limit 1) end`

/** The call as the bytes that leave, at the first try and at every other. The rep's password is no part of them. */
export function writeCall(request: Request, address: Address): NewDelivery {
  const { channel, activity, username, handle, name, zone } = address
  const body = JSON.stringify({
    id: request.id,
    activity,
    account: { username },
    lead: { handle, name },
    content: request.content,
    isReply: request.isReply,
  })
  return {
    key: `request:${request.id}:${request.tries}`,
    kind: ACT,
    channel: REP_CHANNEL as NewDelivery['channel'],
    recipient: `${handle ?? 'nobody'} on ${channel}`,
    zone,
    payload: { body, text: request.content, tries: request.tries },
    subject: 'request',
    subjectId: request.id,
  }
}
