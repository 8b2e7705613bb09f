import type { Conflict, Synced } from '#entities/catalog/product.ts'

/** What both sides hold of a product. `price` in minor units, as text; null: not stated. */
export type Facts = Pick<Synced, 'name' | 'description' | 'price'>

export type Compared = {
  /** Only Instagram changed: the shop follows. */
  follow: Partial<Facts>
  /** Both changed, and to the same. */
  agreed: Partial<Facts>
  /** Both changed, and not to the same: a person decides. */
  differ: Conflict['fields']
}

const FIELDS = ['name', 'description', 'price'] as const

/**
 * Three ways: as both last agreed, as Instagram is now, as the shop is now. What Instagram left alone stays as the
 * shop has it, whatever a person made of it; a price Instagram no longer states changes nothing.
 */
export function compareSides(synced: Facts, instagram: Facts, shop: Facts): Compared {
  const compared: Compared = { follow: {}, agreed: {}, differ: {} }
  for (const field of FIELDS) {
    const [was, there, here] = [synced[field], instagram[field], shop[field]]
    if (there === was || there === null || there === '') continue
    if (there === here) compared.agreed[field] = there
    else if (here === was) compared.follow[field] = there
    // A text that a person wrote anew stays theirs: it is not the caption's any more.
    else if (field !== 'description') compared.differ[field] = [here ?? '', there]
  }
  return compared
}
