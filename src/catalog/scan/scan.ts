import { InstagramSync, type ScanOptions } from '#entities/catalog/instagram-sync.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf, type Connected } from '#src/instagram/account.ts'
import type { Post } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { type Lease, releaseFailed, returnUntouched, SHORT_LEASE_MS, whileLeased } from '#src/limits/lease.ts'
import { noteTrouble } from '../connect/note-trouble.ts'
import { syncKind } from '../kinds.ts'
import { EXTRACT, SCAN } from '../steps.ts'
import { askPage, type Page } from './ask-page.ts'
import { finishSyncs, limitAlert, logEnds, stopSync } from './finish-sync.ts'
import { flagGone } from './flag-gone.ts'
import { redraw } from './redraw.ts'
import { savePosts } from './save-posts.ts'

const FAILURES_TO_STOP = 5

/** Lists the posts of every running scan, page by page; each page is kept before the next is asked for. */
export async function listScans(app: App): Promise<number> {
  for (let done = 0; ; done++) {
    const [lease] = await claimFor(app, SCAN, {
      ...{ table: 'instagram_sync_history', order: 'started_at', limit: 1, leaseMs: SHORT_LEASE_MS, counts: true },
      due: "state = 'running' and listed_at is null and (resumes_at is null or resumes_at <= $1)",
    })
    if (!lease) return done
    await whileLeased(app, lease, SHORT_LEASE_MS, () => listOne(app, lease))
  }
}

async function listOne(app: App, lease: Lease): Promise<void> {
  const sync = await app.em.fork().findOneOrFail(InstagramSync, { id: lease.id })
  try {
    const account = await accountOf(app, sync.connectionId)
    const page = await askPage(app, account, sync.cursor ?? undefined)
    logEnds(app, await inTransaction(app, (tx) => keepPage(tx, sync, lease, account, page)))
  } catch (error) {
    await putBack(app, sync, lease, error)
  }
}

async function keepPage(
  tx: Tx,
  sync: InstagramSync,
  lease: Lease,
  account: Connected,
  page: Page,
): Promise<InstagramSync[]> {
  if (!(await isOurs(tx, lease))) return []
  const wanted = page.items
    .filter((post) => isWanted(post, sync.options))
    .slice(0, sync.options.limit - sync.totalMedia)
  const isOver = !page.next || sync.totalMedia + wanted.length >= sync.options.limit || isPast(page, sync.options)
  const saved = await savePosts(tx, account, sync.id, wanted)
  const known = saved.filter(({ waits }) => !waits).length
  const broken = page.broken.map((mediaId) => ({ mediaId, error: 'cannot be read', timestamp: tx.at.toISOString() }))
  await sql(tx.em, KEEP, [
    ...[sync.id, page.next, isOver ? tx.at : null],
    ...[wanted.length + broken.length, known + broken.length, known, broken.length, JSON.stringify(broken)],
    ...[JSON.stringify({ ...rangeOf(wanted), ...reachOf(page) }), page.calls],
  ])
  const from = fromOf(sync)
  // A page that was kept for an hour may lack a post that is back.
  if (page.calls > 0 && from !== undefined) await flagGone(tx, account, page, from)
  if (sync.resumesAt) await closeAlert(tx, limitAlert(sync))
  await redraw(tx, [sync.id])
  if (saved.length > known) tx.ring(EXTRACT)
  if (isOver) return finishSyncs(tx, [sync.id])
  tx.ring(SCAN)
  return []
}

/** Neither cancelled nor ended meanwhile, nor in the hands of another process: nothing of it is kept then. */
async function isOurs({ em }: Tx, { id, token }: Lease): Promise<boolean> {
  const own = "select 1 from instagram_sync_history where id = $1 and lease_token = $2 and state = 'running' for update"
  return (await sql(em, own, [id, token])).length > 0
}

const KEEP = `
  update instagram_sync_history set cursor = $2, listed_at = $3, total_media = total_media + $4,
    total_processed = total_processed + $5, products_skipped = products_skipped + $6,
    products_failed = products_failed + $7, errors = errors || $8::jsonb, api_calls_used = api_calls_used + $10,
    resumes_at = null, lease_token = null, leased_until = null, attempts = 0, last_error = null,
    metadata = coalesce(metadata, '{}') || $9::jsonb
  where id = $1`

function isWanted({ mediaType, timestamp }: Post, { includeVideos, includeCarousels, since }: ScanOptions): boolean {
  if (mediaType === 'VIDEO' && !includeVideos) return false
  if (mediaType === 'CAROUSEL_ALBUM' && !includeCarousels) return false
  return since === null || timestamp.toISOString() >= since
}

/** Newest first: what follows is older still. */
function isPast({ items }: Page, { since }: ScanOptions): boolean {
  const last = items.at(-1)
  return since !== null && last !== undefined && last.timestamp.toISOString() < since
}

function rangeOf(posts: Post[]): object {
  const oldest = posts.at(-1)?.timestamp
  return oldest ? { oldestMediaTimestamp: oldest.toISOString() } : {}
}

/** Where the page before ended; null before the first one, undefined where nobody wrote it down. */
function fromOf({ cursor, metadata }: InstagramSync): string | null | undefined {
  return cursor === null ? null : (metadata?.listedTo as string | undefined)
}

/** Where the page ends: what was posted between it and the next one is on neither. */
function reachOf({ items }: Page): object {
  const last = items.at(-1)
  return last ? { listedTo: last.timestamp.toISOString() } : {}
}

async function putBack(app: App, sync: InstagramSync, lease: Lease, error: unknown): Promise<void> {
  if (error instanceof BudgetSpent) return waitForBudget(app, sync, lease, error)
  if (!(error instanceof OutsideError)) throw error
  await noteTrouble(app, sync.connectionId, error)
  const isOver = error.retry === 'never' || lease.attempts >= FAILURES_TO_STOP
  await inTransaction(app, async (tx) => {
    const next = await releaseFailed(tx.em, lease, tx.at, error)
    if (!next) return
    if (isOver) return stopSync(tx, sync.id, error.said)
    tx.ring(SCAN, next)
    await redraw(tx, [sync.id])
  })
}

/** The card says when it goes on. */
async function waitForBudget(app: App, sync: InstagramSync, lease: Lease, { freeAt }: BudgetSpent): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (!(await returnUntouched(tx.em, lease))) return
    await sql(tx.em, 'update instagram_sync_history set resumes_at = $2 where id = $1', [sync.id, freeAt])
    await redraw(tx, [sync.id])
    const soFar = `${writeRef(syncKind, sync)} has ${sync.totalMedia} posts so far.`
    await openAlert(tx, {
      ...{ key: limitAlert(sync), pipeline: 'catalog', step: SCAN },
      title: 'A scan waits: Instagram lets us ask only so often.',
      detail: `${soFar} It goes on by itself, its card says when.`,
    })
    tx.ring(SCAN, freeAt)
  })
}
