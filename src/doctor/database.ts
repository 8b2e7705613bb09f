import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { ok, wrong } from './finding.ts'

const OLDEST = 14

export async function checkDatabase({ em, settings }: Needs<'em' | 'settings'>) {
  const [row] = await sql<{ version: string; size: string; used: number; most: number }>(
    em.fork(),
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
       current_setting('max_connections')::int as most`,
  )
  const version = row?.version.split(' ', 1)[0] ?? ''
  if (Number.parseInt(version, 10) < OLDEST)
    return wrong(`PostgreSQL ${version} is too old: ${OLDEST} or newer is needed.`)
  if (row && row.used > row.most * 0.9) {
    return wrong(`${row.used} of ${row.most} connections are taken: raise max_connections, or run fewer processes.`)
  }
  const kind = settings.DATABASE_URL ? 'PostgreSQL' : 'our own PostgreSQL'
  return ok(`${kind} ${version}, ${row?.size ?? ''}`)
}
