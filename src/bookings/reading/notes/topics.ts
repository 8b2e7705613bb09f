import { loadLexicon } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'

/** What makes a clause more than talk; `lexicon/booking-notes.tsv`, and what is read of its times. */
export type Signal =
  | ('book' | 'booking' | 'if' | 'maybe' | 'request' | 'question' | 'please' | 'wish' | 'prefer' | 'more' | 'ask')
  | ('instead' | 'only' | 'not' | 'same' | 'people' | 'off' | 'start' | 'limit' | 'other hour' | 'pay')
  | ('day' | 'clock' | 'inside' | 'zone' | 'moment' | 'length' | 'number')

const topics = loadLexicon('booking-topics')

/** What a harmless topic takes of a clause: "the charts follow on Monday", "could be a bit slower in the bridge". */
const TAKES: Record<string, readonly Signal[]> = {
  'about music': ['start', 'please', 'wish', 'prefer', 'more', 'only', 'not', 'same', 'maybe', 'moment'],
  'about files': [
    'start',
    'same',
    'please',
    'question',
    'wish',
    'prefer',
    'not',
    'moment',
    'number',
    'day',
    'other hour',
  ],
  'about getting in': [
    'ask',
    'start',
    'please',
    'request',
    'question',
    'wish',
    'maybe',
    'only',
    'not',
    'moment',
    'number',
  ],
  'about hearing': ['question', 'same', 'more', 'only', 'not', 'day', 'number'],
  'about talk': ['start'],
  'about place': ['ask', 'start', 'same', 'please', 'only', 'moment', 'number'],
  'about arriving': ['start', 'please', 'moment'],
  'about gear': ['start', 'please', 'wish', 'prefer', 'instead', 'number'],
  'about money': ['please', 'pay', 'number'],
  'about events': ['start', 'day', 'moment', 'number'],
  'about reaching': ['start', 'please', 'prefer', 'only', 'not', 'clock', 'day', 'moment', 'number'],
  'about the program': ['question', 'people', 'book', 'day', 'clock', 'inside', 'number', 'more'],
  'about the record': ['start', 'day', 'clock', 'moment', 'number'],
  'about us': ['start', 'people'],
}

/** The signals that a word here explains; null where it is of no topic. */
export function takenAt(tokens: readonly Token[], at: number): readonly Signal[] | null {
  const text = tokens[at]?.text ?? ''
  const topic = (topics.at(tokens, at)?.value ?? topics.get(text.replace(/'s$/, '')))?.meaning
  return topic === undefined ? null : (TAKES[topic] ?? [])
}
