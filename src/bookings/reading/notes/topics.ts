import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'

/** What makes a clause more than talk; `lexicon/booking-notes.tsv`, and what is read of its times. */
export type Signal =
  | ('book' | 'booking' | 'if' | 'maybe' | 'request' | 'question' | 'please' | 'wish' | 'prefer' | 'more' | 'ask')
  | ('instead' | 'only' | 'not' | 'same' | 'people' | 'off' | 'start' | 'limit' | 'other hour' | 'pay')
  | ('day' | 'clock' | 'inside' | 'zone' | 'moment' | 'length' | 'number')

const topics = loadLexicon('booking-topics')

/**
 * The signals that a word here explains: "the charts follow on Monday", "could be a bit slower in the bridge"
 * (`lexicon/booking-takes.tsv`). Null where it is of no harmless topic.
 */
export function takenAt(tokens: readonly Token[], at: number): ReadonlySet<Signal> | null {
  const text = tokens[at]?.text ?? ''
  const topic = (topics.at(tokens, at)?.value ?? topics.get(text.replace(/'s$/, '')))?.meaning
  return topic === undefined ? null : (wordsOf('booking-takes', topic) as ReadonlySet<Signal>)
}
