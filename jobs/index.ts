import type { Bots } from '#bots/deliver.ts'
import { createWatch } from '#jobs/agenda/watch.ts'
import type { Needs } from '#src/app.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { createBookingSteps } from './bookings.ts'
import { createCardSteps } from './cards.ts'
import { createCatalogSteps } from './catalog.ts'
import { createDeskSteps } from './desk.ts'
import type { Step } from './job.ts'
import { createMailboxSteps } from './mailbox.ts'
import { createOrderSteps } from './orders.ts'
import { createOutboxSteps } from './outbox.ts'
import { createPriceSteps } from './prices.ts'
import { createPruneSteps } from './prune.ts'
import { createRepSteps } from './reps.ts'

/** Every step of every pipeline. Each process that works must have the same list: what is not in it is forgotten. */
export function createSteps({ settings }: Needs<'settings'>, bots: Bots): Step[] {
  const steps = [
    ...createCardSteps(bots),
    ...createDeskSteps(bots),
    ...createOutboxSteps(),
    ...createPruneSteps(),
    ...createMailboxSteps(inboxReaders()),
    ...createOrderSteps(settings.ORDERS_SCRAPE_EVERY),
    ...createBookingSteps(settings),
    ...createCatalogSteps(),
    ...createRepSteps(),
    ...createPriceSteps(),
  ]
  return [...steps, createWatch(steps)]
}
