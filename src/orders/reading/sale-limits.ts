import { NUMBER_WORDS } from './numbers.ts'

type Limits = { perPerson: number | null; perColour: number | null; piece: string }

const COUNT = '(\\d{1,3}|[a-z]{2,8})'
const THINGS =
  '(?:\\s(?:pairs?|pcs|pieces|items?|units?|of each|piezas|pieces|prendas|stuck|pecas|pezzi|total|max|[a-z]{3,14}))?'
const HEAD =
  '(?:person|customer|order|buyer|head|household|client|family|account|people|persona|pedido|personne|personne|commande|kopf|bestellung|pessoa|cliente|mtu|mteja)'
const PER = `(?:per|each|a|/|por|par|pro|kwa kila|kwa|an?|to a)\\s?`
const MAX =
  "(?:max(?:imum|imo|\\.)?(?: of)?|maximo(?: de)?|limit(?:ed)?(?: is)?(?: of| to)?|limite(?: de)?|up to|no more than|not more than|at most|only|hasta|jusqu'a|hochstens|maximal|mwisho|massimo|ate)"
const PATTERNS: RegExp[] = [
  new RegExp(`\\b${MAX}:?\\s${COUNT}${THINGS}\\s?,?\\s${PER}${HEAD}\\b`),
  new RegExp(`\\b${COUNT}${THINGS}\\s${PER}${HEAD}(?:\\s(?:max|limit|only))?\\b`),
  new RegExp(`\\b${COUNT}\\s?/\\s?${HEAD}\\b`),
  new RegExp(`\\b${COUNT}[ -](?:max|limit|maximum)\\b`),
  new RegExp(
    `\\b${MAX}:?\\s${COUNT}(?:\\s(?:pairs?|pcs|pieces|items?|units?|total))?(?:\\s(?:each|per person|pp|p\\.p\\.|altogether|in total))?(?=\\s*(?:[.!,;)(\\n]|$|\\p{Extended_Pictographic}|please|pls))`,
    'u',
  ),
  new RegExp(`\\b(?:limit|max)(?:imum)?(?: per ${HEAD})?\\s?[:=-]?\\s?${COUNT}\\b`),
  new RegExp(`\\b${HEAD} limit\\s?(?:is|:)?\\s?${COUNT}\\b`),
  new RegExp(`\\bper ${HEAD}:?\\s(?:max\\s|limit\\s)?${COUNT}\\b`),
]
const COLOUR = '(?:colou?rs?|color|couleur|farbe|cor|colore|rangi|shade|design|style|kind)'
const COLOUR_PATTERNS: RegExp[] = [
  new RegExp(
    `\\b(?:${MAX}:?\\s)?${COUNT}${THINGS}\\s(?:per|of each|of every|each|in each|of any|of one|of any one|of any single|of the same|of a|in one|in any one|in the same|por|par|pro|kwa kila|por cada)\\s?(?:one )?${COLOUR}\\b`,
  ),
  new RegExp(`\\b${COLOUR} limit\\s?(?:is|:)?\\s?${COUNT}\\b`),
]

/** "Max 5 per person", "limit 4 per customer", "one per colour" -> the limits; null where none is said. */
export function readLimits(text: string): Limits {
  const flat = text.replace(/[^\S\n]+/g, ' ')
  const colour = firstCount(flat, COLOUR_PATTERNS)
  const rest = colour ? flat.replace(colour.piece, ' ') : flat
  const person = firstCount(rest, PATTERNS)
  return {
    perPerson: person?.count ?? null,
    perColour: colour?.count ?? null,
    piece: [person?.piece, colour?.piece].filter((piece) => piece !== undefined).join('; '),
  }
}

function firstCount(text: string, patterns: RegExp[]): { count: number; piece: string } | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text)
    const count = match && readCount(match[1] ?? '')
    if (match && count) return { count, piece: match[0] }
  }
  return null
}

function readCount(word: string): number | null {
  if (/^\d+$/.test(word)) return Number(word)
  return NUMBER_WORDS.get(word) ?? null
}
