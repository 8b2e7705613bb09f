import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { claim, type Lease } from '#src/limits/lease.ts'
import { loadOrders, type OrderView } from './card/order-view.ts'

/** As long as one call to a vendor may take, with room. */
const LEASE_MS = 120_000

export type LeasedOrder = { view: OrderView; lease: Lease }

/** Orders that need the outside, leased: whoever saves them must still hold them. `due` is SQL over the table. */
export async function claimOrders(app: Needs<'em' | 'clock'>, due: string, limit: number): Promise<LeasedOrder[]> {
  const em = app.em.fork()
  const leases = await claim(em, app.clock(), { table: 'orders', due, order: 'id', limit, leaseMs: LEASE_MS })
  const views = await loadOrders(
    em,
    leases.map(({ id }) => id),
  )
  return leases.flatMap((lease) => {
    const view = views.find(({ id }) => id === lease.id)
    return view ? [{ view, lease }] : []
  })
}

/** The order as it is now, locked; undefined when the lease is no longer ours. */
export async function holdOrder(tx: Tx, { id, token }: Lease): Promise<OrderView | undefined> {
  const held = await sql(tx.em, 'select 1 from orders where id = $1 and lease_token = $2 for update', [id, token])
  return held.length > 0 ? (await loadOrders(tx.em, [id]))[0] : undefined
}

/** Set with the move that ends the work: the lease is given back, earlier failures are forgotten. */
export const workedOn = { attempts: 0, nextTryAt: null, lastError: null, leaseToken: null, leasedUntil: null } as const
