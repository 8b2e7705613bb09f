import { missingOf, townBefore } from './collect-blocks.ts'
import type { Judged } from './judge-piece.ts'
import { addressWordAt, regionNamed } from './words.ts'

/** The first part without a digit, where more than it is there. */
export function recipientOf(block: readonly Judged[], body: string): Judged | null {
  const named = block.find(({ piece, isName }) => piece.label === 'name' && isName)
  if (named) return named
  const [country, behind] = block.slice(-2)
  // "Plot 27, Bukoto Street, Kampala (Uganda). Ronald Ssebunya"
  if (country?.country && country.isName && behind && isPersons(behind) && isSignature(behind)) return behind
  const [first, second] = block
  if (!first || !second || !first.isName || first.isHouse || first.country) return null
  if (first.piece.label === 'address' && !isWholeLine(block, first)) return null
  if (first === townBefore(block) || SENTENCE.test(first.text) || AT.test(body.slice(0, first.piece.start))) return null
  // "Finch Hollow" is a street's name only where no other street follows.
  if (first.street > 0 && !block.some((one) => one !== first && one.street > 0)) return null
  return /\p{L}\S*\s+\p{L}|^\p{Script=Han}{2,6}$|^\p{L}{2,}$/u.test(first.text) ? first : null
}

/** "Delivery: Dora Fielding, 5 Elm Street, Leeds LS6 2QT": a label of all, not of a field. */
function isWholeLine(block: readonly Judged[], first: Judged): boolean {
  const line = block.filter(({ piece }) => piece.line === first.piece.line)
  return isPersons(first) && isSignature(first) && missingOf(line.slice(1)).length === 0
}

/** "Now staying at Springfield", "Stoke on Trent": nobody's name holds one of these. */
const SENTENCE = /\s(?:in|at|on|to|from|near|by|upon)\s/

/** "I live in" stands before a place. */
const AT = /\s(?:in|at|near)[ \t]+$/i

/** "c/o Dora Fielding", "I am Dora Fielding", "soy Dora": the name alone. */
export function nameIn({ text }: Judged): string {
  const name = text.replace(/^(?:attn|c\/o)[.:]?\s+/i, '')
  const words = name.split(/\s+/)
  const from = words.findIndex((word) => /^(?:\P{Ll}|\p{Ll}{1,2}['’])/u.test(word) || particles.has(word))
  return from > 0 ? words.slice(from).join(' ') : name
}

/** "Glyn Prothero (at) 27 Heol Road": two or three words of no address before a house and its street. */
export function nameBefore(first: Judged | undefined): { name: string; end: number } | null {
  if (!first || first.street < 2 || first.piece.label === 'address') return null
  const { tokens, text, start } = first.piece
  const number = tokens.findIndex(({ kind }) => kind === 'number')
  const isAt = tokens[number - 1]?.text === 'at'
  const end = tokens[number - 1]?.end ?? start
  const name = text.slice(0, (isAt ? (tokens[number - 2]?.end ?? start) : end) - start)
  const isStreetBehind = tokens.some((_, at) => at > number + 1 && addressWordAt(tokens, at)?.meaning === 'street')
  const isPlain = tokens.slice(0, number).every((_, at) => !addressWordAt(tokens, at))
  return isStreetBehind && isPlain && NAME.test(name) && !regionNamed(name) ? { name, end } : null
}

const NAME = /^\p{L}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*){1,2}$/u

/** A name may begin with one of these: "van Dijk", "de la Cruz". */
const particles = new Set(
  'van von vom zu zur der den de di da do das dos du la le del della ter ten el al bin ibn bint abu af av'.split(' '),
)

/** Two words and more that name no street, house or country. */
export function isPersons({ isName, street, isHouse, isUnit, country, text }: Judged): boolean {
  return isName && !isHouse && !isUnit && street === 0 && country === null && /\p{L}\s+\p{Lu}/u.test(text)
}

export function isSignature({ isName, isPart, text }: Judged): boolean {
  return isName && !isPart && /^(?:\p{Lu}[\p{L}'’.-]*\s?){1,3}$/u.test(text)
}
