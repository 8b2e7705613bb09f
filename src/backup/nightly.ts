import type { EntityManager } from '@mikro-orm/postgresql'
import { Temporal } from 'temporal-polyfill'
import type { Needs } from '#src/app.ts'
import { zoned } from '#src/basics/zoned.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import { type BackingUp, makeBackup } from './make-backup.ts'

/** At night, in the shop's zone, after the hour that clocks may skip. */
const HOUR = { hour: 3, minute: 10 }
const LAST = 'backup:last'
const LATE_MS = 26 * 60 * 60_000

type Last = { name: string; rows: number }

/** Makes tonight's backup when its hour has come, or was missed; returns 1 when it did. */
export async function backUpNightly(app: BackingUp & Needs<'settings'>): Promise<number> {
  if (!app.backups) return 0
  const now = app.clock()
  const last = await readNote<Last>(app.em.fork(), LAST)
  if (last && last.at >= lastHour(now, app.settings.STORE_TIMEZONE)) return 0
  await backUpNow(app)
  return 1
}

export async function backUpNow(app: BackingUp): Promise<Last> {
  const { name, rows } = await makeBackup(app)
  await writeNote(app.em.fork(), LAST, { name, rows }, app.clock())
  return { name, rows }
}

/** When the hour was last. */
function lastHour(now: Date, zone: string): Date {
  const here = zoned(now, zone)
  const today = here.with({ ...HOUR, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
  const last = Temporal.ZonedDateTime.compare(today, here) <= 0 ? today : today.subtract({ days: 1 })
  return new Date(last.epochMilliseconds)
}

/** `Last backup 03:10.` Nothing where no backup is asked for. */
export async function tellLastBackup(
  { clock, settings }: Needs<'clock' | 'settings'>,
  em: EntityManager,
  when: (at: Date) => string,
): Promise<string[]> {
  if (!settings.BACKUP_URL) return []
  const last = await readNote<Last>(em, LAST)
  if (!last) return ['No backup yet.']
  const at = when(last.at)
  return [isLate(last.at, clock()) ? `No backup since ${at}: why says jobs.backup.` : `Last backup ${at}.`]
}

export function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > LATE_MS
}

export async function lastBackup(em: EntityManager): Promise<Date | null> {
  return (await readNote<Last>(em, LAST))?.at ?? null
}
