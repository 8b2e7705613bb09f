import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { step } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { type Call, readForm } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { accountKind } from '../kinds.ts'
import { KEEP_TOKENS } from '../steps.ts'
import { wipeToken } from './keep-tokens.ts'

const base = '/api/webhooks/instagram'

/**
 * Meta tells us that a person took our permission back, or wants what we have of them deleted.
 * @see https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
 */
export const leavingDoors: OpenDoor[] = [
  {
    method: 'post',
    path: `${base}/deauthorize`,
    async take(app, call) {
      const userId = await readSigned(app, call)
      await inTransaction(app, (tx) => revokeAll(tx, userId))
      return { json: { success: true } }
    },
  },
  {
    method: 'post',
    path: `${base}/data-deletion`,
    async take(app, call) {
      const userId = await readSigned(app, call)
      const code = createHash('sha256')
        .update(`${userId} ${call.raw.toString('utf8')}`)
        .digest('hex')
        .slice(0, 16)
      await inTransaction(app, async (tx) => {
        for (const id of await revokeAll(tx, userId)) await forget(tx, id)
        await sql(tx.em, 'insert into notes (name, value, at) values ($1, $2, $3) on conflict (name) do nothing', [
          ...[`deletion:${code}`, JSON.stringify({ done: true }), tx.at],
        ])
      })
      return { json: { url: `${app.publicUrl}${base}/data-deletion?code=${code}`, confirmation_code: code } }
    },
  },
  {
    method: 'get',
    path: `${base}/data-deletion`,
    isForPeople: true,
    async take(app, { query }) {
      const name = `deletion:${query.code ?? ''}`
      const [note] = await sql<{ at: string }>(app.em.fork(), 'select at::text as at from notes where name = $1', [
        name,
      ])
      if (!note) throw new Problem(404, 'not_found', 'There is no such request.')
      return { text: `What we kept of your Instagram account was deleted on ${note.at.slice(0, 10)}.` }
    },
  },
]

/** The user's id out of Meta's signed request; 401 when Meta did not sign it. */
async function readSigned({ settings }: App, call: Call): Promise<string> {
  const { META_APP_SECRET: secret } = settings
  if (!secret) throw new Problem(503, 'not_configured', 'META_APP_SECRET is not set here.')
  const { signed_request: signed = '' } = await readForm(call)
  const [signature = '', payload = ''] = signed.split('.')
  const expected = createHmac('sha256', secret).update(payload).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Problem(401, 'bad_signature', 'The signature does not fit the request.')
  }
  const userId = readUserId(Buffer.from(payload, 'base64url').toString('utf8'))
  if (!userId) throw new Problem(400, 'invalid', 'There is no user in the request.')
  return userId
}

function readUserId(json: string): string | null {
  try {
    const { user_id: id } = JSON.parse(json) as { user_id?: unknown }
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null
  } catch {
    return null
  }
}

/** Every connection this Facebook user made: revoked, its seller told, its token wiped. */
async function revokeAll(tx: Tx, fbUserId: string): Promise<string[]> {
  const accounts = await tx.em.find(InstagramAccount, { fbUserId }, { refresh: true })
  for (const account of accounts) {
    if (account.state !== 'revoked') {
      await move(tx, accountKind, [account], 'revoke', step(KEEP_TOKENS), {
        set: () => ({ errorMessage: 'Our permission was taken back on Facebook.' }),
      })
    }
    await wipeToken(tx, account.id)
  }
  return accounts.map(({ id }) => id)
}

/** What came from Instagram goes; the shop's own products stay, without their captions and links. */
async function forget(tx: Tx, accountId: string): Promise<void> {
  const posts = 'select ig_media_id from instagram_posts where account_id = $1'
  await sql(tx.em, `delete from product_drafts where ig_media_id in (${posts}) and state <> 'approved'`, [accountId])
  await sql(
    tx.em,
    `update products set source_caption = null, source_external_url = null, images = '[]', synced = null
     where source_external_id in (${posts})`,
    [accountId],
  )
  await sql(tx.em, 'delete from instagram_webhook_events where connection_id = $1', [accountId])
  await sql(tx.em, 'delete from instagram_posts where account_id = $1', [accountId])
  await sql(tx.em, `delete from notes where name like 'page:' || $1 || '/%'`, [accountId])
  await sql(tx.em, 'update instagram_accounts set username = null, fb_page_name = null where id = $1', [accountId])
}
