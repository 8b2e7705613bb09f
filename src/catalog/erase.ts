import type { EntityManager } from '@mikro-orm/postgresql'
import { step } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { type Known, writePattern } from '#src/erase/known.ts'
import { move } from '#src/moves/move.ts'
import type { Erasing, Mine } from '#src/pipeline.ts'
import { wipeToken } from './connect/keep-tokens.ts'
import { accountKind } from './kinds.ts'
import { forgetPages } from './scan/ask-page.ts'
import { KEEP_TOKENS } from './steps.ts'

/** Sellers who connected their account, and whoever Meta told us of. The shop's own products stay. */
export const catalogPeople: Erasing = {
  async find(em, known) {
    const [accounts, notices] = await Promise.all([findAccounts(em, known), findNotices(em, known)])
    return {
      mine: [...accounts.map(accountOf), ...notices.map(({ id }) => ({ kind: 'notice', id, ref: 'a notice of Meta' }))],
      known: { names: accounts.map(({ fbPageName }) => fbPageName) },
    }
  },

  async erase(tx, { [accountKind.name]: accounts = [], notice: notices = [] }) {
    await sql(tx.em, 'delete from instagram_webhook_events where id = any($1::uuid[])', [notices])
    for (const id of accounts) {
      await revoke(tx, id)
      await forget(tx, id)
    }
  },
}

function findAccounts(em: EntityManager, { metaIds, handles }: Known): Promise<InstagramAccount[]> {
  const isTheirs = { $or: [{ fbUserId: { $in: metaIds } }, { username: { $in: handles } }] }
  // The account of the settings is the shop's: nobody connected it.
  return em.find(InstagramAccount, { $and: [isTheirs, { fbPageId: { $ne: null } }] })
}

function accountOf(account: InstagramAccount): Mine {
  const row = { kind: accountKind.name, id: account.id, ref: writeRef(accountKind, account) }
  return account.state === 'active' ? { ...row, open: null } : row
}

function findNotices(em: EntityManager, known: Known): Promise<{ id: string }[]> {
  if (known.handles.length === 0) return Promise.resolve([])
  const pattern = writePattern({ ...known, emails: [], phones: [], metaIds: [], names: [] })
  return sql(em, 'select id from instagram_webhook_events where raw_payload::text ~* $1', [pattern])
}

/** The seller is told, the token is wiped. */
export async function revoke(tx: Tx, id: string): Promise<void> {
  const account = await tx.em.findOneOrFail(InstagramAccount, { id }, { refresh: true })
  if (account.state !== 'revoked') {
    await move(tx, accountKind, [account], 'revoke', step(KEEP_TOKENS), {
      set: () => ({ errorMessage: 'Our permission was taken back on Facebook.' }),
    })
  }
  await wipeToken(tx, id)
}

/** What came from Instagram goes; the shop's own products stay, without their captions and links. */
async function forget(tx: Tx, accountId: string): Promise<void> {
  const posts = 'select ig_media_id from instagram_posts where account_id = $1'
  await sql(tx.em, `delete from product_drafts where ig_media_id in (${posts}) and state <> 'approved'`, [accountId])
  await sql(
    tx.em,
    `update product_drafts set ig_caption = null, ig_permalink = '', ig_media_url = '', image_urls = '[]',
       video_urls = '[]', updated_at = $2
     where ig_media_id in (${posts})`,
    [accountId, tx.at],
  )
  await sql(
    tx.em,
    `update products set source_caption = null, source_external_url = null, images = '[]', videos = '[]',
       synced = null, updated_at = $2
     where source_external_id in (${posts})`,
    [accountId, tx.at],
  )
  await sql(tx.em, 'delete from instagram_webhook_events where connection_id = $1', [accountId])
  await sql(tx.em, 'delete from instagram_posts where account_id = $1', [accountId])
  await forgetPages(tx.em, accountId)
  await sql(
    tx.em,
    `update instagram_accounts set username = null, fb_page_name = null, fb_page_id = null, fb_user_id = null,
       updated_at = $2
     where id = $1`,
    [accountId, tx.at],
  )
}
