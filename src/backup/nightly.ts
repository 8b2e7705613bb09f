import { Temporal } from 'temporal-polyfill'
import type { Needs } from '#src/app.ts'
import { zoned } from '#src/basics/zoned.ts'
import { writeNote } from '#src/database/notes.ts'
import { LAST, type Last, lastBackup } from './last-backup.ts'
import { type BackingUp, makeBackup } from './make-backup.ts'

/** At night, in the shop's zone, after the hour that clocks may skip. */
const HOUR = { hour: 3, minute: 10 }

/** Makes tonight's backup when its hour has come, or was missed; returns 1 when it did. */
export async function backUpNightly(app: BackingUp & Needs<'settings'>): Promise<number> {
  if (!app.backups) return 0
  const now = app.clock()
  const last = await lastBackup(app.em.fork())
  if (last && last >= lastHour(now, app.settings.STORE_TIMEZONE)) return 0
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
