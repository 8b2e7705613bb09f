import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import type { Bots } from './deliver.ts'
import { connectSlack } from './slack/connect.ts'
import { connectTelegram } from './telegram/connect.ts'

type Roles = Settings['DESKHAND_ROLES']

/** Both platforms, as far as they are configured. From here on the app finds their places. */
export function connectBots(app: App, databaseUrl: string) {
  const slack = connectSlack(app)
  const telegram = connectTelegram(app, databaseUrl)
  const bots: Bots = { ...(slack && { slack: slack.bot }), ...(telegram && { telegram: telegram.bot }) }
  app.findPlace = Object.fromEntries(Object.entries(bots).map(([platform, { findPlace }]) => [platform, findPlace]))
  return {
    bots,
    /** What reaches them by HTTP, in a process that serves it. */
    requests: (roles: Roles) =>
      roles.has('web')
        ? { slackRequests: slack?.requests ?? null, telegramWebhook: telegram?.webhook ?? null }
        : undefined,
    async listen(roles: Roles) {
      await slack?.listen(roles)
      await telegram?.listen(roles, app.publicUrl)
    },
    async stop() {
      await telegram?.stop()
      await slack?.stop()
    },
  }
}
