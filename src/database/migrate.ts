import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { entities } from '#entities/index.ts'
import { migrations } from '#entities/migrations/index.ts'

/** Any number that no other program on this database uses for its own lock. */
const MIGRATION_LOCK = 5_317_420

/**
 * Brings the database up to date, or no further than `to`. Processes that start together take turns: the migrator
 * itself takes no lock.
 */
export async function migrateDatabase(url: string, to?: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    if (!(await isUpToDate(client))) await migrate(url, to)
  } finally {
    await client.end()
  }
}

/** As nearly always: then the migrator, which opens the whole model once more, need not be asked. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const { rows: known } = await client.query(`select to_regclass('mikro_orm_migrations') as found`)
  if (known[0].found === null) return false
  const { rows } = await client.query<{ name: string }>('select name from mikro_orm_migrations')
  const done = new Set(rows.map(({ name }) => name))
  return migrations.every(({ name }) => done.has(name))
}

async function migrate(url: string, to?: string): Promise<void> {
  const orm = await MikroORM.init({
    entities,
    clientUrl: url,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, snapshot: false, silent: true },
  })
  await orm.migrator.up(to === undefined ? {} : { to }).finally(() => orm.close())
}
