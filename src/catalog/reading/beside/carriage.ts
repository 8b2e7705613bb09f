import { BUNDLE, DELIVERY, FREE, SENT } from '../lexicon.ts'
import { type Context, says } from '../role.ts'
import type { Token } from '../tokens.ts'

export function isCarriage(words: Token[]): boolean {
  return says(DELIVERY, words) && !says(FREE, words)
}

/** `KSh 0 delivery fee on our lamp, KSh 650`: the first words say what the amount before them is. */
export function ownWords({ before, previous }: Context): Token[] {
  const isOfPrevious =
    previous !== undefined && !isCarriage(previous.before) && says(DELIVERY, previous.after.slice(0, 1))
  return isOfPrevious ? before.slice(before.findIndex(({ key }) => !DELIVERY.has(key))) : before
}

/** `Set 4.2k. Nairobi same-day 250, Thika 300, others by courier`: a sentence of its own, far below the price. */
export function isToldWithCarriage({ sentence: { start, isCarried }, value, previous }: Context): boolean {
  const isSold = previous?.role === 'price' || previous?.role === 'bundle'
  const isOfPrice = isSold && previous.to < start && previous.value > 2 * value
  const isOneMore = previous?.role === 'delivery' && previous.from >= start
  return isCarried && (isOfPrice || isOneMore)
}

/** `Delivery rates: CBD 100, Westlands 200` */
export function isInListOfCarriage({ sentence: { colon, heading }, from }: Context): boolean {
  return colon < from && isCarriage(heading)
}

/** `shipped for $9`, behind a price; but `$85 shipped`. */
export function isSentFor([sent, link]: Token[]): boolean {
  return sent !== undefined && link !== undefined && says(SENT, [sent]) && says(BUNDLE, [link])
}
