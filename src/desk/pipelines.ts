import type { Settings } from '#src/config.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'

/** Those whose accounts are set. */
export function configuredPipelines(settings: Settings): Pipeline[] {
  return pipelines.filter((pipeline) => pipeline.isConfigured(settings))
}

/** Whether people hear of a pipeline: what is no line of work, such as 'people', always is. */
export function isShown(settings: Settings, name: string | undefined): boolean {
  return pipelines.every((pipeline) => pipeline.name !== name || pipeline.isConfigured(settings))
}

/** The line of work that has a kind of record; none for the desk's own. */
export function pipelineOf(kind: string): Pipeline | undefined {
  return pipelines.find(({ kinds }) => kinds.some(({ subject }) => subject.kind.name === kind))
}
