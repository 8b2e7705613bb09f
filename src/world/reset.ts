import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** Of the schema itself; the sweeps of the steps must go on. */
const KEPT = ['mikro_orm_migrations', 'agenda_jobs']
const TRIES = 3

/** As after the first migration: no rows, and refs that count from 1. */
export async function emptyTables(em: EntityManager): Promise<void> {
  const tables = await sql<{ name: string }>(
    em.fork(),
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all($1::text[])`,
    [KEPT],
  )
  const sequences = await sql<{ name: string }>(
    em.fork(),
    `select sequencename as name from pg_sequences where schemaname = 'public' and sequencename not like 'mikro_orm%'`,
  )
  const statements = [
    `truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`,
    ...sequences.map(({ name }) => `alter sequence "${name}" restart`),
    `delete from agenda_jobs where type = 'normal'`,
  ]
  await inQuiet(em, async (tx) => {
    for (const statement of statements) await sql(tx, statement)
  })
}

/** A step at work may hold what we want, and want what we hold: tried again. */
export async function inQuiet<Result>(
  em: EntityManager,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await em.fork().transactional(async (tx) => {
        await sql(tx, `set local lock_timeout = '3s'`)
        return work(tx as EntityManager)
      })
    } catch (error) {
      if (left === 0) throw error
    }
  }
}
