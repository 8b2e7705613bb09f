import { writeDate } from '#src/basics/write-date.ts'
import { dateAt } from './windows.ts'

/** `2:00 PM` */
export function writeTime(at: Date, zone: string): string {
  return format(at, zone, { hour: 'numeric', minute: '2-digit', hour12: true })
}

/** `2:00 PM` today, `tomorrow 9:00 AM`, `Tue 9:00 AM` within the week, else `Tue, Dec 8, 9:00 AM`. */
export function writeMoment(at: Date, zone: string, now: Date): string {
  const days = Math.round((Date.parse(dateAt(at, zone)) - Date.parse(dateAt(now, zone))) / 86_400_000)
  const time = writeTime(at, zone)
  if (days === 0) return time
  if (days === 1) return `tomorrow ${time}`
  if (days > 1 && days < 7) return `${format(at, zone, { weekday: 'short' })} ${time}`
  return `${format(at, zone, { weekday: 'short', month: 'short', day: 'numeric' })}, ${time}`
}

/** `9:00 AM` of the wall time `09:00:00`. */
export function writeWall(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const half = hours % 24 < 12 ? 'AM' : 'PM'
  return `${hours % 12 || 12}:${String(minutes).padStart(2, '0')} ${half}`
}

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return writeDate(at, 'en-US', { timeZone, ...options })
}

/** `Tuesday` */
export function weekdayOf(date: string): string {
  return format(new Date(`${date}T12:00:00Z`), 'UTC', { weekday: 'long' })
}
