/**
 * Until when Meta answers each version of its Graph API. A version that is not here is newer than this list.
 *
 * @see https://developers.facebook.com/docs/graph-api/changelog/versions (read November 2026)
 */
const ENDS: Record<string, string> = {
  'v19.0': '2026-05-21',
  'v20.0': '2026-09-24',
  'v21.0': '2027-01-21',
  'v22.0': '2027-05-20',
  'v23.0': '2027-10-08',
  'v24.0': '2028-02-18',
  'v25.0': '2028-07-29',
}

const OLDEST_LISTED = 19

/** The day a version ends; null when none is announced. Older ones ended before the list begins. */
export function endOfGraph(version: string): Date | null {
  const end = ENDS[version]
  if (end) return new Date(end)
  return Number.parseInt(version.slice(1), 10) < OLDEST_LISTED ? new Date(0) : null
}
