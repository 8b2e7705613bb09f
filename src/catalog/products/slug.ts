import { hashOf } from '#src/basics/hash.ts'

const MOST = 60

/**
 * A product's name as part of an address: `blue-denim-jacket`. Letters of every script stay, as addresses may hold
 * them; a name of nothing but signs gets a short one of its own, always the same for the same name.
 */
export function writeSlug(name: string): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    // What only says how a sign is drawn is no letter's mark.
    .replace(/[\ufe00-\ufe0f]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, MOST)
    .replace(/^-+|-+$/g, '')
  return slug || `item-${hashOf(name).slice(0, 8)}`
}

/** The first of `jacket`, `jacket-2`, `jacket-3` that is free; it is taken from then on. */
export function takeSlug(name: string, taken: Set<string>): string {
  const base = writeSlug(name)
  let slug = base
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`
  taken.add(slug)
  return slug
}
