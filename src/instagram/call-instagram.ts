import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { Usage } from '#src/integrations/meta/graph.ts'
import type { Instagram } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent, type Pool, shareOf, takeCall } from '#src/limits/budget.ts'
import { pausedUntil, pauseVendor } from '#src/limits/pauses.ts'
import { countVendorError } from '#src/metrics.ts'
import { ownerOf } from '#src/moves/owner-of.ts'

export type InstagramApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'keys' | 'instagram'>

/** The shares with a reserve; whatever else is called shares the rest. */
export type Share = 'comments' | 'polls' | 'scans' | 'names' | 'answers'

/** Calls Meta allows a user's token in any hour. */
const POOL_PER_H = 200
const POLLS_PER_H = 30
const LEAST_REST_PER_H = 20
/** An hour, and as long as a call may take to arrive: Meta counts arrivals. */
const WINDOW_S = 3_600 + 30

const SLOW_PERCENT = 80
const STOP_PERCENT = 95
const SLOW_MS = 60_000
/** Meta's figures are of the last hour: a quarter of it frees about as much of the allowance. */
const STOP_MS = 15 * 60_000

const DEAD_TOKEN = new Set(['102', '190'])
const LIMITS = new Set(['4', '17', '32', '341', '368', '613', '80002'])
export const INSTAGRAM_ALERT = 'vendor:instagram'

/**
 * One call to Instagram out of an account's budget, which every process shares. Throws BudgetSpent when the share is
 * spent, when Meta says that its own allowance nearly is, or asks us to wait; otherwise what the call throws.
 * A refused token is told to people at once, in the place of the step that asks (`account.step`), and taken back by the next call that works.
 *
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export async function callInstagram<T extends object>(
  app: InstagramApp,
  account: { userId: string; isOwn?: boolean; step?: string },
  share: Share,
  call: (instagram: Instagram) => Promise<T>,
): Promise<T> {
  const { instagram } = app
  if (!instagram) throw new Error('Instagram is not configured')
  const pool = poolOf(app.settings, account.userId)
  await takeTurn(app, pool, share)
  try {
    const result = await call(instagram)
    if ('usage' in result) await heed(app, pool.name, result.usage as Usage)
    if (!account.isOwn) await inTransaction(app, (tx) => closeAlert(tx, INSTAGRAM_ALERT))
    return result
  } catch (error) {
    countVendorError(error)
    if (error instanceof OutsideError) await complain(app, pool.name, error, account)
    throw error
  }
}

function poolOf(settings: Settings, userId: string): Pool {
  const reserved = { comments: settings.COMMENT_CALLS_PER_HOUR, polls: POLLS_PER_H }
  // Who sets more calls for comments has been given a larger allowance.
  const most = Math.max(POOL_PER_H, reserved.comments + reserved.polls + LEAST_REST_PER_H)
  return { name: `instagram:${userId}`, most, perS: WINDOW_S, reserved }
}

async function takeTurn({ em, clock }: InstagramApp, pool: Pool, share: Share): Promise<void> {
  const now = clock()
  const until = await pausedUntil(em.fork(), pool.name, now)
  if (until) throw new BudgetSpent(pool.name, until)
  const budget = shareOf(pool, share)
  const turn = await takeCall(em, budget, now)
  if (!turn.taken) throw new BudgetSpent(budget.budget, turn.freeAt)
}

/** Nearly spent: slower, one call a minute. All but spent, or Meta names a time: not before then. */
async function heed({ em, clock }: InstagramApp, name: string, { percent, waitS }: Usage): Promise<void> {
  if (percent < SLOW_PERCENT && waitS === null) return
  const usual = percent >= STOP_PERCENT ? STOP_MS : SLOW_MS
  await pauseVendor(em.fork(), name, new Date(clock().getTime() + (waitS === null ? usual : waitS * 1000)))
}

type Asker = { isOwn?: boolean; step?: string }

async function complain(app: InstagramApp, name: string, error: OutsideError, { isOwn, step }: Asker): Promise<void> {
  const { code, status, retryAfterS } = error
  if (LIMITS.has(code ?? '') || status === 429 || retryAfterS !== null) {
    const freeAt = new Date(app.clock().getTime() + (retryAfterS === null ? STOP_MS : retryAfterS * 1000))
    await pauseVendor(app.em.fork(), name, freeAt)
    throw new BudgetSpent(name, freeAt)
  }
  // The card of a connection tells its own seller.
  if (isOwn || !DEAD_TOKEN.has(code ?? '')) return
  await inTransaction(app, (tx) =>
    openAlert(tx, {
      key: INSTAGRAM_ALERT,
      pipeline: step ? ownerOf(step) : 'operations',
      title: 'Instagram refused our token. Nothing is read there until it is renewed.',
      detail: 'Connect the account again, or put a fresh INSTAGRAM_ACCESS_TOKEN into the settings; then press Retry.',
      step: step ?? null,
    }),
  )
}
