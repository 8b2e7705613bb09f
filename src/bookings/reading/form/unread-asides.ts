import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { fold } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { zoneAt } from '../times/zones.ts'
import type { Field } from './fields.ts'
import { valuesOf } from './values.ts'

const dates = loadLexicon('dates')
const intent = loadLexicon('booking-intent')
const seats = loadLexicon('booking-seats')
const SAYS_WHEN = /^(?:month|weekday|days|part|clock)\b|^op (?:not|all-day|any-time|same|only|week|each|next)\b/
const LONGEST = 80
/** What asks for something, moves it or takes it back. */
const TURNS = new Set(
  `please also plus too more another extra instead not no without make makes made change changed move moved drop dropped
  cut only both them same other add swap`.split(/\s+/),
)

/** Answers to "where?", "why?" and the like that are more than a place or a reason: a person should look. */
export function unreadAsides(fields: readonly Field[]): string[] {
  return valuesOf(fields, 'aside')
    .filter((value) => value.length > LONGEST || !isPlain(fold(value)))
    .map((value) => value.slice(0, LONGEST))
}

function isPlain(folded: string): boolean {
  const tokens = tokenise(folded)
  return tokens.every((token, at) => !saysMore(tokens, at) && zoneAt(folded, token.start, true) === null)
}

/** A number, a day, a player, a wish. */
function saysMore(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token?.kind === 'number') return true
  if (token?.kind !== 'word') return false
  return (
    TURNS.has(token.text) ||
    SAYS_WHEN.test(dates.at(tokens, at)?.value.meaning ?? '') ||
    intent.at(tokens, at) !== null ||
    namedAt(tokens, at) !== null ||
    /^(?:wants|spares)$/.test(seats.at(tokens, at)?.value.meaning ?? '') ||
    (numberWordAt(tokens, at)?.value ?? 0) > 1
  )
}
