import { addDays, dateAt, midnightOf, windowOn } from '../plan/windows.ts'

/** The next time the clock shows this: `14:00`, `2 pm`, `2:30pm`, `24:00`. Null: it is no time. */
export function readUntil(text: string, zone: string, now: Date): Date | null {
  const [, hour, minute = '00', half] = /^(\d{1,2})(?::(\d\d))?\s*(am|pm)?$/i.exec(text.trim()) ?? []
  if (!hour || Number(minute) > 59) return null
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  if (hours > 24 || (half && Number(hour) > 12) || (hours === 24 && minute !== '00')) return null
  const today = dateAt(now, zone)
  const on = (date: string) => (hours === 24 ? midnightOf(addDays(date, 1), zone) : clockOn(date, hours, minute, zone))
  return on(today) > now ? on(today) : on(addDays(today, 1))
}

function clockOn(date: string, hours: number, minute: string, zone: string): Date {
  return windowOn(date, { start: `${String(hours).padStart(2, '0')}:${minute}`, end: '24:00', zone }).from
}
