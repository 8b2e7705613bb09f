import { wordsOf } from '#src/reading/lexicon.ts'
import type { Atom } from '../atoms.ts'

const LIKES = wordsOf('order-words', 'likes')
const SAYS_WELL = wordsOf('order-words', 'says well')
const ASKS = wordsOf('order-words', 'begs')
const BUT_JUST = /^but (?:really )?(?:just|only)$/
const CHOOSES = /\b(?:just|only|stick|sticking|stay|settle|going with|go with|take|taking|have|get|getting)\b/

/**
 * "The red look lovely too but just the natural", "love the black but I'll take 1 white": what is praised before a but,
 * and something else taken behind it, is not wanted. Both may be where it says "also", or whom the other is for.
 */
export function withoutPraised(atoms: Atom[]): Atom[] {
  const but = atoms.findIndex(({ text }) => text === 'but' || BUT_JUST.test(text))
  if (but < 0) return atoms
  const from = atoms.slice(0, but).findLastIndex(({ tag }) => tag === 'sep') + 1
  const end = atoms.findIndex(({ tag }, at) => at > but && tag === 'sep')
  const begins = atoms[but]?.text === 'but' ? but + 1 : but
  const [praised, taken] = [atoms.slice(from, but), atoms.slice(begins, end < 0 ? undefined : end)]
  if (isPraise(praised) && isTaken(taken, coloursOf(praised))) return [...atoms.slice(0, from), ...atoms.slice(begins)]
  return mayPraise(praised) ? atoms.map((one, at) => (at === but ? { ...one, kind: 'unknown', tag: '' } : one)) : atoms
}

/** "Love a black but just 1 white" may want one thing or two: a person looks. */
function mayPraise(atoms: Atom[]): boolean {
  const isSaid = atoms.some((one) => hasWord(one, LIKES) || hasWord(one, SAYS_WELL))
  return isSaid && coloursOf(atoms).length > 0
}

function coloursOf(atoms: Atom[]): string[] {
  return atoms.flatMap(({ colour }) => (colour ? [colour.key] : []))
}

/** "love the white", "white is lovely"; "lovely white please", "love a white one" may be wishes. */
function isPraise(atoms: Atom[]): boolean {
  const at = atoms.findIndex(({ kind }) => kind === 'colour')
  const [before, behind] = [atoms.slice(0, at), atoms.slice(at + 1)]
  const isPlain = ({ kind, tag, text }: Atom, place: number) =>
    kind === 'colour' || PLAIN.has(tag) || (text === 'one' && isPointedAt(atoms.slice(0, place)))
  const isSaid = before.some((one) => hasWord(one, LIKES)) || behind.some((one) => hasWord(one, SAYS_WELL))
  return at >= 0 && isSaid && atoms.every(isPlain) && !atoms.some((one) => hasWord(one, ASKS))
}

/** "the white one"; "love white one" may count. */
function isPointedAt(before: Atom[]): boolean {
  return before.at(-1)?.kind === 'colour' && /^(?:the|that|this)$/.test(before.at(-2)?.text ?? '')
}

const PLAIN = new Set(['fill', 'also', 'noun', 'and', 'bind'])

function hasWord({ text }: Atom, words: ReadonlySet<string>): boolean {
  return text.split(' ').some((word) => words.has(word))
}

function isTaken(atoms: Atom[], praised: string[]): boolean {
  const colours = coloursOf(atoms)
  if (colours.length === 0 || colours.some((key) => praised.includes(key))) return false
  if (atoms.some(({ tag }) => tag === 'also' || tag === 'whom' || tag === 'and')) return false
  return atoms.some(({ kind, tag, text }) => kind === 'count' || tag === 'want' || CHOOSES.test(text))
}

/** "The red look lovely", and nothing that is wanted or counted. */
export function onlyPraises(atoms: Atom[]): boolean {
  const isSaidOf = ({ kind }: Atom, at: number) =>
    kind === 'colour' &&
    SAYS.has(atoms.slice(at + 1).find(({ tag, text }) => tag !== 'noun' && !THINGS.has(text))?.text ?? '')
  const isWanted = ({ kind, tag }: Atom, at: number) =>
    tag === 'want' || tag === 'ask' || (kind === 'count' && atoms[at - 1]?.kind !== 'colour')
  return atoms.some(isSaidOf) && !atoms.some(isWanted)
}

const SAYS = wordsOf('order-words', 'says')
const THINGS = wordsOf('order-words', 'thing')
