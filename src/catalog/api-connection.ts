import { z } from 'zod'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import type { Caller } from '#src/web/caller.ts'
import { notFound } from '#src/web/problem.ts'
import { type ApiRoute, defineRoute } from '#src/web/route.ts'
import { mintState } from './connect/oauth-state.ts'
import { leaving, STANDING } from './connect/standing.ts'
import { accountKind } from './kinds.ts'
import { connectionShape } from './shapes.ts'
import { KEEP_TOKENS } from './steps.ts'
import { findStore } from './stores/find-store.ts'
import { writeConnection } from './write.ts'

const roles = ['admin' as const, 'seller' as const]
const store = z.object({ store: z.string().max(80).optional().describe('An admin with several shops names one') })

export const connectionRoutes: ApiRoute[] = [
  defineRoute({
    ...{ method: 'get', path: '/instagram/auth/url', roles, query: store },
    summary: 'Where a seller lets us in; the state works once, for this caller',
    answer: z.strictObject({ authUrl: z.string(), state: z.string() }),
    async run({ app, caller, query }) {
      const { metaLogin } = app
      if (!metaLogin) throw new Refusal('META_APP_ID and META_APP_SECRET are not set.')
      const { id: storeId } = await findStore(app.em.fork(), caller.member, query.store)
      const personId = await personOf(app, caller)
      const state = await inTransaction(app, (tx) => mintState(tx, { personId, storeId }))
      return { authUrl: metaLogin.writeConsentUrl(state), state }
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/instagram/connection', roles, query: store, summary: 'The connected account' },
    answer: z.strictObject({ connected: z.boolean(), connection: connectionShape.nullable() }),
    async run({ app, caller, query }) {
      const account = await accountOfStore(app, caller, query.store)
      return { connected: account?.state === 'active', connection: account && writeConnection(account) }
    },
  }),
  defineRoute({
    ...{ method: 'delete', path: '/instagram/connection', roles, query: store },
    summary: 'Disconnects: our permission is given back at Meta, the token wiped',
    answer: z.strictObject({ success: z.boolean(), message: z.string() }),
    async run({ app, caller, query }) {
      const account = await accountOfStore(app, caller, query.store)
      if (!account?.accessToken) throw notFound('No account is connected.')
      await inTransaction(app, async (tx) => {
        await sql(tx.em, 'select 1 from instagram_accounts where id = $1 for update', [account.id])
        const row = await tx.em.findOneOrFail(InstagramAccount, { id: account.id }, { refresh: true })
        const by = { personId: caller.member.id, name: caller.member.name, via: caller.by.via }
        if (row.state !== 'revoked') await move(tx, accountKind, [row], 'leave', by, { set: () => leaving(tx.at) })
        tx.ring(KEEP_TOKENS)
      })
      return { success: true, message: 'Instagram account disconnected' }
    },
  }),
]

async function accountOfStore(app: App, { member }: Caller, named?: string): Promise<InstagramAccount | null> {
  const em = app.em.fork()
  const { id: storeId } = await findStore(em, member, named)
  const [account] = await em.find(InstagramAccount, { storeId }, { orderBy: STANDING, limit: 1 })
  return account ?? null
}

/** A key may act for a person, or for nobody. */
async function personOf({ em }: App, { member }: Caller): Promise<string | null> {
  const rows = await sql(em.fork(), 'select 1 from people where id = $1', [member.id])
  return rows.length > 0 ? member.id : null
}
