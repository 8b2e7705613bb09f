const DAY_MS = 86_400_000

export function daysUntil(end: Date, now: Date): number {
  return (end.getTime() - now.getTime()) / DAY_MS
}
