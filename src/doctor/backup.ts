import type { Needs } from '#src/app.ts'
import { isLate, lastBackup } from '#src/backup/last-backup.ts'
import { writeMoment } from '#src/basics/write-day.ts'
import { off, ok, wrong } from './finding.ts'

/** Whether the place of backups answers, and when the last one was made. */
export async function checkBackup({ em, backups, clock, settings }: Needs<'em' | 'backups' | 'clock' | 'settings'>) {
  if (!backups) return off('BACKUP_URL is not set, so nothing is backed up by itself')
  await backups.list('2')
  const where = settings.BACKUP_URL ?? ''
  const last = await lastBackup(em.fork())
  if (!last) return ok(`${where} answers; the first backup is made within ten minutes of the start`)
  const when = writeMoment(last)
  return isLate(last, clock()) ? wrong(`${where} answers, but the last backup is of ${when}`) : ok(`${where}, ${when}`)
}
