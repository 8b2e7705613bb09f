import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { off, ok, wrong } from '#src/doctor/finding.ts'

const DAY_MS = 24 * 60 * 60_000

/** Whether the archive answers, and up to which day it is whole. */
export async function checkArchive({ em, archive, clock, settings }: Needs<'em' | 'archive' | 'clock' | 'settings'>) {
  if (!archive) return off('ARCHIVE_URL is not set, so old prices stay in the database')
  await archive.list(clock().toISOString().slice(0, 10))
  const [row] = await sql<{ day: string | null }>(em.fork(), 'select max(day) as day from price_archives')
  const where = settings.ARCHIVE_URL ?? ''
  if (!row?.day) return ok(`${where} answers, and nothing is archived yet`)
  const isBehind = clock().getTime() - new Date(row.day).getTime() > 3 * DAY_MS
  return isBehind
    ? wrong(`${where} answers, but the last archived day is ${row.day}`)
    : ok(`${where}, up to ${row.day}`)
}
