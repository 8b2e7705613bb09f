const UNITS_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `1 hour`, `1 hour 30 minutes`, in milliseconds. What is none of it, such as a crontab, is a minute. */
export function readInterval(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?|an?|one) ?(minute|hour|day)s?/gi)]
  const times = parts.map(([, number, unit]) => (Number(number) || 1) * (UNITS_MS[unit?.toLowerCase() ?? ''] ?? 0))
  return times.reduce((sum, part) => sum + part, 0) || 60_000
}
