import { bookingPipeline } from '#src/bookings/pipeline.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { fetchReader } from '#src/mailbox/fetch-mails.ts'
import { orderPipeline } from '#src/orders/pipeline.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { repPipeline } from '#src/reps/pipeline.ts'

/** Every line of work there is. What derives from it is made when it is asked for: a test may add its own. */
export const pipelines: Pipeline[] = [orderPipeline, bookingPipeline, repPipeline]

/** Everyone who reads what comes in: the shared rooms themselves, and the pipelines. */
export function inboxReaders(): Reader[] {
  return [fetchReader, ...pipelines.flatMap(({ readers }) => readers)]
}
