import { Api, type Bot as Grammy, webhookCallback } from 'grammy'
import type { Context } from 'hono'
import type { Settings } from '#src/config.ts'
import type { Bot, ListeningApp } from '../bot.ts'
import { createTelegramListener } from './listen.ts'
import { startPolling } from './poll.ts'
import { createTelegramBot } from './send.ts'

export type TelegramConnection = {
  bot: Bot
  /** The webhook's handler, when updates come by webhook. */
  webhook: ((c: Context) => Promise<Response>) | null
  /** Starts to listen where this process does: polling, or telling Telegram where the webhook is. */
  listen(roles: Settings['DESKHAND_ROLES'], publicUrl: string): Promise<void>
  stop(): Promise<void>
}

/** A picture is uploaded in it too; by itself the library waits eight minutes. */
const PATIENCE_S = 20
const TELEGRAM_PATH = '/telegram/webhook'

/** Telegram with its token; null when none is set. */
export function connectTelegram(app: ListeningApp, databaseUrl: string): TelegramConnection | null {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: secretToken } = app.settings
  if (!token) return null
  const bot = createTelegramBot(new Api(token, { timeoutSeconds: PATIENCE_S, ...(apiRoot && { apiRoot }) }))
  const grammy = createTelegramListener(app, { token, ...(apiRoot && { apiRoot }) })
  let poller: { stop(): Promise<void> } | null = null
  return {
    bot,
    webhook: secretToken ? takeUpdates(grammy, secretToken) : null,
    async listen(roles, publicUrl) {
      if (secretToken && roles.has('web')) {
        await grammy.api.setWebhook(`${publicUrl}${TELEGRAM_PATH}`, {
          secret_token: secretToken,
          allowed_updates: ['message', 'callback_query', 'my_chat_member'],
        })
      }
      if (!secretToken && roles.has('bots')) poller = startPolling(grammy, databaseUrl, app.log)
    },
    stop: async () => poller?.stop(),
  }
}

/** grammY refuses a wrong secret with 401, and answers before Telegram's own patience ends. */
function takeUpdates(grammy: Grammy, secretToken: string): (c: Context) => Promise<Response> {
  return webhookCallback(grammy, 'hono', { secretToken, onTimeout: 'return', timeoutMilliseconds: 8000 }) as (
    c: Context,
  ) => Promise<Response>
}
