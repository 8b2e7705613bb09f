import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { Instagram, Usage } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { pauseVendor } from '#src/limits/pauses.ts'
import { countVendorError } from '#src/metrics.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { heed, type Share, STOP_MS, takeTurn, waitingRoom } from './call-budgets.ts'

export type InstagramApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'keys' | 'instagram'>

const DEAD_TOKEN = new Set(['102', '190'])
const LIMITS = new Set(['4', '17', '32', '341', '368', '613', '80002'])
export const INSTAGRAM_ALERT = 'vendor:instagram'

/**
 * One call to Instagram out of an account's budget, which every process shares. Throws BudgetSpent when the share is
 * spent, when Meta says that its own allowance nearly is, or asks us to wait; otherwise what the call throws.
 * A refused token is told to people at once, in the place of the step that asks (`account.step`), and taken back by
 * the next call that works.
 *
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export async function callInstagram<T extends object>(
  app: InstagramApp,
  account: Asker,
  share: Share,
  call: (instagram: Instagram) => Promise<T>,
): Promise<T> {
  const { instagram } = app
  if (!instagram) throw new Error('Instagram is not configured')
  await takeTurn(app, account.userId, share)
  try {
    const result = await call(instagram)
    if ('usage' in result) await heed(app, account.userId, result.usage as Usage)
    if (!account.isOwn) await inTransaction(app, (tx) => closeAlert(tx, INSTAGRAM_ALERT))
    return result
  } catch (error) {
    countVendorError(error)
    if (error instanceof OutsideError) await complain(app, error, account)
    throw error
  }
}

type Asker = { userId: string; isOwn?: boolean; step?: string }

async function complain(app: InstagramApp, error: OutsideError, { userId, isOwn, step }: Asker): Promise<void> {
  const { code, status, retryAfterS } = error
  if (LIMITS.has(code ?? '') || status === 429 || retryAfterS !== null) {
    const name = waitingRoom(userId)
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
