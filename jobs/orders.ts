import { checkAddresses } from '#src/orders/address/check-address.ts'
import { askModel } from '#src/orders/comments/ask-model.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { scrapeComments } from '#src/orders/comments/scrape.ts'
import { takeComments } from '#src/orders/comments/take-comments.ts'
import { sendLinks } from '#src/orders/link/link.ts'
import { remindCustomers } from '#src/orders/mails/remind.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { takePayments } from '#src/orders/payments/take-payments.ts'
import { resolveSales } from '#src/orders/sales/resolve.ts'
import * as names from '#src/orders/steps.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'orders'

/** Comment -> order -> address -> cart link. */
export function createOrderSteps(scrapeEvery: string): Step[] {
  return [
    defineStep({ name: names.RESOLVE, every: '1 minute', pipeline, run: resolveSales }),
    defineStep({ name: names.SCRAPE, every: scrapeEvery, pipeline, alone: true, run: scrapeComments }),
    defineStep({ name: names.TAKE_COMMENTS, every: '1 minute', pipeline, run: takeComments }),
    defineStep({ name: names.EXTRACT, every: '1 minute', pipeline, run: extractOrders }),
    defineStep({ name: names.ASK_MODEL, every: '1 minute', pipeline, run: askModel }),
    defineStep({ name: names.TAKE_MAILS, every: '1 minute', pipeline, run: takeMails }),
    defineStep({ name: names.CHECK_ADDRESS, every: '1 minute', pipeline, run: checkAddresses }),
    defineStep({ name: names.LINK, every: '1 minute', pipeline, run: sendLinks }),
    defineStep({ name: names.TAKE_PAYMENTS, every: '1 minute', pipeline, run: takePayments }),
    defineStep({ name: names.REMIND, every: '1 hour', pipeline, run: remindCustomers }),
  ]
}
