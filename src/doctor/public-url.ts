import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { off, ok, wrong } from './finding.ts'

const TIMEOUT_MS = 10_000

/** Asks our own /healthz by the address the outside uses. Some networks cannot reach themselves that way. */
export async function checkPublicUrl({ settings, publicUrl }: Needs<'settings' | 'publicUrl'>) {
  const users = usersOf(settings)
  if (!settings.PUBLIC_URL) {
    const isLocal = isLoopback(settings.META_GRAPH_URL)
    return users.length === 0 || isLocal
      ? off(`links lead to ${publicUrl}, which only this machine can open`)
      : wrong(`PUBLIC_URL is missing, and ${users.join(', ')} cannot reach ${publicUrl}.`)
  }
  if (!publicUrl.startsWith('https:') && !isLoopback(publicUrl)) {
    return wrong(`${publicUrl} has no https: vendors refuse it, and sign-in links could be read on the way.`)
  }
  const answer = await askHealth(publicUrl)
  if (answer !== 'ok') return wrong(`${publicUrl} ${answer}. Check DNS and the proxy in front.`)
  return ok([publicUrl, ...(users.length > 0 ? [`used by ${users.join(', ')}`] : [])].join(' · '))
}

function usersOf(settings: Settings): string[] {
  return [
    ...(settings.SLACK_BOT_TOKEN && !settings.SLACK_APP_TOKEN ? ['Slack'] : []),
    ...(settings.TELEGRAM_WEBHOOK_SECRET ? ['Telegram'] : []),
    ...(settings.META_VERIFY_TOKEN ? ['Instagram'] : []),
    ...(settings.TWILIO_ACCOUNT_SID ? ['Twilio'] : []),
  ]
}

async function askHealth(publicUrl: string): Promise<string> {
  try {
    const response = await fetch(`${publicUrl}/healthz`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'manual',
    })
    const isOurs = response.status === 200 && (await response.text()).includes('"ok":true')
    return isOurs ? 'ok' : `answers ${response.status}, but that is not Deskhand`
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    return `does not answer${cause?.code ? ` (${cause.code})` : ''}`
  }
}

function isLoopback(url: string): boolean {
  return /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname)
}
