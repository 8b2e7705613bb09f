import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { approveDrafts } from '../drafts/approve.ts'
import { OPEN_AT_ONCE, openNext } from '../drafts/review.ts'
import { ABOVE } from '../extract/is-sure.ts'
import { syncKind } from '../kinds.ts'
import { SCAN } from '../steps.ts'
import { leavePosts } from './cancel-scan.ts'
import { NOT_CONNECTED } from './start-scan.ts'
import { syncCard } from './sync-card.ts'
import { loadSyncs, type SyncView, sureOnes } from './sync-view.ts'

/** A scan, and the batch it found. */
export const syncSubject = defineSubject<InstagramSync, SyncView>({
  kind: syncKind,
  load: loadSyncs,
  shopZone: ({ zone }) => zone,
  card: syncCard,
  next: (view) => (view.state === 'running' ? 'it goes on by itself, and says what it found.' : null),
  offers,
  tells: {
    steps: {
      finish: 'Every post was read.',
      part: 'Some posts could not be read.',
      fail: 'No post could be read.',
    },
    fields: {},
  },
  verbs: {
    approve: { label: 'Approve', past: 'approved the sure ones of', style: 'primary' },
    review: { label: 'Review one by one', past: 'looked through' },
    cancel: { label: 'Cancel', past: 'cancelled', style: 'danger' },
    seen: { label: 'Later', past: 'put {it} off' },
    again: { label: 'Scan again', past: 'ran {it} again', style: 'primary' },
  },
  act: { approve, review, cancel, seen: () => ({ set: { undecided: false }, tell: 'They wait under drafts.' }), again },
  mayPress: ({ role, storeId }, view) => role === 'admin' || (role === 'seller' && storeId === view.storeId),
})

function offers(view: SyncView): Offer[] {
  if (view.state === 'running') return [{ verb: 'cancel' }]
  if (view.state === 'failed') return [{ verb: 'again', quiet: !view.isConnected }]
  const sure = sureOnes(view)
  const last = Math.max(0, ...sure.map(({ number }) => number))
  const unopened = view.waiting.length - view.open
  return [
    ...(sure.length > 0 ? [{ verb: 'approve', arg: String(last), label: `Approve ${sure.length} ${ABOVE}` }] : []),
    ...(unopened > 0
      ? [
          {
            verb: 'review',
            label: view.open > 0 ? `Review the next ${Math.min(unopened, OPEN_AT_ONCE)}` : 'Review one by one',
          },
        ]
      : []),
    ...(view.undecided ? [{ verb: 'seen' }] : []),
  ]
}

/** Approves every sure one that stood behind the button when it was drawn. */
async function approve({ tx, view, by, arg }: Acting<SyncView>): Promise<Effect<InstagramSync>> {
  const candidates = sureOnes(view).filter(({ number }) => !arg || number <= Number(arg))
  const locked = await sql<{ id: string }>(
    tx.em,
    `select id from product_drafts where id = any($1::uuid[]) and state = 'pending' order by id for update`,
    [candidates.map(({ id }) => id)],
  )
  const free = new Set(locked.map(({ id }) => id))
  const drafts = candidates.filter(({ id }) => free.has(id))
  if (drafts.length === 0) throw new Refusal('They are decided already.')
  const products = await approveDrafts(tx, drafts, by)
  const note = `Approved ${products.length}`
  return {
    set: { undecided: view.waiting.length > drafts.length },
    note,
    tell: `${note}. They are in the shop: products`,
  }
}

async function review({ tx, view }: Acting<SyncView>): Promise<Effect<InstagramSync>> {
  const opened = await openNext(tx, view.id, OPEN_AT_ONCE)
  return { tell: opened === 1 ? 'Its card follows.' : `${opened} cards follow, the surest first.` }
}

async function cancel({ tx, view }: Acting<SyncView>): Promise<Effect<InstagramSync>> {
  return { set: await leavePosts(tx, view), tell: 'Cancelled. What was found stays.' }
}

async function again({ tx, view }: Acting<SyncView>): Promise<Effect<InstagramSync>> {
  if (!view.isConnected) throw new Refusal(NOT_CONNECTED)
  const rows = await sql(
    tx.em,
    `select 1 from instagram_sync_history where store_id = $1 and state = 'running' and sync_type = 'bulk_import'`,
    [view.storeId],
  )
  if (rows.length > 0) throw new Refusal('Another scan is running.')
  tx.ring(SCAN)
  const counts = { totalMedia: 0, totalProcessed: 0, productsFailed: 0, productsSkipped: 0, notProducts: 0 }
  const fresh = { cursor: null, listedAt: null, completedAt: null, errors: [], attempts: 0, nextTryAt: null }
  return { set: { ...counts, ...fresh, startedAt: tx.at }, tell: 'The scan begins anew. Its card tells how far it is.' }
}
