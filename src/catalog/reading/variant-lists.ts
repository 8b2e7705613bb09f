import { COLOURS, SHADES } from './colours.ts'
import { isKnown, wordsOf } from './lexicon.ts'
import type { Found } from './source.ts'

const WORD = String.raw`\p{Ll}[\p{Ll}'-]{1,20}`
const ITEM = `${WORD}(?: ${WORD})?`
const IN = new RegExp(
  String.raw`\bin:? (${ITEM}(?:, ${ITEM}){1,11}(?:,? (?:and|or|&) ${ITEM})?)(?=\s*(?:[.!?\n(]|$))`,
  'gu',
)
const COMMAS = new RegExp(
  String.raw`(?<![\p{L}\d'-])(${WORD}(?:, ${ITEM}){1,11}(?:,? (?:and|or|&) ${ITEM})?)(?=\s*(?:[.!?\n(]|$))`,
  'gu',
)
const MATERIALS = wordsOf('material')

/** "In oat, moss and brick", "rust, navy, pine": colours nobody taught us, three in a list, or beside known ones. */
export function unknownColours(text: string): Found[] {
  return [...lists(text, IN, 0), ...lists(text, COMMAS, 2)]
}

/** `least`: how many of them must be colours we know. */
function lists(text: string, form: RegExp, least: number): Found[] {
  return [...text.matchAll(form)].flatMap((match) => {
    const [found, list = ''] = match
    const items = list.split(/,? (?:and|or|&) |, /).map((item) => item.trim())
    const known = items.filter(isColour)
    const isLed = least === 0 || isColour(items[0] ?? '')
    const isList =
      isLed && items.length > 2 && known.length >= least && items.every((item) => isColour(item) || isPlain(item))
    const at = match.index + found.length - list.length
    return isList ? [{ at, end: at + list.length, option: 'colour', values: items.map(nameColour) }] : []
  })
}

function isColour(item: string): boolean {
  const last = item.split(' ').at(-1) ?? ''
  return Object.hasOwn(COLOURS, last)
}

/** One word that nothing else is known of; of two the first is a shade. */
function isPlain(item: string): boolean {
  const [first = '', second] = item.split(' ')
  const word = second ?? first
  return (second === undefined || SHADES.has(first)) && !isKnown(word) && !MATERIALS.has(word)
}

/** As the other lists name it: `grey`, `army green`. */
export function nameColour(item: string): string {
  const words = item.split(' ')
  const colour = COLOURS[words.at(-1) ?? '']
  return colour === undefined ? item : [...words.slice(0, -1).filter((word) => SHADES.has(word)), colour].join(' ')
}
