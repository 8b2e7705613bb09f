import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { type Signal, takenAt } from './topics.ts'

const words = loadLexicon('booking-notes')
/** `hasTopic`: it speaks of something we know. */
export type Said = { signals: Set<Signal>; taken: Set<Signal>; hasTopic: boolean }

const SAYS_NOTHING = new Set(['someone', 'nothing alone', 'told before', 'told behind'])

/** The words that may change the booking, and which of them the topics of the clause explain. */
export function signalsIn(tokens: readonly Token[]): Said {
  const said: Said = { signals: new Set(), taken: new Set(), hasTopic: false }
  for (let at = 0; at < tokens.length; ) {
    const found = words.at(tokens, at)
    const meaning = found?.value.meaning ?? ''
    if (isPlayer(tokens, at)) said.signals.add('people')
    if (isSignal(meaning, tokens, at, found?.next)) said.signals.add(meaning as Signal)
    const next = found?.next ?? at + 1
    for (let one = at; one < next; one += 1) addTopic(takenAt(tokens, one), said)
    at = next
  }
  return said
}

function isSignal(meaning: string, tokens: readonly Token[], at: number, next = 0): boolean {
  if (meaning === '' || SAYS_NOTHING.has(meaning) || (namedAt(tokens, at)?.next ?? 0) > next) return false
  if (isMonth(tokens, at)) return false
  return meaning !== 'question' || opens(tokens, at)
}

/** "May 3rd", "in May" */
function isMonth(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === 'may' && (tokens[at + 1]?.kind === 'number' || OF_TIME.has(tokens[at - 1]?.text ?? ''))
}

const OF_TIME = wordSet('in of by until till this next since from for')

/** "a patient cellist": who plays, not what. */
function isPlayer(tokens: readonly Token[], at: number): boolean {
  return /ists?$/.test(tokens[at]?.text ?? '') && namedAt(tokens, at) !== null
}

/** "is there parking?", not "this is a demo" */
function opens(tokens: readonly Token[], at: number): boolean {
  return tokens.findIndex(({ kind, text }) => kind === 'word' && !JOINS.has(text)) === at
}

const JOINS = wordSet('and or but so hi hello hey also then')

function addTopic(takes: ReadonlySet<Signal> | null, said: Said): void {
  if (takes === null) return
  said.hasTopic = true
  for (const one of takes) said.taken.add(one)
}
