import { askModel } from '#src/orders/ask-model.ts'
import { checkAddresses } from '#src/orders/check-address.ts'
import { extractOrders } from '#src/orders/extract.ts'
import { sendLinks } from '#src/orders/link.ts'
import { remindCustomers } from '#src/orders/remind.ts'
import { resolveSales } from '#src/orders/resolve.ts'
import { scrapeComments } from '#src/orders/scrape.ts'
import * as names from '#src/orders/steps.ts'
import { takeComments } from '#src/orders/take-comments.ts'
import { takeMails } from '#src/orders/take-mails.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'orders'

/** Comment -> order -> address -> cart link. */
export function createOrderSteps(scrapeEvery: string): Step[] {
  return [
    defineStep({ name: names.RESOLVE, every: '5 minutes', pipeline, run: resolveSales }),
    defineStep({ name: names.SCRAPE, every: scrapeEvery, pipeline, run: scrapeComments }),
    defineStep({ name: names.TAKE_COMMENTS, every: '5 minutes', pipeline, run: takeComments }),
    defineStep({ name: names.EXTRACT, every: '5 minutes', pipeline, run: extractOrders }),
    defineStep({ name: names.ASK_MODEL, every: '5 minutes', pipeline, run: askModel }),
    defineStep({ name: names.TAKE_MAILS, every: '5 minutes', pipeline, run: takeMails }),
    defineStep({ name: names.CHECK_ADDRESS, every: '5 minutes', pipeline, run: checkAddresses }),
    defineStep({ name: names.LINK, every: '5 minutes', pipeline, run: sendLinks }),
    defineStep({ name: names.REMIND, every: '1 hour', pipeline, run: remindCustomers }),
  ]
}
