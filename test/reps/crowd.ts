import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

export type Crowd = { reps: number; at: Date; url?: string; secret: (channelId: string) => string }

const CHANNEL = '01980000-0000-7000-8000-0000000000cc'

/** A channel, and so many reps with an account in it: at work all day, with five hundred messages a day each. */
export async function makeTeam(em: EntityManager, { reps, at, url = 'http://127.0.0.1:9', secret }: Crowd) {
  const run = (text: string, params: unknown[]) => sql(em, text, params)
  await run(
    `insert into channels (id, state, name, docker_url, external_url, secret, created_at)
     values ($1, 'open', 'Crowd', $2, $2, $3, $4)`,
    [CHANNEL, url, secret(CHANNEL), at],
  )
  await run(
    `insert into channel_activities (id, channel_id, name, contacts, created_at)
     values (gen_random_uuid(), $1, 'message', true, $2)`,
    [CHANNEL, at],
  )
  await run(
    `insert into reps (id, state, full_name, created_at)
     select gen_random_uuid(), 'active', 'Crowd ' || n, $2 from generate_series(1, $1::int) n`,
    [reps, at],
  )
  await run(
    `insert into rep_channels (id, state, rep_id, channel_id, start_time, end_time, max_capacity, timezone, ramp_lifted,
       created_at) select gen_random_uuid(), 'open', id, $1, '00:00', '24:00', 500, 'America/Los_Angeles', true, $2
     from reps where full_name like 'Crowd %'`,
    [CHANNEL, at],
  )
  await run(
    `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
     select gen_random_uuid(), rc.id, ca.id, rc.channel_id from rep_channels rc
     join channel_activities ca on ca.channel_id = rc.channel_id where rc.channel_id = $1`,
    [CHANNEL],
  )
}

/** So many requests, each to a lead of its own, by turns of the reps. */
export async function queueMany(em: EntityManager, count: number, at: Date, { isBulk = true } = {}): Promise<void> {
  await sql(
    em,
    `with made as (insert into leads (id, state, name, created_at)
       select gen_random_uuid(), 'open', 'n' || n, $2 from generate_series(1, $1::int) n returning id, number),
     handles as (insert into lead_handles (id, lead_id, channel_id, handle)
       select gen_random_uuid(), id, $3, 'n' || number from made),
     lanes as (select a.id, rc.id as account, rc.rep_id, row_number() over (order by rc.number) - 1 as nth,
         count(*) over () as lanes
       from rep_activities a join rep_channels rc on rc.id = a.rep_channel_id where rc.channel_id = $3)
     insert into rep_requests (id, state, rep_id, rep_channel_id, rep_activity_id, lead_id, content, is_bulk,
       created_at)
     select gen_random_uuid(), 'queued', l.rep_id, l.account, l.id, m.id, 'Hello', $4, $2
     from made m join lanes l on l.nth = m.number % l.lanes`,
    [count, at, CHANNEL, isBulk],
  )
  await sql(em, 'analyze rep_requests')
  await sql(em, 'analyze leads')
}
