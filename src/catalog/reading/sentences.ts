import { isFiller } from './filler.ts'
import { CARRIED, DELIVERY } from './lexicon.ts'
import type { Token } from './tokens.ts'

/** `heading`: the words before its first colon, where they say nothing but what the list is of. */
export type Sentence = { start: number; colon: number; heading: Token[]; isCarried: boolean }

/** For each token the sentence it stands in, looked at once for all its amounts. */
export function sentencesOf(tokens: Token[]): Sentence[] {
  const all: Sentence[] = []
  for (const [at, { kind }] of tokens.entries()) {
    if (kind !== 'end' && at + 1 < tokens.length) continue
    const sentence = readSentence(tokens, all.length, kind === 'end' ? at : at + 1)
    while (all.length <= at) all.push(sentence)
  }
  return all
}

function readSentence(tokens: Token[], start: number, end: number): Sentence {
  const words = tokens.slice(start, end)
  const colon = words.findIndex(({ key }) => key === ':')
  const heading = words.slice(0, Math.max(0, colon))
  const isOfList = heading.every(({ key }) => DELIVERY.has(key) || isFiller(key))
  return {
    start,
    colon: start + colon,
    heading: isOfList ? heading : [],
    isCarried: words.some(({ key }) => CARRIED.has(key)),
  }
}
