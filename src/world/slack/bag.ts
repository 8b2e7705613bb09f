/** JSON of no fixed shape: what the app sends, and what Slack sends back. */
export type Bag = Record<string, unknown>

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asBag(value: unknown): Bag {
  return isBag(value) ? value : {}
}

export function asBags(value: unknown): Bag[] {
  return Array.isArray(value) ? value.filter(isBag) : []
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
