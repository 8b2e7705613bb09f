import { Delivery, type DeliveryChannel } from '#entities/outbox/delivery.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'

const LEASE_MS = 120_000
const BATCH = 50

/** Seconds between two messages to one recipient. */
const PAUSE_S: Record<DeliveryChannel, number> = { gmail: 0, mail: 0, sms: 5, calendar: 0 }

export type Claimed = Delivery & {
  /** An earlier try may have reached the vendor: ask it before sending again. */
  inDoubt: boolean
}

type ClaimRow = { id: string; doubt: boolean }

/**
 * Takes what is due, at most one message per recipient and nothing for who opted out. From here on a message counts
 * as in the vendor's hands: `trying_since` is set before anything is called, so a crash leaves a doubt, never a loss.
 */
export async function claimDue(app: Needs<'em' | 'clock'>, channels: DeliveryChannel[]): Promise<Claimed[]> {
  const now = app.clock()
  const em = app.em.fork()
  const claimed = await sql<ClaimRow>(
    em,
    `with due as (
       select d.id, d.trying_since is not null as doubt,
         row_number() over (partition by d.channel, d.recipient order by d.not_before, d.number) as place
       from deliveries d
       where d.state = 'waiting' and d.channel = any($1::text[]) and d.not_before <= $2
         and (d.next_try_at is null or d.next_try_at <= $2) and (d.leased_until is null or d.leased_until < $2)
         and not exists (select 1 from deliveries o where o.channel = d.channel and o.recipient = d.recipient
           and ((o.state = 'waiting' and o.leased_until >= $2)
             or (o.state = 'sent' and o.sent_at > $2 - make_interval(secs => coalesce(($3::jsonb ->> d.channel)::int, 0)))))
     ), free as (
       select d.id, due.doubt from deliveries d join due on due.id = d.id
       where due.place = 1 and d.state = 'waiting' order by d.not_before limit ${BATCH} for update of d skip locked)
     update deliveries d set lease_token = $4, leased_until = $5, trying_since = coalesce(d.trying_since, $2), attempts = d.attempts + 1
     from free where d.id = free.id and (d.leased_until is null or d.leased_until < $2)
     returning d.id, free.doubt`,
    [channels, now, JSON.stringify(PAUSE_S), uuid(), new Date(now.getTime() + LEASE_MS)],
  )
  if (claimed.length === 0) return []
  const doubts = new Map(claimed.map(({ id, doubt }) => [id, doubt]))
  const rows = await em.find(Delivery, { id: { $in: [...doubts.keys()] } })
  return rows.map((row) => Object.assign(row, { inDoubt: doubts.get(row.id) ?? false }))
}

/** Puts a message back without having left; `surely` when the vendor is known not to have taken it. */
export async function release(
  app: Needs<'em'>,
  { id, leaseToken }: Claimed,
  after: { nextTryAt: Date; error: string | null; surely: boolean; counts: boolean },
): Promise<void> {
  await sql(
    app.em.fork(),
    `update deliveries set lease_token = null, leased_until = null, next_try_at = $3, last_error = $4,
       trying_since = case when $5 then null else trying_since end, attempts = attempts - case when $6 then 0 else 1 end
     where id = $1 and lease_token = $2`,
    [id, leaseToken, after.nextTryAt, after.error?.slice(0, 500) ?? null, after.surely, after.counts],
  )
}

/** When the next waiting message is due, if that is soon. */
export async function nextDue(app: Needs<'em' | 'clock'>, withinMs: number): Promise<Date | null> {
  const now = app.clock()
  const [row] = await sql<{ at: string | null }>(
    app.em.fork(),
    `select min(greatest(not_before, coalesce(next_try_at, not_before))) as at from deliveries
     where state = 'waiting' and greatest(not_before, coalesce(next_try_at, not_before)) between $1 and $2`,
    [now, new Date(now.getTime() + withinMs)],
  )
  return row?.at ? new Date(row.at) : null
}
