/**
 * The time zone of this name as IANA spells it: `europe/prague` is `Europe/Prague`; null where there is none. An offset
 * is none: Postgres counts those the other way round.
 */
export function readZone(name: string): string | null {
  if (!/^[a-z][\w/+-]{1,60}$/i.test(name.trim())) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name.trim() }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
