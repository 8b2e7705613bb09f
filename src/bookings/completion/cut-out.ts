import type { Span } from '../span.ts'

/** Busy times without what lies in the hole: our own session is no reason against itself. */
export function cutOut(spans: readonly Span[], hole: Span): Span[] {
  return spans.flatMap(({ start, end }) => {
    if (end <= hole.start || start >= hole.end) return [{ start, end }]
    return [
      ...(start < hole.start ? [{ start, end: hole.start }] : []),
      ...(end > hole.end ? [{ start: hole.end, end }] : []),
    ]
  })
}
