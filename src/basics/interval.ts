const UNITS_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `3 days`, `1 hour 30 minutes`, in milliseconds; null where it is no interval, or no time. */
export function readInterval(text: string): number | null {
  if (!/^(?:(?:\d{1,4}|an?|one) (?:minute|hour|day)s?(?: |$))+$/.test(text)) return null
  const parts = [...text.matchAll(/(\w+) (minute|hour|day)/g)]
  const times = parts.map(
    ([, count, unit]) => (/\d/.test(count ?? '') ? Number(count) : 1) * (UNITS_MS[unit ?? ''] ?? 0),
  )
  return times.reduce((sum, part) => sum + part, 0) || null
}

/** The same of a setting, whose words were read at the start. */
export function intervalOf(setting: string): number {
  return readInterval(setting) ?? 0
}
