import { InstagramWebhookEvent } from '#entities/catalog/instagram-webhook-event.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf } from '#src/instagram/account.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import {
  type Lease,
  releaseFailed,
  returnUntouched,
  SHORT_LEASE_MS,
  saveLeased,
  whileLeased,
} from '#src/limits/lease.ts'
import { noteTrouble } from '../connect/note-trouble.ts'
import { unreadAlert } from '../extract/tell-unread.ts'
import { EXTRACT, FETCH_MEDIA, POLL } from '../steps.ts'
import { recordLook } from './record-look.ts'
import { savePosts } from './save-posts.ts'

const MOST_TRIES = 3
const NOTHING_THERE = '100'

/**
 * Fetches the posts that Meta's notices name. One that fails three times is told, and holds up no other; an account
 * whose hour is spent is left alone for the rest of the run.
 */
export async function fetchMedia(app: App): Promise<number> {
  if (!app.instagram) return 0
  const resting: string[] = []
  for (let done = 0; ; done++) {
    const [lease] = await claimFor(app, FETCH_MEDIA, {
      ...{ table: 'instagram_webhook_events', order: 'received_at', params: [resting] },
      due: "processing_status = 'pending' and (connection_id is null or connection_id <> all ($5::uuid[]))",
      ...{ limit: 1, leaseMs: SHORT_LEASE_MS, counts: true },
    })
    if (!lease) return done - resting.length
    await whileLeased(app, lease, SHORT_LEASE_MS, () => fetchOne(app, lease, resting))
  }
}

async function fetchOne(app: App, lease: Lease, resting: string[]): Promise<void> {
  const event = await app.em.fork().findOneOrFail(InstagramWebhookEvent, { id: lease.id })
  const { connectionId, igMediaId } = event
  if (!connectionId || !igMediaId) return void (await end(app, lease, 'ignored', 'nobody is connected'))
  try {
    const account = await accountOf(app, connectionId)
    const { post } = await callInstagram(app, account, 'polls', (instagram) => instagram.post(account, igMediaId))
    await inTransaction(app, async (tx) => {
      const [saved] = await savePosts(tx, account, null, [post])
      await recordLook(tx, { account, type: 'webhook_trigger', source: 'webhook' }, saved ? [saved] : [])
      const status = saved?.waits ? 'processing' : 'completed'
      const done = status === 'completed' ? tx.at : null
      if (!(await saveLeased(tx.em, lease, 'processing_status = $3, processed_at = $4', [status, done]))) return
      if (saved?.waits) tx.ring(EXTRACT)
    })
  } catch (error) {
    if (!(error instanceof BudgetSpent)) return putBack(app, event, lease, error)
    resting.push(connectionId)
    await returnUntouched(app.em.fork(), lease)
    app.ring(FETCH_MEDIA, error.freeAt)
  }
}

async function putBack(app: App, event: InstagramWebhookEvent, lease: Lease, error: unknown): Promise<void> {
  if (!(error instanceof OutsideError)) throw error
  // Gone, or not ours to see.
  if (error.code === NOTHING_THERE) return void (await end(app, lease, 'ignored', error.message))
  if (event.connectionId) await noteTrouble(app, event.connectionId, error)
  if (lease.attempts < MOST_TRIES && error.retry === 'later') {
    const next = await releaseFailed(app.em.fork(), lease, app.clock(), error)
    await sql(
      app.em.fork(),
      'update instagram_webhook_events set retry_count = $2, processing_error = $3 where id = $1',
      [...[event.id, lease.attempts, error.message]],
    )
    return next ? app.ring(FETCH_MEDIA, next) : undefined
  }
  await fail(app, event, lease, error)
}

async function fail(app: App, event: InstagramWebhookEvent, lease: Lease, error: OutsideError): Promise<void> {
  await inTransaction(app, async (tx) => {
    const set = `processing_status = 'failed', processing_error = $3, retry_count = $4, processed_at = $5`
    if (!(await saveLeased(tx.em, lease, set, [error.message, MOST_TRIES, tx.at]))) return
    await openAlert(tx, {
      ...{ key: unreadAlert(String(event.igMediaId)), pipeline: 'catalog', step: POLL },
      title: 'A post Instagram told us of could not be read.',
      detail: `Post ${event.igMediaId}: ${error.said}. Retry looks at the newest posts again.`,
    })
  })
}

async function end({ em, clock }: App, lease: Lease, status: string, why: string): Promise<void> {
  const set = 'processing_status = $3, processing_error = $4, processed_at = $5'
  await saveLeased(em.fork(), lease, set, [status, why, clock()])
}
