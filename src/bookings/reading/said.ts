/**
 * What a word says: see `lexicon/answers.tsv`. `end` parts clauses; `code` and `offered` name `offers`, by their codes.
 */
export type Said = { tag: string; text: string; start: number; end: number; offers?: Set<string> | undefined }

/** The text of a span that lasts over all that is asked. */
export const OF_ALL = 'of all'
