import { type Bots, deliverCards } from '#bots/deliver.ts'
import { DELIVER_CARDS } from '#src/moves/raise-cards.ts'
import { defineStep, type Step } from './job.ts'

export function createCardSteps(bots: Bots): Step[] {
  return [
    defineStep({
      name: DELIVER_CARDS,
      what: 'Hanging cards',
      every: '1 minute',
      pipeline: 'operations',
      run: (app) => deliverCards(app, bots),
    }),
  ]
}
