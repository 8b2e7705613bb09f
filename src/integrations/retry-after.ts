const LONGEST_S = 24 * 3_600

/**
 * The seconds a vendor asks us to wait, a day at most: its `Retry-After` as a number or as a date (RFC 9110, 10.2.3).
 * Null where there is none, or none that can be read.
 */
export function readRetryAfter(header: unknown, now = new Date()): number | null {
  const text = String([header].flat()[0] ?? '').trim()
  if (text === '') return null
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(LONGEST_S, Math.max(0, Math.ceil(seconds))) : null
}
