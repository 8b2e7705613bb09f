/** From when to when. */
export type Span = { start: Date; end: Date }
