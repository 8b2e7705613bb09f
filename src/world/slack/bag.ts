import { type Bag, isBag } from '#src/cards/shape.ts'

export { asBags, type Bag, isBag } from '#src/cards/shape.ts'

export function asBag(value: unknown): Bag {
  return isBag(value) ? value : {}
}

export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The words of a Slack text object. */
export function wordsOf(value: unknown): string {
  return asText(asBag(value).text)
}

/** A copy without the fields that are undefined, which JSON state must not hold. */
export function compact(bag: Bag): Bag {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined))
}
