import { step } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf } from '#src/instagram/account.ts'
import { inspectToken } from '#src/integrations/meta/instagram-token.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { type Lease, release, releaseFailed } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { accountKind } from '../kinds.ts'
import { KEEP_TOKENS } from '../steps.ts'
import { noteTrouble } from './note-trouble.ts'

const LEASE_MS = 60_000
const DAY_MS = 86_400_000
/** A lapsed token cannot be refreshed: begun early enough for two weeks of failures. */
const REFRESH_BEFORE_DAYS = 14
const MOST_TRIES = 3

const DUE = `
  (leaving_at is not null and access_token is not null)
  or (state in ('active', 'error') and access_token is not null
      and (last_validated_at is null or last_validated_at < $1::timestamptz - interval '1 day'))`

/**
 * Each connection once a day: is its token good, is it refreshed in time? And those that leave are taken back at
 * Meta.
 */
export async function keepTokens(app: App): Promise<number> {
  if (!app.metaLogin) return 0
  for (let done = 0; ; done++) {
    const [lease] = await claimFor(app, KEEP_TOKENS, {
      ...{
        table: 'instagram_accounts',
        due: DUE,
        order: 'last_validated_at nulls first',
        limit: 1,
        leaseMs: LEASE_MS,
        counts: true,
      },
    })
    if (!lease) return done
    await keepOne(app, lease)
  }
}

async function keepOne(app: App, lease: Lease): Promise<void> {
  const account = await app.em.fork().findOneOrFail(InstagramAccount, { id: lease.id })
  try {
    if (account.leavingAt) await takeBack(app, account, lease)
    else await validate(app, account, lease)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    await noteTrouble(app, account.id, error)
    await releaseFailed(app.em.fork(), lease, app.clock(), error)
  }
}

/** At Meta first, then here: after three failures our own copy goes in any case. */
async function takeBack(app: App, account: InstagramAccount, lease: Lease): Promise<void> {
  const { accessToken } = await accountOf(app, account.id)
  try {
    if (!(await isNeeded(app, account))) await app.metaLogin?.revoke(accessToken)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    if (error.retry === 'later' && lease.attempts < MOST_TRIES) throw error
    app.log.warn({ operation: KEEP_TOKENS, error }, 'a permission could not be given back')
  }
  await inTransaction(app, async (tx) => {
    if (await release(tx.em, lease)) await wipeToken(tx, account.id)
  })
}

/** Meta takes back all that a Facebook user gave us: other accounts they let us into would be lost with this one. */
async function isNeeded({ em }: App, { id, fbUserId }: InstagramAccount): Promise<boolean> {
  const others = await sql(
    em.fork(),
    `select 1 from instagram_accounts where fb_user_id = $1 and id <> $2 and access_token is not null
       and state in ('active', 'error') limit 1`,
    [fbUserId, id],
  )
  return others.length > 0
}

export async function wipeToken(tx: Tx, id: string): Promise<void> {
  await sql(
    tx.em,
    `update instagram_accounts set access_token = null, granted_scopes = '[]', expires_at = null, leaving_at = null,
       webhook_subscribed = false, updated_at = $2 where id = $1`,
    [id, tx.at],
  )
}

async function validate(app: App, account: InstagramAccount, lease: Lease): Promise<void> {
  const { accessToken } = await accountOf(app, account.id)
  const { META_APP_ID: appId = '', META_APP_SECRET: appSecret = '', META_GRAPH_URL, META_GRAPH_VERSION } = app.settings
  const asking = { graphUrl: META_GRAPH_URL, version: META_GRAPH_VERSION, appId, appSecret }
  const facts = await inspectToken(asking, accessToken)
  const isLapsed = account.expiresAt !== null && account.expiresAt <= app.clock()
  if (!facts.isValid) {
    return inTransaction(app, (tx) => end(tx, account, lease, isLapsed ? 'expire' : 'revoke'))
  }
  const fresh = await refresh(app, account, accessToken, facts.expiresAt)
  await inTransaction(app, async (tx) => {
    if (!(await release(tx.em, lease))) return
    const set = {
      ...{ lastValidatedAt: tx.at, errorMessage: null },
      ...(facts.scopes && { grantedScopes: facts.scopes }),
      ...fresh,
    }
    if (account.state === 'error' || fresh) {
      await move(tx, accountKind, [account], 'refresh', step(KEEP_TOKENS), { set: () => set })
    } else {
      await sql(
        tx.em,
        `update instagram_accounts set last_validated_at = $2, updated_at = $2, error_message = null,
           granted_scopes = coalesce($3::jsonb, granted_scopes) where id = $1`,
        [account.id, tx.at, facts.scopes && JSON.stringify(facts.scopes)],
      )
    }
  })
}

type Fresh = Pick<InstagramAccount, 'accessToken' | 'expiresAt' | 'refreshedAt'>

/** A day old at least, and not lapsed. The string may stay the same: its new end counts. */
async function refresh(app: App, account: InstagramAccount, token: string, end: Date | null): Promise<Fresh | null> {
  const now = app.clock()
  const endsAt = account.expiresAt ?? end
  const isDue = endsAt !== null && endsAt.getTime() - now.getTime() < REFRESH_BEFORE_DAYS * DAY_MS
  const isOld = account.refreshedAt === null || now.getTime() - account.refreshedAt.getTime() >= DAY_MS
  if (!isDue || !isOld || endsAt <= now || !app.metaLogin) return null
  const { token: next, expiresInS } = await app.metaLogin.extendToken(token)
  return {
    accessToken: app.keys.seal(next, { table: 'instagram_accounts', id: account.id }),
    expiresAt: expiresInS === null ? endsAt : new Date(now.getTime() + expiresInS * 1000),
    refreshedAt: now,
  }
}

const words = { expire: 'The token ran out.', revoke: 'Our permission was taken back on Facebook.' }

async function end(tx: Tx, account: InstagramAccount, lease: Lease, verb: 'expire' | 'revoke'): Promise<void> {
  if (!(await release(tx.em, lease))) return
  await move(tx, accountKind, [account], verb, step(KEEP_TOKENS), {
    set: () => ({ lastValidatedAt: tx.at, errorMessage: words[verb] }),
  })
}
