import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import * as names from '#src/prices/steps.ts'
import { remindWatchers } from '#src/prices/watches/remind-watchers.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'prices'
const minutely = { every: '1 minute', pipeline }

/** Product pages -> prices -> alerts. */
export function createPriceSteps(): Step[] {
  return [
    defineStep({ name: names.LOOK, what: 'Looking at prices', ...minutely, run: lookAtProducts }),
    defineStep({ name: names.REMIND, what: 'Reminding subscribers', every: '1 hour', pipeline, run: remindWatchers }),
    defineStep({ name: names.DAILY, what: 'Writing the daily price mails', every: '1 hour', pipeline, run: mailDaily }),
    defineStep({
      name: names.ARCHIVE,
      what: 'Archiving prices',
      every: '1 hour',
      pipeline,
      alone: true,
      run: async (app) => (await archiveDays(app)).length,
    }),
  ]
}
