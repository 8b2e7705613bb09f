import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'

const times = loadLexicon('booking-times')
const intent = loadLexicon('booking-intent')
const dates = loadLexicon('dates')
const setOf = (text: string) => new Set(text.split(/\s+/))
const FOR = setOf('for fur pour para per')
const ARTICLES = setOf(
  `a an the our my his her their its some un una une ein eine einen unser unsere unseren notre nos mon ma mes
  mi nuestro nuestra`,
)
/** Where the thing ends: what goes on of it is read by itself. */
const LINKS = setOf(
  `who which whose whom where when while if unless until but because so as than since though not no never only or
  might may must will shall should would can could has have had is are was were about after before during`,
)
/** A stretch, a place in a row, or how sure it is: none of these is a thing that is played for. */
const LOOSE = setOf(
  `while bit moment second minute hour day week weekend fortnight month quarter half year term season future duration
  maximum minimum total rest start date dates days time times hours slot slots option options choice hold
  other others another different new old previous former later earlier next last same alternative alternate
  possible potential provisional tentative likely soon now today tonight tomorrow yesterday yet still
  maybe perhaps possibly tbc tba tbd backup standby double single full whole confirming
  change cancellation refund quote price budget rate fee`,
)
const MOST_WORDS = 4

/** "for a cereal jingle, ...": what a session is for says nothing of when. Where the words end; null where none do. */
export function purposeAt(text: string, tokens: readonly Token[], at: number): number | null {
  if (!FOR.has(tokens[at]?.text ?? '') || !ARTICLES.has(tokens[at + 1]?.text ?? '')) return null
  let next = at + 2
  while (next <= at + 2 + MOST_WORDS && isOfThing(tokens[next])) next += 1
  const words = tokens.slice(at + 2, next)
  const isThing =
    words.length > 0 && words.length <= MOST_WORDS && !words.some((_, step) => isLoose(tokens, at + 2 + step))
  const after = tokens[next]
  const isStretch = after?.kind === 'number' || LOOSE.has(after?.text ?? '')
  // An hour or a day that was understood has left a gap: "for a rough 2pm".
  return isThing && !isStretch && !text.startsWith('  ', words.at(-1)?.end) ? next : null
}

function isOfThing(token: Token | undefined): boolean {
  return token?.kind === 'word' && !LINKS.has(token.text) && times.get(token.text) === null
}

function isLoose(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? ''
  const isSaid = [dates, intent].some((words) => words.at(tokens, at) !== null) || numberWordAt(tokens, at) !== null
  return LOOSE.has(word) || word.endsWith('ed') || isSaid || namedAt(tokens, at) !== null
}
