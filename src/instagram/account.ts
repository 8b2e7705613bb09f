import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { InstagramAccount } from '#src/integrations/meta/instagram.ts'
import { callInstagram, type InstagramApp } from './call-instagram.ts'

/**
 * An account we may speak for. `username` is null until Instagram told us; `isOwn`: by a token a person gave us;
 * `step`: who asks with it.
 */
export type Connected = InstagramAccount & {
  id: string
  storeId: string
  username: string | null
  isOwn: boolean
  step?: string
}

export type Named = Connected & { username: string }

/** The shop of the settings, written down at the first start. Its id; a second shop is connected by hand. */
export async function settleStore(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<string> {
  return inTransaction(app, (tx) => findStore(tx, app))
}

/** Writes the account of the settings down, once. */
export async function settleAccount(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<void> {
  const { INSTAGRAM_USER_ID } = app.settings
  if (!INSTAGRAM_USER_ID) return
  await inTransaction(app, async (tx) => {
    await sql(
      tx.em,
      `insert into instagram_accounts (id, store_id, ig_user_id, connected_at) values ($1, $2, $3, $4)
       on conflict (ig_user_id) do nothing`,
      [uuid(), await findStore(tx, app), INSTAGRAM_USER_ID, tx.at],
    )
  })
}

async function findStore(tx: Tx, { settings }: Needs<'settings'>): Promise<string> {
  // Several processes start at once on an empty database.
  await sql(tx.em, `select pg_advisory_xact_lock(hashtextextended('stores', 0))`)
  const [store] = await sql<{ id: string }>(tx.em, 'select id from stores order by created_at, id limit 1')
  if (store) return store.id
  const id = uuid()
  await sql(tx.em, 'insert into stores (id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [
    id,
    settings.STORE_NAME,
    settings.STORE_TIMEZONE,
    settings.STORE_CURRENCY,
    tx.at,
  ])
  return id
}

type AccountRow = { id: string; store: string; user: string; name: string | null; token: string | null }

/** An account with its token: its own, or that of the settings. */
export async function accountOf(
  { em, settings, keys }: Needs<'em' | 'settings' | 'keys'>,
  id: string,
): Promise<Connected> {
  const [row] = await sql<AccountRow>(
    em.fork(),
    `select id, store_id as store, ig_user_id as "user", username as name, access_token as token
     from instagram_accounts where id = $1`,
    [id],
  )
  const own = row?.token ? keys.open(row.token, { table: 'instagram_accounts', id }) : null
  const accessToken = own ?? (row?.user === settings.INSTAGRAM_USER_ID ? settings.INSTAGRAM_ACCESS_TOKEN : null)
  if (!row || !accessToken) throw new Error(`there is no Instagram account ${id} with a token`)
  return { id: row.id, storeId: row.store, userId: row.user, username: row.name, accessToken, isOwn: own !== null }
}

/** The account with its name, which Instagram is asked for once: without it our own comments could not be told. */
export async function nameAccount(app: InstagramApp, account: Connected): Promise<Named> {
  if (account.username) return { ...account, username: account.username }
  const { username } = await callInstagram(app, account, 'names', (instagram) => instagram.account(account))
  await sql(app.em.fork(), 'update instagram_accounts set username = $2 where id = $1', [account.id, username])
  return { ...account, username }
}
