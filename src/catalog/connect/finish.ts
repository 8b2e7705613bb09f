import type { Actor } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { MetaPage } from '#src/integrations/meta/meta-login.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { accountKind } from '../kinds.ts'
import { audienceOf } from '../stores/sellers.ts'
import type { Consent } from './consent.ts'
import { handOver } from './hand-over.ts'
import type { Connecting } from './oauth-state.ts'
import { leaving } from './standing.ts'

const STANDARD_ACCESS =
  'The login worked, but Meta does not show us this account. While our app has Standard Access it may read only ' +
  'accounts of its own team: it needs Advanced Access, by App Review.'

/** Writes the connection down: its token encrypted, its notices asked for, its card hung. */
export async function finishConnect(
  app: App,
  who: Connecting,
  consent: Consent,
  page: MetaPage,
): Promise<InstagramAccount> {
  const igUserId = page.igUserId ?? ''
  const username = await nameOf(app, igUserId, consent.token)
  const isSubscribed = await subscribe(app, igUserId, consent.token)
  return inTransaction(app, (tx) => keep(tx, app, { who, consent, page, username, isSubscribed, igUserId }))
}

async function nameOf(app: App, userId: string, accessToken: string): Promise<string> {
  if (!app.instagram) throw new Refusal('Instagram is not set up.')
  try {
    return (await app.instagram.account({ userId, accessToken })).username
  } catch (error) {
    if (error instanceof OutsideError && error.code === '100')
      throw new Refusal(STANDARD_ACCESS, null, { cause: error })
    throw error
  }
}

/** Without notices we look by ourselves: no reason not to connect. */
async function subscribe(app: App, igUserId: string, token: string): Promise<boolean> {
  try {
    return (await app.metaLogin?.subscribe(igUserId, token)) ?? false
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    app.log.warn({ operation: 'catalog.connect', error }, 'no notices of this account')
    return false
  }
}

type Kept = {
  who: Connecting
  consent: Consent
  page: MetaPage
  username: string
  isSubscribed: boolean
  igUserId: string
}

async function keep(
  tx: Tx,
  app: App,
  { who, consent, page, username, isSubscribed, igUserId }: Kept,
): Promise<InstagramAccount> {
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`instagram ${igUserId}`])
  const known = await tx.em.findOne(InstagramAccount, { igUserId }, { refresh: true })
  if (known && known.storeId !== who.storeId && known.state === 'active') {
    throw new Refusal(`@${username} is connected to another shop already. Disconnect it there first.`)
  }
  await leaveOthers(tx, who, known?.id ?? null)
  if (known && known.storeId !== who.storeId) await handOver(tx, known)
  const id = known?.id ?? uuid()
  const set = {
    ...{
      storeId: who.storeId,
      sellerId: who.personId,
      isWanted: true,
      username,
      fbPageId: page.id,
      fbPageName: page.name,
    },
    fbUserId: consent.userId,
    accessToken: app.keys.seal(consent.token, { table: 'instagram_accounts', id }),
    expiresAt: consent.expiresAt,
    refreshedAt: tx.at,
    grantedScopes: consent.scopes ?? [],
    ...{ lastValidatedAt: tx.at, errorMessage: null, webhookSubscribed: isSubscribed, leavingAt: null, syncedAt: null },
    audience: await audienceOf(tx.em, who.storeId),
    ...{ connectedAt: tx.at, updatedAt: tx.at },
  }
  const by: Actor = { personId: who.personId, name: await personName(tx, who.personId), via: 'web' }
  if (known) {
    await move(tx, accountKind, [known], 'connect', by, { set: () => set, ring: true })
    return tx.em.findOneOrFail(InstagramAccount, { id }, { refresh: true })
  }
  const row = { ...set, id, igUserId, state: 'active' as const, createdAt: tx.at, polledAt: null, tokenType: 'bearer' }
  await tx.em.insert(InstagramAccount, row as unknown as InstagramAccount)
  const account = await tx.em.findOneOrFail(InstagramAccount, { id })
  await raiseNewCards(tx, accountKind, [account])
  return account
}

const FORGET_SELLER = 'update instagram_accounts set seller_id = null, is_wanted = false, updated_at = $2 where id = $1'

/** One connection a person: an earlier one is over, and its token is taken back. */
async function leaveOthers(tx: Tx, { personId }: Connecting, but: string | null): Promise<void> {
  if (!personId) return
  const others = await tx.em.find(InstagramAccount, { sellerId: personId, id: { $ne: but } }, { refresh: true })
  const by: Actor = { personId, name: 'a new connection', via: 'web' }
  for (const other of others) {
    if (other.state === 'revoked') await sql(tx.em, FORGET_SELLER, [other.id, tx.at])
    else await move(tx, accountKind, [other], 'leave', by, { set: () => leaving(tx.at) })
  }
}

async function personName(tx: Tx, id: string | null): Promise<string> {
  if (!id) return 'a program'
  const [person] = await sql<{ name: string }>(tx.em, 'select name from people where id = $1', [id])
  return person?.name ?? 'someone'
}
