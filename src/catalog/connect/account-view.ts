import type { EntityManager } from '@mikro-orm/postgresql'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'

export type AccountView = InstagramAccount & {
  imported: number
  store: string
  /** The shop's. */
  zone: string
  lastMove: LastMove | null
}

export async function loadAccounts(em: EntityManager, ids: string[]): Promise<AccountView[]> {
  if (ids.length === 0) return []
  const accounts = await em.find(InstagramAccount, { id: { $in: ids } })
  const stores = accounts.map(({ storeId }) => storeId)
  const rows = await sql<{ id: string; name: string; zone: string; imported: number }>(
    em,
    `select s.id, s.name, s.zone,
       (select count(*)::int from products p where p.store_id = s.id and p.source_type = 'instagram') as imported
     from stores s where s.id = any($1::uuid[])`,
    [stores],
  )
  const lastMoves = await loadLastMoves(em, 'igconnection', ids)
  return accounts.map((account) => {
    const store = rows.find(({ id }) => id === account.storeId)
    return Object.assign(account, {
      imported: store?.imported ?? 0,
      store: store?.name ?? '',
      zone: store?.zone ?? '',
      lastMove: lastMoves.get(account.id) ?? null,
    })
  })
}
