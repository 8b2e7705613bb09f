import { bookingPipeline } from '#src/bookings/pipeline.ts'
import { catalogPipeline } from '#src/catalog/pipeline.ts'
import { orderPipeline } from '#src/orders/pipeline.ts'
import type { Pipeline } from '#src/pipeline.ts'

/** Every line of work there is. What derives from it is made when it is asked for: a test may add its own. */
export const pipelines: Pipeline[] = [orderPipeline, bookingPipeline, catalogPipeline]
