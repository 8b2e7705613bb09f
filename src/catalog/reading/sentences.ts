import { isFiller } from './filler.ts'
import { CARRIED, DELIVERY, TO } from './lexicon.ts'
import type { Token } from './tokens.ts'

/**
 * `heading`: the words before its first colon, where they say nothing but what the list is of; or the line above it
 * that names nothing but how it is sent.
 */
export type Sentence = {
  start: number
  colon: number
  heading: Token[]
  isCarried: boolean
  /** Its first word is of delivery: "Delivery CBD 150, Thika 300"; `isTo`: it names where to, in so many words. */
  isOfCarriage: boolean
  isTo: boolean
  isAsked: boolean
}

/** For each token the sentence it stands in, looked at once for all its amounts. */
export function sentencesOf(tokens: Token[]): Sentence[] {
  const all: Sentence[] = []
  let above: Token[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'end' && at + 1 < tokens.length) continue
    const sentence = readSentence(tokens, all.length, token.kind === 'end' ? at : at + 1, above)
    above = headingOver(above, tokens.slice(all.length, at), token)
    while (all.length <= at) all.push(sentence)
  }
  return all
}

/** What the next line stands under: "Shipping" and "$6.50 flat". */
function headingOver(above: Token[], words: Token[], { text }: Token): Token[] {
  const isOver = /[.!?…;|•]|\n\n/.test(text) || !words.every(({ key }) => DELIVERY.has(key) || key === ':')
  if (isOver) return []
  return words.length > 0 ? words : above
}

function readSentence(tokens: Token[], start: number, end: number, above: Token[]): Sentence {
  const words = tokens.slice(start, end)
  const colon = words.findIndex(({ key }) => key === ':')
  const heading = words.slice(0, Math.max(0, colon))
  const said = words.filter(({ key }) => !isFiller(key))
  const isOfList = heading.every(({ key }) => DELIVERY.has(key) || isFiller(key))
  return {
    start,
    colon: start + colon,
    heading: isOfList && colon > 0 ? heading : above,
    isAsked: tokens[end]?.kind === 'end' && tokens[end].text.includes('?'),
    isCarried: words.some(({ key }) => CARRIED.has(key)),
    isOfCarriage: DELIVERY.has(said[0]?.key ?? ''),
    isTo: TO.has(words[words.findIndex(({ key }) => DELIVERY.has(key)) + 1]?.key ?? ''),
  }
}
