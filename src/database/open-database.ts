import { MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'
import { entities } from '#entities/index.ts'
import { storable } from './well-formed.ts'

export type Database = MikroORM

/** Opens the pool. Nothing is migrated here. */
export async function openDatabase(url: string, poolSize = 10): Promise<Database> {
  const pools: pg.Pool[] = []
  const database = await MikroORM.init({
    entities,
    clientUrl: url,
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    driverOptions: { onPoolCreated: (pool: pg.Pool) => void pools.push(tend(pool)) },
    // Set-wise SQL and reads: entities are never flushed behind our back.
    flushMode: 'commit',
    allowGlobalContext: false,
    onQuery(query, params) {
      // They are written into the statement after this, from this very list.
      Object.assign(params, params.map(storable))
      return query
    },
  })
  // Kysely forgets its pool before it has ended: a connection that was just being opened is then never given back, and
  // the end is waited for in vain.
  const close = database.close.bind(database)
  database.close = async (force) => {
    await Promise.all(pools.map((pool) => pool.end()))
    await close(force)
  }
  return database
}

function tend(pool: pg.Pool): pg.Pool {
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  pool.connect = (async () => givenBackWhenCut(await connect())) as typeof pool.connect
  return endOnce(pool)
}

/**
 * Kysely keeps the connection of a transaction whose begin, commit or rollback fails: each one that is cut there would
 * take a place of the pool for ever, and after ten of them every query waits.
 */
function givenBackWhenCut(client: pg.PoolClient): pg.PoolClient {
  const release = client.release
  const cut = () => giveBack(true)
  const giveBack = (error?: Error | boolean) => {
    if (client.release !== giveBack) return
    client.off('end', cut)
    client.release = () => undefined
    release(error)
  }
  client.release = giveBack
  client.once('end', cut)
  return client
}

function endOnce(pool: pg.Pool): pg.Pool {
  let ended: Promise<void> | null = null
  const end = pool.end.bind(pool) as () => Promise<void>
  pool.end = (() => (ended ??= end())) as typeof pool.end
  return pool
}
