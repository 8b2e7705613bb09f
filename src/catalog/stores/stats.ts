import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'

export type Measures = {
  syncs: number
  syncsGood: number
  decided: number
  approved: number
  unedited: number
  minutesToApprove: number | null
  processed: number
  failed: number
  calls: number
}

const DAYS = 30

/** What the figures of the last 30 days rest on; of one store, or of all. */
export async function measure(em: EntityManager, storeId: string | null, now: Date): Promise<Measures> {
  const since = new Date(now.getTime() - DAYS * 86_400_000)
  const [row] = await sql<Measures>(em, MEASURES, [storeId, since])
  if (!row) throw new Error('nothing was counted')
  return { ...row, minutesToApprove: row.minutesToApprove === null ? null : Number(row.minutesToApprove) }
}

const MEASURES = `
  with syncs as (
    select * from instagram_sync_history where started_at >= $2 and ($1::uuid is null or store_id = $1)
      and state not in ('running', 'cancelled')
  ), drafts as (
    select * from product_drafts where ($1::uuid is null or store_id = $1)
      and coalesce(approved_at, rejected_at) >= $2 and not is_automatic
  )
  select (select count(*)::int from syncs) as syncs,
    (select count(*)::int from syncs where state <> 'failed') as "syncsGood",
    (select count(*)::int from drafts) as decided,
    (select count(*)::int from drafts where state = 'approved') as approved,
    (select count(*)::int from drafts where state = 'approved' and seller_edits is null) as unedited,
    (select percentile_cont(0.5) within group (order by extract(epoch from approved_at - created_at)) / 60
     from drafts where state = 'approved') as "minutesToApprove",
    (select coalesce(sum(total_processed), 0)::int from syncs) as processed,
    (select coalesce(sum(products_failed), 0)::int from syncs) as failed,
    (select coalesce(sum(api_calls_used), 0)::int from syncs) as calls`

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** `stats`: the figures a seller asks for. */
export async function describeStats(em: EntityManager, storeId: string, now: Date): Promise<string> {
  const m = await measure(em, storeId, now)
  const lines = [
    `The last ${DAYS} days:`,
    `Scans that went well: ${percent(share(m.syncsGood, m.syncs))} of ${m.syncs}`,
    `Drafts approved: ${percent(share(m.approved, m.decided))} of ${m.decided} decided`,
    `Approved without an edit: ${percent(share(m.unedited, m.approved))} of ${m.approved}`,
    `From reading to approval: ${m.minutesToApprove === null ? 'nothing yet' : writeMinutes(m.minutesToApprove)}`,
    `Posts read: ${m.processed}, of which ${m.failed} failed; calls to Instagram: ${m.calls}`,
  ]
  return lines.join('\n')
}

function percent(part: number | null): string {
  return part === null ? 'nothing yet' : `${Math.round(part * 100)} %`
}

function writeMinutes(minutes: number): string {
  if (minutes < 90) return `${writeCount(Math.max(1, Math.round(minutes)), 'minute')} (median)`
  return minutes < 60 * 48
    ? `${Math.round(minutes / 60)} hours (median)`
    : `${Math.round(minutes / 1440)} days (median)`
}
