import { type Bots, deliverCards } from '#bots/deliver.ts'
import { platforms } from '#entities/people/identity.ts'
import type { App } from '#src/app.ts'

/** Both platforms' steps at once, as they run in a process; returns how many cards were out of date. */
export async function deliverAll(app: App, bots: Bots): Promise<number> {
  const counts = platforms.map(async (platform) => {
    const bot = bots[platform]
    return bot ? deliverCards(app, bot, platform) : 0
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
