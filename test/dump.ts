import { sql } from '#src/database/sql.ts'
import type { TestApp } from './app.ts'

/** Every row of every table as text: what a thief of the database reads. */
export async function dump({ em }: Pick<TestApp, 'em'>): Promise<string> {
  const tables = await sql<{ name: string }>(
    em.fork(),
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const parts = tables.map(({ name }) => `select coalesce(string_agg(x::text, '\n'), '') as words from "${name}" x`)
  const rows = await sql<{ words: string }>(em.fork(), parts.join(' union all '))
  return rows.map(({ words }) => words).join('\n')
}
