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
const minutely = { every: '1 minute', pipeline }

/** Comment -> order -> address -> cart link. */
export function createOrderSteps(scrapeEvery: string): Step[] {
  return [
    defineStep({ name: names.RESOLVE, what: 'Looking up sale posts', ...minutely, run: resolveSales }),
    defineStep({
      name: names.SCRAPE,
      what: 'Looking for comments',
      every: scrapeEvery,
      pipeline,
      alone: true,
      run: scrapeComments,
    }),
    defineStep({ name: names.TAKE_COMMENTS, what: 'Taking in comments', ...minutely, run: takeComments }),
    defineStep({ name: names.EXTRACT, what: 'Reading comments', ...minutely, run: extractOrders }),
    defineStep({ name: names.ASK_MODEL, what: 'Asking the model about comments', ...minutely, run: askModel }),
    defineStep({ name: names.TAKE_MAILS, what: 'Reading customers\u2019 mails', ...minutely, run: takeMails }),
    defineStep({ name: names.CHECK_ADDRESS, what: 'Checking addresses', ...minutely, run: checkAddresses }),
    defineStep({ name: names.LINK, what: 'Sending cart links', ...minutely, run: sendLinks }),
    defineStep({ name: names.TAKE_PAYMENTS, what: 'Noting payments', ...minutely, run: takePayments }),
    defineStep({ name: names.REMIND, what: 'Reminding customers', every: '1 hour', pipeline, run: remindCustomers }),
  ]
}
