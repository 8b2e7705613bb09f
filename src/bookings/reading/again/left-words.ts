import { type Entry, loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { countedAt, plainAt } from './plain-words.ts'
import { purposeAt } from './purpose.ts'

/** What the text names: minutes of a half day (3 PM, 15:00 and "3" are one), days, bare numbers that may be either. */
export type Named = {
  clocks: number[]
  durations: number[]
  days: string[]
  spans: [string, string][]
  numbers: number[]
}

const words = loadLexicon('booking-times')
const seats = loadLexicon('booking-seats')
const instruments = loadLexicon('booking-instruments')
const courtesy = loadLexicon('courtesy')
const dates = loadLexicon('dates')
const STRUCK = /~~/g
const POLITE = new Set(['say', 'weak', 'greet', 'thank'])

/** Words that are left: known ones, bare numbers ("10-2", "and 20"), and those nobody knows or that take a day back. */
export function takeWords(text: string, named: Named): string[] {
  const tokens = tokenise(text)
  const unknown: string[] = text.match(STRUCK) ?? []
  for (let at = 0; at < tokens.length; ) {
    const purpose = purposeAt(text, tokens, at)
    const seat = seatAt(tokens, at) ?? countedAt(tokens, at)
    const entry = (purpose ?? seat) === null ? words.at(tokens, at) : null
    const next = purpose ?? seat ?? entry?.next ?? politeAt(tokens, at) ?? plainAt(text, tokens, at)
    if (entry) unknown.push(...readMeaning(entry.value, named))
    else if (next === null) unknown.push(...readToken(tokens[at], named))
    at = next ?? at + 1
  }
  return unknown
}

/** "dos violines", "1 violin", "a viola player": who is wanted is read elsewhere. */
function seatAt(tokens: readonly Token[], at: number): number | null {
  if (tokens[at]?.kind === 'number' && namedAt(tokens, at + 1)) return at + 1
  if (tokens[at + 1]?.text === '(' && namedAt(tokens, at + 2) && numberWordAt(tokens, at)) return at + 1
  const said = seats.at(tokens, at)
  const isWanted = said?.value.meaning === 'wants' || (said?.value.meaning === 'count' && namedAt(tokens, said.next))
  if (said && isWanted) return said.next
  return instruments.at(tokens, at) && namedAt(tokens, at - 1)?.next === at ? at + 1 : null
}

/** A word of courtesy; a greeting may name whom it greets: "Hello Custom Tracks team, ...", "Meg, ...". */
function politeAt(tokens: readonly Token[], at: number): number | null {
  const said = courtesy.at(tokens, at)
  const opensLine = at === 0 || tokens[at - 1]?.kind === 'line'
  if (said?.value.meaning === 'greet') return behindGreeted(tokens, said.next) ?? said.next
  if (opensLine && tokens[at]?.kind === 'word' && tokens[at + 1]?.text === ',') return at + 1
  return said && POLITE.has(said.value.meaning) ? said.next : null
}

const MOST_GREETED = 5

/** Up to the comma: nothing that is greeted is a day or takes one back. */
function behindGreeted(tokens: readonly Token[], from: number): number | null {
  let at = from
  while (tokens[at]?.kind === 'word' && !dates.get(tokens[at]?.text ?? '') && at < from + MOST_GREETED) at += 1
  return at > from && /^[,!.:-]$/.test(tokens[at]?.text ?? '') ? at : null
}

function readMeaning({ word, meaning }: Entry, { clocks, durations }: Named): string[] {
  const [kind, minutes] = meaning.split(' ')
  if (kind === 'clock') clocks.push(Number(minutes))
  if (kind === 'length') durations.push(Number(minutes))
  return kind === 'moves' ? [word] : []
}

function readToken(token: Token | undefined, { numbers }: Named): string[] {
  if (token?.kind === 'word') return [token.text]
  if (token?.kind !== 'number') return []
  const value = Number(token.text)
  if (Number.isInteger(value) && value <= 31) numbers.push(value)
  else if (!(value >= 2020 && value < 2100)) return [token.text]
  return []
}
