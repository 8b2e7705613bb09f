import { WHILE } from '../words.ts'

const PRICE = 'price|preis|prix|precio|preço|prezzo|prijs|pris|cena|bei|hinta|fiyat'
const PRICE_WORD = new RegExp(String.raw`(?<!\p{L})(?:${PRICE})\s*:?\s*(?:now\s*)?$`, 'iu')
const NAMED = 3
const ENDS = /[.!?:](?=\s|$)/
const NEAR = 120
const LEAST_BEFORE = 4
const LEAST_BEHIND = 2

/**
 * "Price: $12", "Price: Now $12" are said of an amount, as a class says it, and an old price beside it (`isReduced`)
 * says so too; one in the middle of a sentence is only told: "a strap like this goes for $80 at a jeweller's", unless
 * it is offered there: "the big mug for $24 while stocks last".
 */
export function howSaid(
  text: string,
  before: string,
  { start, end }: { start: number; end: number },
  isReduced: boolean,
): number {
  if (isReduced || PRICE_WORD.test(before)) return NAMED
  const lead =
    text
      .slice(Math.max(0, start - NEAR), start)
      .split(ENDS)
      .at(-1) ?? ''
  const [rest = ''] = text.slice(end, end + NEAR).split(ENDS)
  const isTold = wordsIn(lead) >= LEAST_BEFORE && wordsIn(rest) >= LEAST_BEHIND
  return isTold && rest.trim().search(WHILE) !== 0 ? -NAMED : 0
}

function wordsIn(text: string): number {
  return text.match(/\p{L}{2,}/gu)?.length ?? 0
}
