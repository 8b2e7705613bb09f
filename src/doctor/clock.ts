import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { off, ok, wrong } from './finding.ts'

const TIMEOUT_MS = 10_000
/** Slack refuses signatures five minutes old; leases and undo windows want it closer. */
const MOST_S = 30

/** Compares our time with the one a vendor writes on its answer. */
export async function checkClock({ settings }: Needs<'settings'>) {
  const url = hostOf(settings)
  if (!url) return off('no account is there to compare the time with')
  const before = Date.now()
  const told = await askTime(url)
  if (Number.isNaN(told)) return off('no vendor told the time')
  // The header counts whole seconds, and the answer took its time.
  const apart = Math.round((told - (before + Date.now()) / 2) / 1000)
  if (Math.abs(apart) <= MOST_S) return ok('right to the second')
  const way = apart > 0 ? 'behind' : 'ahead'
  return wrong(`this machine is ${Math.abs(apart)} s ${way}. Turn on time synchronisation (NTP).`)
}

/** NaN when nobody says: that the vendor is not there is told by its own check. */
async function askTime(url: string): Promise<number> {
  const asked = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const
  const response = await fetch(url, asked).catch(() => null)
  return Date.parse(response?.headers.get('date') ?? '')
}

function hostOf(settings: Settings): string | null {
  if (settings.SLACK_BOT_TOKEN) return settings.SLACK_API_URL ?? 'https://slack.com/api/'
  if (settings.TELEGRAM_BOT_TOKEN) return settings.TELEGRAM_API_ROOT ?? 'https://api.telegram.org'
  return settings.META_APP_ID || settings.INSTAGRAM_ACCESS_TOKEN ? settings.META_GRAPH_URL : null
}
