import type { MessageRef } from '#entities/cards/card-post.ts'
import type { Platform } from '#entities/people/identity.ts'
import type { Needs } from '#src/app.ts'
import { backOff } from '#src/basics/back-off.ts'
import { wordsOfError } from '#src/basics/redact.ts'
import { sql } from '#src/database/sql.ts'
import { claimRows, nextFree, SHORT_LEASE_MS, saveLeased, whileLeased } from '#src/limits/lease.ts'
import { OUT_OF_DATE } from '#src/moves/out-of-date.ts'

const TABLE = 'card_posts'
const BATCH = 100
const SHORTEST_WAIT_S = 2
const LONGEST_WAIT_S = 300

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

/** A person waits for what rings; the rest are changed faces of what hangs. */
const RINGING_FIRST = '(rung >= ring), id'
const DUE = `platform = $5 and ${OUT_OF_DATE}`

const COLUMNS = `t.subject, t.subject_id as "subjectId", t.platform, t.place, t.wanted, t.shown, t.ring,
  t.rung, t.queued,
  t.message_ref as "messageRef", t.old_ref as "oldRef", t.lease_token as "leaseToken"`

/** Takes the cards that are out of date on this platform; nobody else gets them until the lease ends. */
export async function claimPosts(app: Needs<'em' | 'clock'>, platform: Platform): Promise<ClaimedPost[]> {
  const what = { table: TABLE, due: DUE, params: [platform], order: RINGING_FIRST, limit: BATCH, counts: true }
  return claimRows<ClaimedPost>(app.em.fork(), app.clock(), { ...what, leaseMs: SHORT_LEASE_MS }, COLUMNS)
}

/** When the next of those that somebody holds, or that wait after a failure, is free again. */
export async function nextFreePost(app: Needs<'em' | 'clock'>, platform: Platform): Promise<Date | null> {
  return nextFree(app.em.fork(), app.clock(), { table: TABLE, due: DUE, params: [platform] })
}

/** Keeps the leases of one claim: a hundred cards take a platform that allows one a second longer than a lease. */
export async function whileHeld<T>(
  app: Needs<'em' | 'clock' | 'log'>,
  [first]: ClaimedPost[],
  work: () => Promise<T>,
): Promise<T> {
  return whileLeased(app, { table: TABLE, token: first?.leaseToken ?? '' }, SHORT_LEASE_MS, work)
}

/** What hangs now. Kept only by the worker that still holds the lease. */
export async function savePost(
  app: Needs<'em'>,
  post: ClaimedPost,
  shown: { messageRef: MessageRef | null; oldRef: MessageRef | null },
): Promise<void> {
  await saveLeased(
    app.em.fork(),
    leaseOf(post),
    `shown = $3, rung = $4, message_ref = $5, old_ref = $6, attempts = 0, next_try_at = null, last_error = null`,
    [post.wanted, post.ring, json(shown.messageRef), json(shown.oldRef)],
  )
}

/** The platform did not take it: later again, less and less often, at most every five minutes. */
export async function postponePost(
  app: Needs<'em' | 'clock'>,
  post: ClaimedPost,
  error: Error,
  retryAfterS: number | null,
): Promise<Date> {
  const next = waitUntil(app, retryAfterS ?? backOff(post.attempts, SHORTEST_WAIT_S, LONGEST_WAIT_S))
  await saveLeased(app.em.fork(), leaseOf(post), 'next_try_at = $3, last_error = $4', [next, wordsOfError(error)])
  return next
}

/** The platform takes no more for this place for a while: all that is due there waits as long, untried. */
export async function postponePlace(
  app: Needs<'em' | 'clock'>,
  { platform, place, leaseToken }: ClaimedPost,
  error: Error,
  waitS: number,
): Promise<void> {
  await sql(
    app.em.fork(),
    `update card_posts set next_try_at = $4, last_error = $5, lease_token = null, leased_until = null,
       attempts = attempts - case when lease_token = $3 then 1 else 0 end
     where platform = $1 and place = $2 and ${OUT_OF_DATE}
       and (lease_token = $3 or leased_until is null or leased_until < $6)`,
    [platform, place, leaseToken, waitUntil(app, waitS), wordsOfError(error), app.clock()],
  )
}

function waitUntil({ clock }: Needs<'clock'>, seconds: number): Date {
  return new Date(clock().getTime() + seconds * 1000)
}

function leaseOf({ id, leaseToken }: ClaimedPost) {
  return { table: TABLE, id, token: leaseToken }
}

function json(ref: MessageRef | null): string | null {
  return ref && JSON.stringify(ref)
}
