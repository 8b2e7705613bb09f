import { readEntries } from '#src/reading/lexicon.ts'
import { isFiller } from '../filler.ts'
import { CARRIED, DELIVERY, isKnown, JOINS_PLACES, LABELS, PLACE, TO } from '../lexicon.ts'
import { type Context, says } from '../role.ts'
import type { Sentence } from '../sentences.ts'
import type { Token } from '../tokens.ts'
import { isVariantWord } from '../variant-words.ts'

const REGIONS = new Set(readEntries('regions').flatMap(({ word, meaning }) => (meaning.endsWith(' code') ? [] : word)))

/** So many times what it costs to bring a thing to one place it may cost to another that we do not know. */
const FAR = 3

/**
 * Whether an amount is what it costs to bring a thing to one more place: "Delivery CBD 150, rest of Nairobi 300".
 * `maybe`: its words name what may be a place, or a thing ("Shipping $5, bowl $12").
 */
export function placeOf(context: Context): 'sure' | 'maybe' | null {
  const { sentence, value, previous, named } = context
  const isOneMore = previous?.role === 'delivery' && previous.from >= sentence.start
  if (!isOneMore || !sentence.isOfCarriage || !(sentence.start > 0 || sentence.isTo)) return null
  const words = wordsBeside(context)
  const names = words.filter(({ key }) => !isFiller(key) && !isOfWay(key))
  if (names.length === 0 || says(LABELS, words)) return null
  if (names.every(({ key }) => PLACE.has(key) || REGIONS.has(key))) return 'sure'
  const isNothing = words.some(({ key }) => isFiller(key) && !isOfWay(key)) || value > FAR * previous.value
  return !isNothing && names.every((word) => mayBePlace(word, named)) ? 'maybe' : null
}

/** Behind a comma an amount is told by the words after it: "200 in town, 300 to Thika". */
function wordsBeside({ tokens, from, before, after }: Context): Token[] {
  return tokens[from - 1]?.key === ',' && after.length > 0 ? after : before
}

const isOfWay = (key: string) => DELIVERY.has(key) || CARRIED.has(key) || TO.has(key) || JOINS_PLACES.has(key)

function mayBePlace({ kind, key }: Token, named: ReadonlySet<string>): boolean {
  const isOfPlace = PLACE.has(key) || REGIONS.has(key)
  return kind === 'word' && (isOfPlace || (!isKnown(key) && !isVariantWord(key) && !named.has(oneOf(key))))
}

/** The words of a caption outside what it says of delivery: a place is none of them. */
export function namesOf(tokens: Token[], sentences: Sentence[]): ReadonlySet<string> {
  return new Set(
    tokens.flatMap(({ kind, key }, at) => (kind === 'word' && !sentences[at]?.isOfCarriage ? oneOf(key) : [])),
  )
}

const oneOf = (key: string) => key.replace(/s$/, '')
