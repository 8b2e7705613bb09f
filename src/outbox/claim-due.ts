import { Delivery } from '#entities/outbox/delivery.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { hasOptedOut } from './opted-out.ts'

/** Below a minute, so that what a killed process held is back within one. A worker that lives renews its lease. */
export const LEASE_MS = 30_000
const BATCH = 50
/** Of the oldest that are due, so that a backlog of any size costs a claim the same. */
const LOOKED_AT = 2_000

/** Seconds between two messages to one recipient, where a channel has such a pause. */
const PAUSE_S: Record<string, number> = { sms: 5 }

export type Claimed = Delivery & {
  /** An earlier try may have reached the vendor: ask it before sending again. */
  inDoubt: boolean
}

/**
 * Takes what is due, kinds that go `first` before others, at most one message per recipient; nobody else gets it as
 * long as the lease is renewed.
 */
export async function claimDue(
  app: Needs<'em' | 'clock'>,
  channels: string[],
  first: string[] = [],
): Promise<Claimed[]> {
  const now = app.clock()
  const em = app.em.fork()
  const claimed = await sql<{ id: string }>(em, CLAIM, [
    channels,
    now,
    JSON.stringify(PAUSE_S),
    uuid(),
    new Date(now.getTime() + LEASE_MS),
    first,
  ])
  if (claimed.length === 0) return []
  const ids = claimed.map(({ id }) => id)
  const rows = await em.find(Delivery, { id: { $in: ids } }, { orderBy: { notBefore: 'asc', number: 'asc' } })
  return rows.map((row) => Object.assign(row, { inDoubt: row.tryingSince !== null }))
}

/** What was sent in the future was sent before the machine's clock was set back: nobody waits for that. */
const CLAIM = `
  with oldest as (
    select id, channel, recipient, not_before, number, kind = any($6::text[]) as goes_first from deliveries d
    where state = 'waiting' and channel = any($1::text[]) and not_before <= $2
      and (next_try_at is null or next_try_at <= $2) and (leased_until is null or leased_until < $2)
      and not exists (select 1 from deliveries o where o.channel = d.channel and o.recipient = d.recipient
        and ((o.state = 'waiting' and o.leased_until >= $2)
          or (o.state = 'sent' and o.sent_at > $2 - make_interval(secs => coalesce(($3::jsonb ->> d.channel)::int, 0))
            and o.sent_at < $2 + interval '1 minute')))
    order by not_before limit ${LOOKED_AT}
  ), due as (
    select id, goes_first, row_number() over (partition by channel, recipient order by not_before, number) as place
    from oldest
  ), free as (
    select d.id from deliveries d join due on due.id = d.id
    where due.place = 1 and d.state = 'waiting' order by due.goes_first desc, d.not_before
    limit ${BATCH} for update of d skip locked)
  update deliveries d set lease_token = $4, leased_until = $5
  from free where d.id = free.id and d.state = 'waiting' and (d.leased_until is null or d.leased_until < $2)
  returning d.id`

/**
 * The last look before the vendor is called. From here on the message counts as tried and in the vendor's hands, so
 * that a crash leaves a doubt, never a loss, and what is only claimed when its worker dies has lost no try. False: it
 * is another worker's now, was taken back, or its recipient opted out after the claim. `stops`: the channel whose
 * opt-outs count.
 */
export async function startSending(
  app: Needs<'em' | 'clock'>,
  { id, leaseToken, attempts }: Claimed,
  stops: string,
): Promise<boolean> {
  const now = app.clock()
  const started = await sql(
    app.em.fork(),
    `update deliveries d set trying_since = coalesce(trying_since, $3), leased_until = $4, attempts = $6 + 1
     where id = $1 and lease_token = $2 and state = 'waiting'
       and not ${hasOptedOut('$5::text', 'd.recipient')}
     returning 1`,
    [id, leaseToken, now, new Date(now.getTime() + LEASE_MS), stops, attempts],
  )
  return started.length > 0
}

type Release = {
  nextTryAt: Date
  error: string | null
  /** The vendor is known not to have taken it. */
  surely: boolean
}

/** Puts a message back without having left, with the tries it is passed with. */
export async function release(app: Needs<'em'>, { id, leaseToken, attempts }: Claimed, after: Release): Promise<void> {
  await sql(
    app.em.fork(),
    `update deliveries set lease_token = null, leased_until = null,
      next_try_at = $3, last_error = coalesce($4, last_error),
       trying_since = case when $5 then null else trying_since end, attempts = $6
     where id = $1 and lease_token = $2`,
    [id, leaseToken, after.nextTryAt, after.error?.slice(0, 500) ?? null, after.surely, attempts],
  )
}

/** When the next waiting message may leave, if that is soon: its own time, the end of a lease or of a pause. */
export async function nextDue(app: Needs<'em' | 'clock'>, withinMs: number): Promise<Date | null> {
  const now = app.clock()
  const [row] = await sql<{ at: string | null }>(
    app.em.fork(),
    `select min(at) as at from (
       select greatest(d.not_before, d.next_try_at, d.leased_until, max(o.leased_until),
         max(o.sent_at) + make_interval(secs => coalesce(($3::jsonb ->> d.channel)::int, 0))) as at
       from (select * from deliveries where state = 'waiting' and not_before <= $2
         order by not_before limit ${LOOKED_AT}) d
       left join deliveries o on o.channel = d.channel and o.recipient = d.recipient and o.id <> d.id
         and ((o.state = 'waiting' and o.leased_until >= $1)
           or (o.state = 'sent' and o.sent_at > $1 - interval '1 minute'))
       group by d.id, d.not_before, d.next_try_at, d.leased_until, d.channel) soon
     where at > $1 and at <= $2`,
    [now, new Date(now.getTime() + withinMs), JSON.stringify(PAUSE_S)],
  )
  return readTime(row?.at ?? null)
}
