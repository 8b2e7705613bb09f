import type { MessageRef } from '#entities/cards/card-post.ts'
import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'

/** Below a minute, so that what a killed process held is back within one. A worker that lives renews its lease. */
const LEASE_MS = 30_000
const RENEW_EVERY_MS = 10_000
const BATCH = 100

export type ClaimedPost = {
  id: string
  subject: string
  subjectId: string
  platform: Platform
  place: string
  wanted: number
  shown: number
  ring: number
  rung: number
  queued: boolean
  messageRef: MessageRef | null
  oldRef: MessageRef | null
  /** Above 1 the last try died or failed: its message may hang already. */
  attempts: number
  leaseToken: string
}

/** Its record was decided from the queue card: nobody saw a card of its own, and none hangs until it rings again. */
export function isUnseen({ messageRef, rung, ring }: ClaimedPost): boolean {
  return messageRef === null && rung >= ring
}

/** Takes the cards that are out of date on these platforms; nobody else gets them until the lease ends. */
export async function claimPosts(app: Needs<'em' | 'clock'>, platforms: Platform[]): Promise<ClaimedPost[]> {
  const now = app.clock()
  const token = uuid()
  return sql<ClaimedPost>(
    app.em.fork(),
    `update card_posts set lease_token = $1, leased_until = $2, attempts = attempts + 1
     where id in (
       select id from card_posts
       where platform = any($3::text[]) and (shown < wanted or rung < ring or old_ref is not null or redraw_at <= $4)
         and (leased_until is null or leased_until < $4) and (next_try_at is null or next_try_at <= $4)
       order by id limit ${BATCH} for update skip locked)
     returning id, subject, subject_id as "subjectId", platform, place, wanted, shown, ring, rung, queued,
       message_ref as "messageRef", old_ref as "oldRef", attempts, lease_token as "leaseToken"`,
    [token, new Date(now.getTime() + LEASE_MS), platforms, now],
  )
}

/** Keeps the leases of one claim: a hundred cards take a platform that allows one a second longer than a lease. */
export async function whileHeld<T>(
  app: Needs<'em' | 'clock' | 'log'>,
  [first]: ClaimedPost[],
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    sql(app.em.fork(), 'update card_posts set leased_until = $2 where lease_token = $1 and leased_until > $3', [
      first?.leaseToken,
      new Date(app.clock().getTime() + LEASE_MS),
      app.clock(),
    ]).catch((error: unknown) => app.log.warn({ operation: 'cards.deliver', error }, 'a lease could not be renewed'))
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS).unref()
  return work().finally(() => clearInterval(timer))
}

/** What hangs now. Kept only by the worker that still holds the lease. */
export async function savePost(
  app: Needs<'em'>,
  post: ClaimedPost,
  shown: { messageRef: MessageRef | null; oldRef: MessageRef | null },
): Promise<void> {
  await sql(
    app.em.fork(),
    `update card_posts set shown = $3, rung = $4, message_ref = $5, old_ref = $6, redraw_at = null,
       attempts = 0, next_try_at = null, last_error = null, lease_token = null, leased_until = null
     where id = $1 and lease_token = $2`,
    [post.id, post.leaseToken, post.wanted, post.ring, json(shown.messageRef), json(shown.oldRef)],
  )
}

/** The platform did not take it: later again, less and less often, at most every five minutes. */
export async function postponePost(
  app: Needs<'em' | 'clock'>,
  post: ClaimedPost,
  error: Error,
  retryAfterS: number | null,
): Promise<Date> {
  const waitS = retryAfterS ?? Math.min(300, 2 ** Math.min(post.attempts, 9))
  const next = new Date(app.clock().getTime() + waitS * 1000)
  await sql(
    app.em.fork(),
    `update card_posts set next_try_at = $3, last_error = $4, lease_token = null, leased_until = null
     where id = $1 and lease_token = $2`,
    [post.id, post.leaseToken, next, error.message.slice(0, 500)],
  )
  return next
}

function json(ref: MessageRef | null): string | null {
  return ref && JSON.stringify(ref)
}
