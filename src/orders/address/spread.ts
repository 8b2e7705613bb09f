import type { Draft } from './draft.ts'
import type { Piece, PieceKind } from './read-piece.ts'
import { isBox, isBuilding } from './streets.ts'

const loosely = new Set<PieceKind>(['other', 'town', 'unit', 'care', 'district', 'street'])

/** The piece that is the street line; null when none looks like one. */
export function chooseStreet(pieces: Piece[]): Piece | null {
  const streets = pieces.filter((one) => one.kind === 'street')
  return (
    streets.find((one) => one.isLabelled) ??
    streets.find((one) => one.isStrong && /\d/.test(one.text)) ??
    streets.find((one) => /\d/.test(one.text) && !one.isStrong) ??
    streets[0] ??
    null
  )
}

/** Gives every loose piece its part: name before the street, district after it, the town last. */
export function spreadPieces(pieces: Piece[], street: Piece | null, draft: Draft): void {
  const at = street ? pieces.indexOf(street) : -1
  const loose = pieces.filter((one) => loosely.has(one.kind) && one !== street)
  const front = loose.filter((one) => pieces.indexOf(one) < at)
  const back = loose.filter((one) => pieces.indexOf(one) > at)
  takeCity(pieces, back.length > 0 || at >= 0 ? back : loose, draft)
  if (street) {
    draft.line1 = street.text
    takeRecipient(front, draft)
    mergeHouse(front, street, draft)
  } else {
    takeRecipient(back, draft)
    takeHouse(back, draft)
  }
  draft.extra.push(...[...front, ...back].map((one) => one.text))
}

/** Without a street the first line is the house or landmark, with what stands "opposite" or "near" it. */
function takeHouse(back: Piece[], draft: Draft): void {
  const at = back.findIndex((one) => one.kind === 'other' || one.kind === 'unit')
  if (at < 0) return
  const end = back.findIndex((one, index) => index > at && !landmark.test(one.text))
  const lines = back.splice(at, (end < 0 ? back.length : end) - at)
  draft.line1 = lines.map((one) => one.text).join(', ')
}

const landmark =
  /^(?:opposite|opp\.?|near|next to|behind|beside|after|before|above|below|across from|adjacent to|off|karibu na|mkabala na|nyuma ya|frente a|junto a|cerca de|en face de|près de|gegenüber|neben)\b/i

/** The town: after the postcode's own words, a known town, else the last piece before the postcode or state. */
function takeCity(pieces: Piece[], back: Piece[], draft: Draft): void {
  if (draft.city !== null) return
  const isPlaced = pieces.some((one) => one.kind === 'place' || one.kind === 'postcode')
  const isStreetKnown = pieces.some((one) => one.kind === 'street')
  const candidates = back.filter(
    (one) => one.kind === 'other' || one.kind === 'town' || (one.kind === 'street' && !/\d/.test(one.text)),
  )
  const town = candidates.findLast((one) => one.kind === 'town')
  const followed = candidates.at(-1)
  const isBeside = followed !== undefined && pieces.some((one) => one.kind === 'place' && one.line === followed.line)
  const enough = isStreetKnown || candidates.length > 1 || town !== undefined || isBeside
  const chosen = town ?? (enough && (isPlaced || isStreetKnown || draft.country !== null) ? followed : undefined)
  if (!chosen) return
  draft.city = chosen.text
  back.splice(back.indexOf(chosen), 1)
}

const company =
  /\b(?:ltd|llc|inc|gmbh|corp|limited|plc|co\.?|company|& co|s\.?a\.?r?\.?l?\.?|studio|studios|shop|store|bakery|university|hospital|school|dept|department|group|solutions|services|agency|salon|boutique)\b\.?$/i

function takeRecipient(front: Piece[], draft: Draft): void {
  if (draft.recipient !== null) return
  const first = front.find((one) => one.kind === 'other')
  if (first && isHouseOnly(first, 1)) return
  const names = front.filter((one) => one.kind === 'other' && !/\d/.test(one.text) && one.text.split(/\s+/).length <= 6)
  const others = front.filter((one) => one.kind === 'other').length
  const person =
    names.find((one) => !company.test(one.text) && !isHouseOnly(one, others)) ??
    (others > 0 ? names.find((one) => !isBuilding(one.text)) : undefined)
  if (!person) return
  draft.recipient = person.text
  front.splice(front.indexOf(person), 1)
}

function isHouseOnly(one: Piece, others: number): boolean {
  return isBuilding(one.text) && (others === 1 || /^the /i.test(one.text) || one.text.split(/\s+/).length <= 3)
}

/** A named house above a street without a number is the first line; with its own number both stay on one line. */
function mergeHouse(front: Piece[], street: Piece, draft: Draft): void {
  if (street.isLabelled || isBox(street.text)) return
  const house = front.findLast((one) => one.kind === 'other')
  if (!house || /^\d|\d\s?[a-z]?$/i.test(street.text) || !(isBuilding(house.text) || /\d/.test(house.text))) return
  front.splice(front.indexOf(house), 1)
  if (/\d/.test(house.text) && house.line === street.line) {
    draft.line1 = `${house.text}, ${street.text}`
    return
  }
  draft.line1 = house.text
  draft.extra.push(street.text)
}
