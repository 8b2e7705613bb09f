import type { InstagramPost, PostOutcome } from '#entities/catalog/instagram-post.ts'
import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { finishSyncs } from '../scan/finish-sync.ts'
import { redraw } from '../scan/redraw.ts'
import { closeRead } from './tell-unread.ts'

/** What became of a post, and why. */
export type Closing = { post: InstagramPost; outcome: PostOutcome; why: string }

/** The posts are read as they now stand, and their scans so much further; those that ended. */
export async function closePosts(tx: Tx, done: Closing[]): Promise<InstagramSync[]> {
  if (done.length === 0) return []
  await sql(tx.em, CLOSE, [JSON.stringify(done.map(writeRow)), tx.at])
  await sql(tx.em, END_EVENTS, [done.map(({ post }) => post.igMediaId), tx.at])
  await closeRead(
    tx,
    done.flatMap(({ post, outcome }) => (outcome === 'failed' ? [] : post.igMediaId)),
  )
  const syncs = [...new Set(done.flatMap(({ post }) => post.syncId ?? []))]
  if (syncs.length === 0) return []
  // In one order, whoever closes others of theirs at this moment.
  await sql(tx.em, 'select 1 from instagram_sync_history where id = any($1::uuid[]) order by id for update', [syncs])
  await sql(tx.em, COUNT, [JSON.stringify(done.map(writeRow)), JSON.stringify(problemsOf(tx, done))])
  await redraw(tx, syncs)
  return finishSyncs(tx, syncs)
}

function writeRow({ post, outcome, why }: Closing) {
  return { id: post.id, sync: post.syncId, outcome, why }
}

/** Posts that failed three times are named in the errors of their scans. */
function problemsOf({ at }: Tx, done: Closing[]) {
  return done
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ post, why }) => ({
      sync: post.syncId,
      problem: { mediaId: post.igMediaId, error: why.slice(0, 300), timestamp: at.toISOString() },
    }))
}

const CLOSE = `
  update instagram_posts p set read_at = $2, outcome = v.outcome, why = v.why
  from jsonb_to_recordset($1::jsonb) as v(id uuid, outcome text, why text) where p.id = v.id`

const END_EVENTS = `
  update instagram_webhook_events e set processing_status = 'completed', processed_at = $2,
    draft_id = (select id from product_drafts d where d.ig_media_id = e.ig_media_id and d.part = 0)
  where e.ig_media_id = any($1::text[]) and e.processing_status = 'processing'`

const COUNT = `
  update instagram_sync_history s set total_processed = s.total_processed + v.posts,
    drafts_created = s.drafts_created + v.drafts, products_updated = s.products_updated + v.updated,
    products_skipped = s.products_skipped + v.skipped, not_products = s.not_products + v.none,
    products_failed = s.products_failed + v.failed, errors = s.errors || v.errors
  from (
    select sync, count(*)::int as posts, count(*) filter (where outcome = 'draft')::int as drafts,
      count(*) filter (where outcome = 'updated')::int as updated,
      count(*) filter (where outcome = 'skipped')::int as skipped,
      count(*) filter (where outcome = 'not-product')::int as none,
      count(*) filter (where outcome = 'failed')::int as failed,
      coalesce((select jsonb_agg(problem) from jsonb_to_recordset($2::jsonb) as e(sync uuid, problem jsonb)
        where e.sync = c.sync), '[]') as errors
    from jsonb_to_recordset($1::jsonb) as c(sync uuid, outcome text) where sync is not null group by sync
  ) v where s.id = v.sync and s.state in ('running', 'cancelled')`
