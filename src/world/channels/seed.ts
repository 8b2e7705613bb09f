import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { type ChannelKey, channels, reps, repsZone } from './team.ts'

export type ChannelHomes = Record<ChannelKey, { url: string }>

/** The channels where their stand-ins listen today, and the reps with their accounts there. */
export async function seedReps(
  app: Needs<'em' | 'clock' | 'ring' | 'keys'>,
  homes: ChannelHomes,
  secret: string,
): Promise<void> {
  await inTransaction(app, async (tx) => {
    for (const key of ['instagram', 'linkedin'] as const) await seedChannel(tx, app, key, homes[key].url, secret)
    const known = await sql(tx.em, 'select 1 from reps limit 1')
    if (known.length === 0) for (const rep of reps) await seedAccount(tx, rep)
  })
}

async function seedChannel(tx: Tx, { keys }: Needs<'keys'>, key: ChannelKey, url: string, secret: string) {
  const { id, name } = channels[key]
  await sql(
    tx.em,
    `insert into channels (id, state, name, docker_url, external_url, secret, created_at) values ($1, 'open', $2, $3, $3, $4, $5)
     on conflict (id) do update set docker_url = excluded.docker_url, external_url = excluded.external_url,
       secret = excluded.secret, rest_until = null, failures = 0`,
    [id, name, url, keys.seal(secret, { table: 'channels', id }), tx.at],
  )
  await sql(
    tx.em,
    `insert into channel_activities (id, channel_id, name, contacts, created_at)
     select gen_random_uuid(), $1, v.name, v.name in ('message', 'broadcast'), $2
     from unnest(array['message', 'like', 'comment', 'broadcast']) as v(name) on conflict do nothing`,
    [id, tx.at],
  )
}

async function seedAccount(tx: Tx, { name, username, channel, capacity, sandbox }: (typeof reps)[number]) {
  await sql(
    tx.em,
    `insert into reps (id, state, person_id, full_name, created_at) select $1, 'active', id, name, $3 from people
     where name = $2 on conflict (person_id) do nothing`,
    [uuid(), name, tx.at],
  )
  const id = uuid()
  await sql(
    tx.em,
    `insert into rep_channels (id, state, rep_id, channel_id, username, start_time, end_time, max_capacity, timezone, sandbox,
       created_at) select $1, 'open', r.id, $3, $4, '09:00', '17:00', $5, $6, $7, $8 from reps r where full_name = $2`,
    [id, name, channels[channel].id, username, capacity, repsZone, sandbox, tx.at],
  )
  await sql(
    tx.em,
    `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
     select gen_random_uuid(), $1, ca.id, ca.channel_id from channel_activities ca
     join rep_channels rc on rc.id = $1 and rc.channel_id = ca.channel_id`,
    [id],
  )
}
