import { wordsOf } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import type { InstrumentsRead } from '../instruments/settle-seats.ts'
import { type Sentence, sentencesOf } from './clauses.ts'
import { type Players, playersIn, playersRead } from './players-in.ts'
import { signalsIn } from './signals.ts'
import type { Slots } from './slots.ts'
import { timesIn } from './times-in.ts'
import type { Signal } from './topics.ts'

const MOST_TEXT = 6_000
const MOST_TOLD = 4
const LONGEST = 120
/** What asks for just what was read already. */
const ASKS: readonly Signal[] = ['please', 'wish', 'request', 'book', 'same', 'people', 'start']
/** Beside these, an instrument that is told of may be wished for. */
const TURNS: readonly Signal[] = ['if', 'maybe', 'wish', 'prefer', 'instead']

/**
 * `areSeatsHere`: no question asked for them, they were read in these very words. `isLetter`: none asked for notes.
 * `name`: with which one signs.
 */
export type ReadAlready = {
  seats: InstrumentsRead['instruments']
  areSeatsHere: boolean
  isLetter: boolean
  slots: Slots
  name: string
}

/**
 * Sentences that may wish for something else than was read: a person should look. `isNote`: beside answers to all that
 * is asked, where each sentence must speak of something we know; what is left of a letter may speak of anything.
 */
export function unreadNotes(text: string, read: ReadAlready, isNote: boolean): string[] {
  if (text.length > MOST_TEXT) return [`${text.trim().slice(0, LONGEST)}…`]
  const unread = new Set<string>()
  for (const one of sentencesOf(text, read.isLetter && !isNote)) {
    if (unread.size < MOST_TOLD && !isHarmless(one, read, isNote)) unread.add(one.written.slice(0, LONGEST))
  }
  return [...unread]
}

/** What moves a booking, holds it off or takes it back; days and numbers stand in every other title. */
const STRONG: readonly Signal[] = ['booking', 'if', 'maybe', 'instead', 'prefer', 'not', 'off', 'other hour', 'more']
const TITLE_WORDS = new RegExp(`\\b(?:${[...wordsOf('booking-words', 'in any title')].join('|')})\\b`, 'gi')

/** A title that says more: "Please hold off, still checking", "Updated: now 3 violins". */
export function unreadTitle(subject: string, read: ReadAlready): string[] {
  const title = subject.slice(0, LONGEST)
  const saysMore = ({ written, text, tokens, clauses }: Sentence) =>
    (tokens.some(({ kind }) => kind === 'number') && playersIn(written, tokens, read.seats) === 'other') ||
    clauses.some((clause) => {
      const { signals } = readClause(clause, text.slice(clause[0]?.start, clause.at(-1)?.end), read)
      return STRONG.some((one) => signals.has(one))
    })
  return sentencesOf(title.replace(TITLE_WORDS, ' '), false).some(saysMore) ? [title] : []
}

function isHarmless(sentence: Sentence, read: ReadAlready, isNote: boolean): boolean {
  const { written, text, tokens, clauses } = sentence
  const players = read.areSeatsHere ? playersRead(written, tokens) : playersIn(written, tokens, read.seats)
  if (players === 'other') return false
  if (isNameOf(sentence, read)) return true
  const said = clauses.map((clause) => readClause(clause, text.slice(clause[0]?.start, clause.at(-1)?.end), read))
  const isKnown = said.some((one) => one.isKnown) || /^(?:same|told)$/.test(players) || saysLittle(sentence)
  // "Do you know a good cellist?" asks for the one that was read there.
  const asks = read.areSeatsHere ? [...ASKS, 'question' as const] : ASKS
  return (isKnown || !isNote) && said.every((one) => isPlain(one, players, asks))
}

/** "Can't wait!", ":)". */
function saysLittle({ isTalk, tokens }: Sentence): boolean {
  return isTalk || tokens.every(({ kind }) => kind !== 'word')
}

/** The writer's own, whatever its words mean elsewhere: "Deshawn Price". */
function isNameOf({ tokens }: Sentence, { name }: ReadAlready): boolean {
  const own = new Set(tokenise(fold(name)).map(({ text }) => text))
  const words = tokens.filter(({ kind }) => kind === 'word')
  return words.length > 0 && words.every(({ text }) => own.has(text))
}

type Clause = { signals: Set<Signal>; taken: Set<Signal>; isKnown: boolean; isAsked: boolean; isAll: boolean }

function readClause(tokens: readonly Token[], text: string, { slots }: ReadAlready): Clause {
  const { signals, taken, hasTopic } = signalsIn(tokens)
  const times = timesIn(text, slots)
  for (const one of times.signals) signals.add(one)
  if (!times.isMoney && !taken.has('pay')) signals.delete('limit')
  const isAsked = times.isSame || tokens.at(-1)?.text === ':'
  return { signals, taken, isKnown: hasTopic || isAsked || times.isMoney, isAsked, isAll: times.isAll }
}

function isPlain({ signals, taken, ...clause }: Clause, players: Players, asks: readonly Signal[]): boolean {
  if (/^(?:told|unclear)$/.test(players) && TURNS.some((one) => signals.has(one))) return false
  const isAsked = players === 'same' || clause.isAsked
  const isOnly = isAsked && players !== 'some' && clause.isAll
  return [...signals].every((one) => taken.has(one) || (isAsked && asks.includes(one)) || (isOnly && one === 'only'))
}
