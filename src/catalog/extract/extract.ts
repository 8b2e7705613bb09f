import { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
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
import { logEnd } from '../scan/finish-sync.ts'
import { EXTRACT } from '../steps.ts'
import { type StoreRow, storesOf } from '../stores/sellers.ts'
import { takeProduct } from './call-model.ts'
import { type PostReading, readPost } from './read-post.ts'
import { giveUpPost, saveReading } from './save-reading.ts'

const BATCH = 10
const AT_ONCE = 5
const MOST_TRIES = 3
/** Below this a reading is told as doubtful. */
const LOW = 0.5

/** Reads every post that waits, a few at once. One bad post holds up no other, and ends no scan. */
export async function extractPosts(app: App): Promise<number> {
  for (let done = 0; ; ) {
    const leases = await claimFor(app, EXTRACT, {
      ...{ table: 'instagram_posts', due: 'read_at is null', order: 'posted_at desc' },
      ...{ limit: BATCH, leaseMs: SHORT_LEASE_MS, counts: true },
    })
    const [first] = leases
    if (!first) return done
    const isSpent = await whileLeased(app, first, SHORT_LEASE_MS, () => readBatch(app, leases))
    done += leases.length
    if (isSpent) return done
  }
}

/** True when what the models or Instagram allow is spent: the others of the queue wait too. */
async function readBatch(app: App, leases: Lease[]): Promise<boolean> {
  const em = app.em.fork()
  const posts = await em.find(InstagramPost, { id: { $in: leases.map(({ id }) => id) } })
  const stores = await storesOf(em, posts)
  let isSpent = false
  const work = async () => {
    for (let post = posts.shift(); post; post = posts.shift()) {
      const lease = leases.find(({ id }) => id === post.id)
      const store = stores.get(post.storeId)
      if (lease && store && !(await readOne(app, post, lease, store))) isSpent = true
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return isSpent
}

/** False when it was not its turn: it waits as if nobody had taken it. */
async function readOne(app: App, post: InstagramPost, lease: Lease, store: StoreRow): Promise<boolean> {
  try {
    const isModel = app.openai !== null || app.pictureModel !== null
    if (isModel && lease.attempts === 1) await takeProduct(app)
    const reading = await readPost(app, post, store, lease.attempts >= MOST_TRIES)
    const ended = await inTransaction(app, (tx) => saveReading(tx, post, lease, store, reading))
    logReading(app, post, reading)
    logEnd(app, ended)
  } catch (error) {
    if (error instanceof BudgetSpent) {
      await returnUntouched(app.em.fork(), lease)
      app.ring(EXTRACT, error.freeAt)
      return false
    }
    if (!(error instanceof Error)) throw error
    await putBack(app, post, lease, store, error)
  }
  return true
}

function logReading(
  { log }: App,
  { storeId, igMediaId: media }: InstagramPost,
  { data, why, tokens }: PostReading,
): void {
  const about = { operation: EXTRACT, storeId, media }
  log.debug({ ...about, data, why, tokens }, 'a post was read')
  if (data && data.confidence < LOW) log.warn({ ...about, confidence: data.confidence }, 'read with little confidence')
}

/** Three tries; then the post is named in the scan's errors, and the scan goes on. */
async function putBack(app: App, post: InstagramPost, lease: Lease, store: StoreRow, error: Error): Promise<void> {
  const about = { operation: EXTRACT, storeId: store.id, media: post.igMediaId, error }
  if (lease.attempts >= MOST_TRIES) {
    app.log.error(about, 'a post could not be read')
    return logEnd(app, await inTransaction(app, (tx) => giveUpPost(tx, post, lease, error.message)))
  }
  app.log.warn(about, 'a post is read again later')
  const next = await postpone(app, lease, error)
  if (next) app.ring(EXTRACT, next)
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
