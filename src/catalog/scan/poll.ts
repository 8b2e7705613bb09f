import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf, type Connected } from '#src/instagram/account.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import type { PostPage } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { type Lease, release, releaseFailed, returnUntouched } from '#src/limits/lease.ts'
import { noteTrouble } from '../connect/note-trouble.ts'
import { EXTRACT, POLL } from '../steps.ts'
import { flagGone } from './flag-gone.ts'
import { endLooks, recordLook } from './record-look.ts'
import { savePosts } from './save-posts.ts'

const LEASE_MS = 60_000
/** Forty times an hour: Meta tells nobody of a new post. */
const EVERY_S = 90

/** Looks at the newest posts of every account that was scanned once: new ones, edited ones, deleted ones. */
export async function pollAccounts(app: App): Promise<number> {
  if (!app.instagram) return 0
  await endLooks(app)
  for (let done = 0; ; done++) {
    const [lease] = await claimFor(app, POLL, {
      ...{ table: 'instagram_accounts', order: 'polled_at nulls first', limit: 1, leaseMs: LEASE_MS },
      due: `state = 'active'
        and (polled_at is null or polled_at <= $1::timestamptz - interval '${EVERY_S} seconds')
        and exists (select 1 from instagram_posts p where p.account_id = instagram_accounts.id)`,
    })
    if (!lease) return done
    await pollOne(app, lease)
  }
}

async function pollOne(app: App, lease: Lease): Promise<void> {
  const row = await app.em.fork().findOneOrFail(InstagramAccount, { id: lease.id })
  try {
    const account = await accountOf(app, row.id)
    const page = await callInstagram(app, account, 'polls', (instagram) => instagram.posts(account))
    await inTransaction(app, (tx) => keepPage(tx, lease, account, page))
  } catch (error) {
    if (error instanceof BudgetSpent) {
      await returnUntouched(app.em.fork(), lease)
      await sql(app.em.fork(), 'update instagram_accounts set polled_at = $2 where id = $1', [row.id, app.clock()])
      return app.ring(POLL, nextLook(app.clock()))
    }
    if (!(error instanceof OutsideError)) throw error
    await noteTrouble(app, row.id, error)
    await releaseFailed(app.em.fork(), lease, app.clock(), error)
    await sql(app.em.fork(), 'update instagram_accounts set polled_at = $2 where id = $1', [row.id, app.clock()])
  }
}

async function keepPage(tx: Tx, lease: Lease, account: Connected, page: PostPage): Promise<void> {
  if (!(await release(tx.em, lease))) return
  await sql(tx.em, 'update instagram_accounts set polled_at = $2 where id = $1', [account.id, tx.at])
  const saved = await savePosts(tx, account, null, page.items)
  await recordLook(tx, { account, type: 'incremental_sync', source: 'scheduled_job' }, saved)
  await flagGone(tx, account, page)
  tx.ring(POLL, nextLook(tx.at))
  if (saved.some(({ waits }) => waits)) tx.ring(EXTRACT)
}

/** Sweeps come round every minute: without a bell every second one would be too early. */
function nextLook(at: Date): Date {
  return new Date(at.getTime() + EVERY_S * 1000)
}
