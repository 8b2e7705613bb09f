import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

const ERASED = '[erased]'

type Column = { name: string; column: string; type: string; isUnique: boolean }

/**
 * The last look, at every text of every table, so that what no room thought of is found too: wherever one of them is
 * mentioned, the mention goes. What must stay unique gets a name of its own. Returns in how many rows that was, by
 * table.
 */
export async function sweep(em: EntityManager, pattern: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [name, columns] of Map.groupBy(await listColumns(em), (one) => one.name)) {
    const rows = await sql(em, writeUpdate(name, columns), [pattern])
    if (rows.length > 0) counts[name] = rows.length
  }
  return counts
}

function writeUpdate(name: string, columns: Column[]): string {
  const sets = columns.map(({ column, type, isUnique }) => {
    const clean = isUnique
      ? `'erased-' || md5("${column}"::text)`
      : `regexp_replace("${column}"::text, $1, '${ERASED}', 'gi')`
    return `"${column}" = case when "${column}"::text ~* $1 then (${clean})::${type} else "${column}" end`
  })
  const mentions = columns.map(({ column }) => `"${column}"::text ~* $1`)
  return `update "${name}" set ${sets.join(', ')} where ${mentions.join(' or ')} returning 1`
}

/** Words and documents; not what the migrator and Agenda keep for themselves. */
function listColumns(em: EntityManager): Promise<Column[]> {
  return sql<Column>(
    em,
    `select c.relname as name, a.attname as column, format_type(a.atttypid, null) as type, exists (
       select 1 from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any(i.indkey)) as "isUnique"
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'mikro_orm_migrations'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.atttypid = any(array['text', 'varchar', 'json', 'jsonb', 'text[]']::regtype[])
     order by 1, a.attnum`,
  )
}
