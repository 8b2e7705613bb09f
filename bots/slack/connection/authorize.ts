import type { AuthorizeResult } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'

/** Who the bot is, asked once: Bolt would ask Slack at every event. */
export function createAuthorize(client: WebClient, botToken: string): () => Promise<AuthorizeResult> {
  let known: Promise<AuthorizeResult> | null = null
  return () => {
    known ??= client.auth.test().then(({ bot_id, user_id }) => ({
      botToken,
      ...(bot_id && { botId: bot_id }),
      ...(user_id && { botUserId: user_id }),
    }))
    known.catch(() => {
      known = null
    })
    return known
  }
}
