import type { CheckedAddress, OrderAddress } from '#entities/orders/order.ts'
import type { PostalAddress } from '#src/integrations/google/address-validation.ts'
import type { FoundAddress } from './read-address-reply.ts'

/** An address as somebody wrote it: lines, nothing split. */
export function asGiven({ recipient, lines, country }: FoundAddress): OrderAddress {
  return { recipient, lines, line1: null, line2: null, city: null, region: null, postcode: null, country }
}

/** Kept with nothing known about it yet; the check comes. */
export function toCheck(given: OrderAddress, raw: string, missing: string[] = []): CheckedAddress {
  const unchecked = { formatted: null, suggestion: null, location: null, verdict: null, notes: [], responseId: null }
  return { raw, given, ...unchecked, validatedAt: null, ...(missing.length > 0 && { missing }) }
}

/** What Google is given: lines and country as they are; parts only where a form of ours had them. */
export function postalOf(given: OrderAddress): PostalAddress {
  const { lines, line1, line2, city, region, postcode, country } = given
  if (lines && lines.length > 0) return { lines, city: '', region: '', postcode: '', country: country ?? '' }
  const split = [line1, line2].flatMap((line) => line ?? [])
  return { lines: split, city: city ?? '', region: region ?? '', postcode: postcode ?? '', country: country ?? '' }
}

/** Google's parts beside the customer's own lines. */
export function withParts({ recipient, lines }: OrderAddress, parts: PostalAddress): OrderAddress {
  const [line1 = null, ...rest] = parts.lines
  return {
    recipient,
    ...(lines && { lines }),
    line1,
    line2: rest.join(', ') || null,
    city: parts.city || null,
    region: parts.region || null,
    postcode: parts.postcode || null,
    country: parts.country || null,
  }
}

/** Recipient, street, town, country: as the post has it where Google said so, else as it was written. */
export function addressLines(address: OrderAddress): string[] {
  const { recipient, lines, line1, line2, city, region, postcode, country } = address
  const isSplit = line1 !== null || city !== null || postcode !== null
  if (!isSplit && lines && lines.length > 0) return [recipient, ...lines].flatMap((line) => line ?? [])
  const town = [city, region, postcode].filter(Boolean).join(' ')
  return [recipient, line1, line2, town, country].flatMap((line) => line || [])
}
