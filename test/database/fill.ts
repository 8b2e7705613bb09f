import { sql } from '#src/database/sql.ts'
import type { TestApp } from '#test/app.ts'

type Column = { name: string; type: string; options: string[] | null }
type Table = {
  name: string
  columns: Column[]
  links: { from: string[]; table: string; to: string[]; waits: boolean }[]
}

/** One row in every table, with something in every column: whatever a table may hold, there is some of it. */
export async function fillTables(app: TestApp): Promise<string[]> {
  let left = await listTables(app)
  const done: string[] = []
  while (left.length > 0) {
    const isReady = ({ name, links }: Table) =>
      links.every((link) => link.waits || link.table === name || done.includes(link.table))
    for (const table of left.filter(isReady)) {
      await fill(app, table)
      done.push(table.name)
    }
    left = left.filter(({ name }) => !done.includes(name))
  }
  return done
}

async function fill({ em }: TestApp, { name, columns, links }: Table): Promise<void> {
  const values = new Map(columns.map((column) => [column.name, sample(column)]))
  for (const { from, table, to } of links) {
    const [row] = await sql<Record<string, unknown>>(em.fork(), `select ${to.join(', ')} from "${table}" limit 1`)
    for (const [at, column] of from.entries()) values.set(column, row ? row[to[at] ?? ''] : null)
  }
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const marks = columns.map(({ type }, at) => `$${at + 1}::text::${type}`).join(', ')
  const params = columns.map((column) => write(values.get(column.name)))
  await sql(em.fork(), `insert into "${name}" (${names}) values (${marks}) on conflict do nothing`, params)
}

function write(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return value instanceof Date ? value.toISOString() : String(value)
}

function sample({ name, type, options }: Column): unknown {
  if (options?.[0] !== undefined) return options[0]
  if (type === 'uuid') return '00000000-0000-7000-8000-000000000001'
  if (/^(int|bigint|smallint|double|real|numeric)/.test(type)) return 7
  if (type === 'boolean') return true
  if (type.startsWith('timestamp')) return '2026-03-02T14:02:03Z'
  if (type === 'date') return '2026-03-02'
  if (type.startsWith('time')) return '09:30:00'
  if (type.startsWith('json')) return JSON.stringify({ tab: '\t', quote: '"', back: '\\N', fox: '🦊' })
  if (type === 'bytea') return '\\x00ff0a5c'
  if (type.endsWith('[]')) return '{"a,b","c\\nd"}'
  return `${name}\t\\.\n🦊`.slice(0, 20)
}

async function listTables({ em }: TestApp): Promise<Table[]> {
  const rows = await sql<Table>(
    em.fork(),
    `select c.relname as name,
       (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'options', (
          select jsonb_agg(m[1]) from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::', 'g') m
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select jsonb_agg(jsonb_build_object('table', f.relname, 'waits', k.condeferrable,
          'from', (select jsonb_agg(a.attname order by u.at) from unnest(k.conkey) with ordinality u (num, at)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
          'to', (select jsonb_agg(a.attname order by u.at) from unnest(k.confkey) with ordinality u (num, at)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num)))
        from pg_constraint k join pg_class f on f.oid = k.confrelid where k.conrelid = c.oid and k.contype = 'f'), '[]') as links
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname <> 'mikro_orm_migrations' and c.relname not like 'agenda%' order by 1`,
  )
  return rows
}
