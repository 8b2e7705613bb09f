import { LogLevel, WebClient } from '@slack/web-api'
import type { Settings } from '#src/config.ts'
import { type Check, off, ok, wrong } from '#src/doctor/finding.ts'
import { codeOf, readSlackRefusal } from './refusal.ts'

/** What we call Slack for, as in slack-manifest.yaml. */
const NEEDED = [
  ...['chat:write', 'commands', 'app_mentions:read', 'files:read', 'files:write', 'im:history', 'im:write'],
  ...['channels:read', 'groups:read', 'channels:history', 'groups:history', 'users:read'],
]

/** Asks Slack who we are and whether we are in the channel; writes nothing. */
export function createSlackCheck(settings: Settings): Check {
  const { SLACK_BOT_TOKEN, SLACK_CHANNEL, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = settings
  return async () => {
    if (!SLACK_BOT_TOKEN) return off('no cards hang in Slack. See docs/accounts/slack.md.')
    if (!SLACK_APP_TOKEN && !SLACK_SIGNING_SECRET) {
      return wrong('SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET is missing: buttons do nothing.')
    }
    if (SLACK_APP_TOKEN && !SLACK_APP_TOKEN.startsWith('xapp-')) {
      return wrong('SLACK_APP_TOKEN is another token: it starts with xapp- and needs connections:write.')
    }
    const client = new WebClient(SLACK_BOT_TOKEN, {
      ...(SLACK_API_URL && { slackApiUrl: SLACK_API_URL }),
      ...{ retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR, timeout: 10_000 },
    })
    try {
      return await look(client, SLACK_CHANNEL)
    } catch (error) {
      return wrong(readProblem(error))
    }
  }
}

async function look(client: WebClient, place: string | undefined) {
  const { user, response_metadata } = await client.auth.test()
  const scopes = response_metadata?.scopes ?? []
  const missing = NEEDED.filter((scope) => scopes.length > 0 && !scopes.includes(scope))
  if (missing.length > 0)
    return wrong(`the app lacks ${missing.join(', ')}: paste slack-manifest.yaml and install it again.`)
  if (!place) return wrong('SLACK_CHANNEL is missing: where do cards hang? It is an id such as C0123ABCD.')
  const { channel } = await client.conversations.info({ channel: place })
  if (!channel?.is_member) return wrong(`@${user} is not in #${channel?.name ?? place}. Type there: /invite @${user}`)
  return ok(`@${user} is in #${channel.name}`)
}

/** Where it is a setting that is wrong. */
const SENTENCES: Record<string, string> = {
  channel_not_found:
    'SLACK_CHANNEL is no channel the app can see: give its id (C0...), and invite the app when it is private.',
  missing_scope: 'the app lacks channels:read or groups:read: paste slack-manifest.yaml and install it again.',
}

function readProblem(error: unknown): string {
  const code = codeOf(error)
  if (code === null) return `Slack says: ${(error as Error).message}`
  return SENTENCES[code] ?? readSlackRefusal(code).why ?? `Slack says: ${code}`
}
