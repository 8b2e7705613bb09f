import { bookingPipeline } from '#src/bookings/pipeline.ts'
import type { Pipeline } from '#src/cards/pipeline.ts'
import type { Settings } from '#src/config.ts'
import { orderPipeline } from '#src/orders/pipeline.ts'

/** Every line of work there is. */
const pipelines: Pipeline[] = [orderPipeline, bookingPipeline]

/** Those whose accounts are set. */
export function configuredPipelines(settings: Settings): Pipeline[] {
  return pipelines.filter((pipeline) => pipeline.isConfigured(settings))
}

/** Whether people hear of a pipeline: what is no line of work, such as 'people', always is. */
export function isShown(settings: Settings, name: string | undefined): boolean {
  return pipelines.every((pipeline) => pipeline.name !== name || pipeline.isConfigured(settings))
}
