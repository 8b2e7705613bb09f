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
  'about music': [
    'start',
    'please',
    'wish',
    'prefer',
    'more',
    'only',
    'not',
    'same',
    'maybe',
    'off',
    'instead',
    'other hour',
    'moment',
  ],
  'about files': [
    'start',
    'same',
    'off',
    'please',
    'question',
    'wish',
    'prefer',
    'more',
    'only',
    'not',
    'maybe',
    'other hour',
    'day',
    'clock',
    'inside',
    'moment',
    'number',
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
    'more',
    'people',
    'number',
    'moment',
  ],
  'about hearing': ['question', 'same', 'more', 'only', 'not', 'day', 'number'],
  'about talk': ['start'],
  'about place': ['ask', 'start', 'off', 'same', 'please', 'only', 'not', 'more', 'people', 'number', 'moment'],
  'about arriving': ['start', 'please', 'only', 'not', 'more', 'people', 'clock', 'moment', 'number'],
  'about gear': ['start', 'off', 'please', 'wish', 'prefer', 'more', 'only', 'not', 'people', 'instead', 'number'],
  'about money': ['please', 'only', 'not', 'more', 'people', 'day', 'pay'],
  'about events': ['start', 'off', 'more', 'only', 'not', 'day', 'clock', 'inside', 'length', 'moment', 'number'],
  'about reaching': [
    'start',
    'please',
    'prefer',
    'instead',
    'only',
    'not',
    'more',
    'day',
    'clock',
    'inside',
    'moment',
    'number',
    'other hour',
  ],
  'about the program': ['question', 'people', 'book', 'day', 'clock', 'inside', 'number', 'more'],
  'about us': ['start', 'off', 'only', 'not', 'people'],
}

/** The signals that a word here explains; null where it is of no topic. */
export function takenAt(tokens: readonly Token[], at: number): readonly Signal[] | null {
  const text = tokens[at]?.text ?? ''
  const topic = (topics.at(tokens, at)?.value ?? topics.get(text.replace(/'s$/, '')))?.meaning
  return topic === undefined ? null : (TAKES[topic] ?? [])
}
