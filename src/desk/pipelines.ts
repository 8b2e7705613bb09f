import type { App } from '#src/app.ts'
import { forReader } from '#src/cards/for-reader.ts'
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

/** How a time of day is written where several lines of work stand together: as they agree, else `14:02`. */
export function sharedHours(settings: Settings): Hours {
  return hoursOfAll(configuredPipelines(settings))
}

/** The same of these alone. */
export function hoursOfAll(told: Pipeline[]): Hours {
  const [first = 24, ...others] = new Set(told.map(({ hours = 24 }) => hours))
  return others.length > 0 ? 24 : first
}

/** How the people of a pipeline write a time of day; what is no line of work is read by all of them. */
export function hoursOf(pipeline: string, settings: Settings): Hours {
  const own = pipelines.find(({ name }) => name === pipeline)
  return own ? (own.hours ?? 24) : sharedHours(settings)
}

/** The same for those who decide about a kind of record. */
export function hoursOfKind(kind: string, settings: Settings): Hours {
  return hoursOf(pipelineOf(kind)?.name ?? '', settings)
}

/** Whatever leaves through the shop's Gmail: one day for all of it. */
export function channelsByGmail(settings: Settings): string[] {
  return ['gmail', ...pipelines.flatMap(({ byGmail }) => byGmail?.(settings) ?? [])]
}

/** The app as a reader has it on a page where several lines of work stand together: with one clock. */
export function forReaderOfAll<Some extends Pick<App, 'settings'>>(app: Some, reader: { zone: string }) {
  return { ...forReader(app, reader), hours: sharedHours(app.settings) }
}

/** The line of work that has a kind of record; none for the desk's own. */
export function pipelineOf(kind: string): Pipeline | undefined {
  return pipelines.find(({ kinds }) => kinds.some(({ subject }) => subject.kind.name === kind))
}
