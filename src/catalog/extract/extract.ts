import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf } from '#src/instagram/account.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import {
  claim,
  type Lease,
  releaseFailed,
  returnUntouched,
  SHORT_LEASE_MS,
  saveLeased,
  whileLeased,
} from '#src/limits/lease.ts'
import { EXTRACT } from '../steps.ts'
import { type StoreRow, storeOf } from '../stores/sellers.ts'
import { takeProduct } from './model-budget.ts'
import { readPost } from './read-post.ts'
import { giveUpPost, saveReading } from './save-reading.ts'

const BATCH = 10
const AT_ONCE = 5
const MOST_TRIES = 3

/** Reads every post that waits, a few at once. One bad post holds up no other, and ends no scan. */
export async function extractPosts(app: App): Promise<number> {
  for (let done = 0; ; ) {
    const leases = await claim(app.em.fork(), app.clock(), {
      ...{
        table: 'instagram_posts',
        due: 'read_at is null',
        order: 'posted_at desc',
        limit: BATCH,
        leaseMs: SHORT_LEASE_MS,
        counts: true,
      },
    })
    const [first] = leases
    if (!first) return done
    const count = await whileLeased(app, first, SHORT_LEASE_MS, () => readBatch(app, leases))
    done += count
    if (count === 0) return done
  }
}

async function readBatch(app: App, leases: Lease[]): Promise<number> {
  const em = app.em.fork()
  const posts = await em.find(InstagramPost, { id: { $in: leases.map(({ id }) => id) } })
  const stores = new Map<string, StoreRow>()
  for (const id of new Set(posts.map(({ storeId }) => storeId))) stores.set(id, await storeOf(em, id))
  const todo = posts.map((post) => ({ post, lease: leases.find(({ id }) => id === post.id) }))
  let done = 0
  const work = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const store = stores.get(next.post.storeId)
      if (next.lease && store && (await readOne(app, next.post, next.lease, store))) done += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return done
}

async function readOne(app: App, post: InstagramPost, lease: Lease, store: StoreRow): Promise<boolean> {
  try {
    await takeProduct(app)
    // The address of its picture may have died meanwhile.
    if (lease.attempts > 1) await freshen(app, post)
    const reading = await readPost(app, post, store, lease.attempts >= MOST_TRIES)
    await inTransaction(app, (tx) => saveReading(tx, post, lease, store, reading))
    return true
  } catch (error) {
    if (error instanceof BudgetSpent) {
      await returnUntouched(app.em.fork(), lease)
      app.ring(EXTRACT, error.freeAt)
      return false
    }
    if (!(error instanceof Error)) throw error
    return putBack(app, post, lease, store, error)
  }
}

async function freshen(app: App, post: InstagramPost): Promise<void> {
  const account = await accountOf(app, post.accountId)
  const { post: now } = await callInstagram(app, account, 'scans', (instagram) =>
    instagram.post(account, post.igMediaId),
  )
  Object.assign(post, { mediaUrl: now.mediaUrl, slides: now.slides })
  await sql(app.em.fork(), 'update instagram_posts set media_url = $2, slides = $3 where id = $1', [
    ...[post.id, now.mediaUrl, JSON.stringify(now.slides)],
  ])
}

/** Three tries; then the post is named in the scan's errors, and the scan goes on. */
async function putBack(app: App, post: InstagramPost, lease: Lease, store: StoreRow, error: Error): Promise<boolean> {
  const about = { operation: EXTRACT, storeId: store.id, media: post.igMediaId, error }
  if (lease.attempts >= MOST_TRIES) {
    app.log.error(about, 'a post could not be read')
    await inTransaction(app, (tx) => giveUpPost(tx, post, lease, error.message))
    return true
  }
  app.log.warn(about, 'a post is read again later')
  const next = await waitFor(app, lease, error)
  if (next) app.ring(EXTRACT, next)
  return false
}

const QUICKLY_BACK = new Set(['openai', 'pictures'])
/** A model or a picture that is away is mostly back in seconds; what fails for another reason waits longer and longer. */
const MODEL_BACK_MS = 5_000

async function waitFor(app: App, lease: Lease, error: Error): Promise<Date | null> {
  const isModel = error instanceof OutsideError && QUICKLY_BACK.has(error.vendor) && error.retryAfterS === null
  const retryAfterS = error instanceof OutsideError ? error.retryAfterS : null
  if (!isModel) return releaseFailed(app.em.fork(), lease, app.clock(), { message: error.message, retryAfterS })
  const next = new Date(app.clock().getTime() + MODEL_BACK_MS)
  const kept = await saveLeased(app.em.fork(), lease, 'next_try_at = $3, last_error = $4', [next, error.message])
  return kept ? next : null
}
