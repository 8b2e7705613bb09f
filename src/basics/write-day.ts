import { writeDate } from './write-date.ts'

/** `11 December 2026`, in UTC: for whoever looks after the machine. */
export function writeDay(day: Date): string {
  return writeDate(day, 'en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}

/** `11 December 2026 at 02:10 UTC` */
export function writeMoment(at: Date): string {
  return `${writeDate(at, 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`
}
