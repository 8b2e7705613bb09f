/**
 * What a word says: see `lexicon/answers.tsv`. `end` parts clauses; `code` and `offered` name `offers`, by their codes.
 */
export type Said = { tag: string; text: string; start: number; end: number; offers?: Set<string> | undefined }

/** The text of a span that lasts over all that is asked. */
export const OF_ALL = 'of all'

/** The text of one that may last to an hour as well as to a day: "till 6". */
export const BY_HOUR = 'by the hour'
