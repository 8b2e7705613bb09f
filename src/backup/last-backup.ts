import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { readNote } from '#src/database/notes.ts'

/** The note of the last one that was made and read back. */
export const LAST = 'backup:last'
const LATE_MS = 26 * 60 * 60_000

export type Last = { name: string; rows: number }

/** `Last backup 03:10.` Nothing where no backup is asked for. */
export async function tellLastBackup(
  { clock, settings }: Needs<'clock' | 'settings'>,
  em: EntityManager,
  when: (at: Date) => string,
): Promise<string[]> {
  if (!settings.BACKUP_URL) return []
  const last = await lastBackup(em)
  if (!last) return ['No backup yet.']
  const at = when(last)
  return [isLate(last, clock()) ? `No backup since ${at}: why says jobs.backup.` : `Last backup ${at}.`]
}

export function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > LATE_MS
}

export async function lastBackup(em: EntityManager): Promise<Date | null> {
  return (await readNote<Last>(em, LAST))?.at ?? null
}
