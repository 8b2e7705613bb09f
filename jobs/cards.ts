import { type Bots, deliverCards } from '#bots/deliver.ts'
import { platformNames, platforms } from '#entities/people/identity.ts'
import { cardStep } from '#src/moves/ring-cards.ts'
import { defineStep, type Step } from './job.ts'

export function createCardSteps(bots: Bots): Step[] {
  return platforms.map((platform) =>
    defineStep({
      name: cardStep(platform),
      what: `Hanging cards in ${platformNames[platform]}`,
      every: '1 minute',
      pipeline: 'operations',
      run: async (app) => {
        const bot = bots[platform]
        return bot ? deliverCards(app, bot, platform) : 0
      },
    }),
  )
}
