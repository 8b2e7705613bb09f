import { MikroORM } from '@mikro-orm/postgresql'
import { entities } from '#entities/index.ts'

export type Database = MikroORM

/** Opens the pool. Nothing is migrated here. */
export async function openDatabase(url: string, poolSize = 10): Promise<Database> {
  return MikroORM.init({
    entities,
    clientUrl: url,
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    // Set-wise SQL and reads: entities are never flushed behind our back.
    flushMode: 'commit',
    allowGlobalContext: false,
  })
}
