import type { Hours } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'

/** Beside the lines of work: what is broken, and who asks to be let in. */
export const OF_THE_DESK = ['operations', 'people']

/** Those whose accounts are set. */
export function configuredPipelines(settings: Settings): Pipeline[] {
  return pipelines.filter((pipeline) => pipeline.isConfigured(settings))
}

/** Whether people hear of a pipeline: what is no line of work, such as 'people', always is. */
export function isShown(settings: Settings, name: string | undefined): boolean {
  return pipelines.every((pipeline) => pipeline.name !== name || pipeline.isConfigured(settings))
}

/** How the people of a pipeline write a time of day. */
export function hoursOf(pipeline: string): Hours {
  return pipelines.find(({ name }) => name === pipeline)?.hours ?? 24
}

/** The line of work that has a kind of record; none for the desk's own. */
export function pipelineOf(kind: string): Pipeline | undefined {
  return pipelines.find(({ kinds }) => kinds.some(({ subject }) => subject.kind.name === kind))
}
