import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import type { App } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
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
import { logEnds } from '../scan/finish-sync.ts'
import { EXTRACT } from '../steps.ts'
import { type StoreRow, storesOf } from '../stores/sellers.ts'
import { closePosts } from './close-posts.ts'
import { readPost } from './read-post.ts'
import { releasePosts } from './release-posts.ts'
import { saveTogether } from './save-together.ts'
import { takeProducts } from './take-products.ts'
import { tellUnread } from './tell-unread.ts'

/** As many as Instagram lists on a page. */
const BATCH = 25
const AT_ONCE = 5
const MOST_TRIES = 3

type Taken = { post: InstagramPost; lease: Lease; store: StoreRow }

/** Reads every post that waits, a few at once; returns how many. One bad post holds up no other, and ends no scan. */
export async function extractPosts(app: App): Promise<number> {
  for (let done = 0; ; ) {
    const leases = await claimFor(app, EXTRACT, {
      ...{ table: 'instagram_posts', due: 'read_at is null', order: 'posted_at desc' },
      ...{ limit: BATCH, leaseMs: SHORT_LEASE_MS, counts: true },
    })
    const [first] = leases
    if (!first) return done
    const { read, isSpent } = await whileLeased(app, first, SHORT_LEASE_MS, () => readBatch(app, leases))
    done += read
    if (isSpent) return done
  }
}

/** `isSpent`: what the models or Instagram allow; the others of the queue wait too, and what waits is not read. */
async function readBatch(app: App, leases: Lease[]): Promise<{ read: number; isSpent: boolean }> {
  const { allowed, early, freeAt } = await allow(app, await takeAll(app, leases))
  // Before anything is read: a process that is killed while it reads has tried none of them.
  await giveBack(app, early, freeAt)
  let isSpent = early.length > 0
  const saving = saveTogether(app, (one, error) => putBack(app, one, error))
  let read = 0
  const work = async () => {
    for (let one = allowed.shift(); one; one = allowed.shift()) {
      try {
        saving.add({ ...one, reading: await readPost(app, one.post, one.store, one.lease.attempts >= MOST_TRIES) })
        read += 1
      } catch (error) {
        if (!(error instanceof BudgetSpent)) await putBack(app, one, error)
        else {
          isSpent = true
          await giveBack(app, [one], error.freeAt)
        }
      }
    }
  }
  const working = Array.from({ length: AT_ONCE }, work)
  await Promise.allSettled(working)
  await saving.end()
  await Promise.all(working)
  return { read, isSpent }
}

/** It was not their turn; that is then. At once: who is killed after it has not tried them. */
async function giveBack(app: App, waits: Taken[], turn: Date): Promise<void> {
  if (waits.length === 0) return
  await returnUntouched(app.em.fork(), ...waits.map(({ lease }) => lease))
  app.ring(EXTRACT, turn)
}

/** Newest first. */
async function takeAll(app: App, leases: Lease[]): Promise<Taken[]> {
  const em = app.em.fork()
  const ids = leases.map(({ id }) => id)
  const posts = await em.find(InstagramPost, { id: { $in: ids } }, { orderBy: { postedAt: 'desc', id: 'asc' } })
  const stores = await storesOf(em, posts)
  return posts.flatMap((post) => {
    const lease = leases.find(({ id }) => id === post.id)
    const store = stores.get(post.storeId)
    return lease && store ? [{ post, lease, store }] : []
  })
}

/** Those whose turn it is, and those too early; what is tried again was counted before. */
async function allow(app: App, taken: Taken[]): Promise<{ allowed: Taken[]; early: Taken[]; freeAt: Date }> {
  if (app.openai === null && app.pictureModel === null) return { allowed: taken, early: [], freeAt: app.clock() }
  const fresh = taken.filter(({ lease }) => lease.attempts === 1)
  const { count, freeAt } = await takeProducts(app, fresh.length)
  const early = fresh.slice(count)
  return { allowed: taken.filter((one) => !early.includes(one)), early, freeAt }
}

/** Three tries; then the post is named in the scan's errors, and the scan goes on. */
async function putBack(app: App, { post, lease, store }: Taken, error: unknown): Promise<void> {
  if (!(error instanceof Error)) throw error
  const about = { operation: EXTRACT, storeId: store.id, media: post.igMediaId, error }
  if (lease.attempts >= MOST_TRIES) {
    app.log.error(about, 'a post could not be read')
    return logEnds(app, await inTransaction(app, (tx) => giveUp(tx, post, lease, error)))
  }
  app.log.warn(about, 'a post is read again later')
  const next = await postpone(app, lease, error)
  if (next) app.ring(EXTRACT, next)
}

async function giveUp(tx: Tx, post: InstagramPost, lease: Lease, error: Error): Promise<InstagramSync[]> {
  const why = error instanceof OutsideError ? error.said : error.message
  if ((await releasePosts(tx, [{ post, lease }])).length === 0) return []
  const ended = await closePosts(tx, [{ post, outcome: 'failed', why }])
  await tellUnread(tx, post, why)
  return ended
}

/** A model or a picture that is away is mostly back in seconds, unless it says when. */
const BACK_S = 5

async function postpone({ em, clock }: App, lease: Lease, error: Error): Promise<Date | null> {
  const { message } = error
  const isPassing = error instanceof OutsideError && error.retry === 'later' && error.vendor !== 'instagram'
  if (!isPassing) return releaseFailed(em.fork(), lease, clock(), { message, retryAfterS: null })
  const next = new Date(clock().getTime() + (error.retryAfterS ?? BACK_S) * 1000)
  const kept = await saveLeased(em.fork(), lease, 'next_try_at = $3, last_error = $4', [next, message])
  return kept ? next : null
}
