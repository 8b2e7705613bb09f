const DAY_MS = 86_400_000

export function daysUntil(end: Date, now: Date): number {
  return (end.getTime() - now.getTime()) / DAY_MS
}

/** `11 December 2026`, in UTC. */
export function writeDay(day: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}
