import { pipelines } from '#src/pipelines.ts'
import type { TextReader } from '#src/text-reader.ts'

/** The kinds of `deskhand read`, by name. */
export function textReaders(): Record<string, TextReader> {
  return Object.assign({}, ...pipelines.map(({ readKinds }) => readKinds))
}
