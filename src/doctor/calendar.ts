import type { Needs } from '#src/app.ts'
import { off, ok, wrong } from './finding.ts'
import { CONNECT, needsConnecting } from './gmail.ts'

const HOUR_MS = 3_600_000

/** Asks whether the studio's calendar is busy this hour. */
export async function checkCalendar({ calendar, clock, settings }: Needs<'calendar' | 'clock' | 'settings'>) {
  if (!calendar) return off('nobody\u2019s free times are known, and no session is entered')
  const { STUDIO_CALENDAR_ID: studio } = settings
  const id = studio ?? 'primary'
  const busy = await calendar.freeBusy([id], clock(), new Date(clock().getTime() + HOUR_MS)).catch(needsConnecting)
  if (busy === null) return wrong(CONNECT)
  const said = busy[id]
  if (studio && (!said || 'error' in said)) {
    return wrong(`the studio\u2019s calendar cannot be seen: share ${studio} with the connected account.`)
  }
  return ok('free times can be read')
}
