import { countryOfTown } from './cities.ts'
import { readCountry } from './countries.ts'
import type { Part, Role } from './labels.ts'
import { type Place, readPlace } from './places.ts'
import { isCourtesy, isProse } from './prose.ts'
import { isBox, isRomance, splitStreetFromTown, streetSign } from './streets.ts'
import { cutLeadingUnit, cutUnitBeforeTown, isCareOf, isUnit } from './units.ts'

export type PieceKind =
  | Part
  | 'place'
  | 'closing'
  | 'care'
  | 'town'
  | 'other'
  | 'break'
  | 'prose'
  | 'courtesy'
  | 'heading'
  | 'or'

/** One comma-separated part of a line with what it seems to be. */
export type Piece = {
  kind: PieceKind
  text: string
  line: number
  place: Place | null
  /** A street known by its type or box, not by a bare number or a building's name. */
  isStrong: boolean
  isLabelled: boolean
  role: Role | null
}

const pureCode = /^(?:\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3}[ -]?\d{3,4}|\d{4,6})$/
const contact =
  /^(?:(?:tel|phone|ph|mob(?:ile)?|cell|m|t|p|f|fax|whatsapp|simu|call|電話|téléphone|telefon|telefono|teléfono)\b[.:\s]*)?\+?[\d\s().-]{7,20}(?:\s?(?:\(?(?:mobile|cell|home|work|whatsapp)\)?))?$|@|https?:\/\/|\bwww\./iu

/** What one piece is; a piece that holds name, street and town without commas comes apart. */
export function readPiece(raw: string, at: number): Piece[] {
  const text = raw
    .replace(/^(?:and|then|in|at|to|y|et|und)\s+(?=\p{Lu}|\d)/u, '')
    .replace(/[!.…]+$/, (dots) => (/\b\p{L}{1,4}\.$/u.test(raw) ? dots : ''))
  if (text === '' || !/[\p{L}\p{N}]/u.test(text)) return []
  const kind = plainKind(text)
  if (kind) return [createPiece(kind, text, at)]
  const place = readPlace(text)
  return place && !(place.rest === '' && isBox(text)) ? placed(text, place, at) : unplaced(text, at)
}

/** Kinds that the whole piece shows by itself. */
function plainKind(text: string): PieceKind | null {
  if (contact.test(text) && !pureCode.test(text)) return 'prose'
  if (isCourtesy(text) && !/\d/.test(text)) return 'courtesy'
  if (readCountry(text)) return 'country'
  if (isCareOf(text)) return 'care'
  return isUnit(text) && !isBox(text) ? 'unit' : null
}

function unplaced(text: string, at: number): Piece[] {
  const unit = cutLeadingUnit(text)
  if (unit) return [createPiece('unit', unit.unit, at), { ...createPiece('street', unit.street, at), isStrong: true }]
  const sign = streetSign(text)
  if (sign === 'box') return [{ ...createPiece('street', text, at), isStrong: true }]
  if (isProse(text)) return [createPiece('prose', text, at)]
  if (sign === 'strong') return nameThenStreet(text, at) ?? [{ ...createPiece('street', text, at), isStrong: true }]
  if (sign === 'number') return [createPiece('street', text, at)]
  if (countryOfTown(text)) return [createPiece('town', text, at)]
  return [createPiece('other', text, at)]
}

function placed(text: string, place: Place, at: number): Piece[] {
  const tail = (rest: string): Piece => ({ ...createPiece('place', text, at), place: { ...place, rest } })
  if (place.rest === '') return [tail('')]
  const unit = cutUnitBeforeTown(place.rest)
  if (unit) return [createPiece('unit', unit.unit, at), tail(unit.town)]
  const sign = streetSign(place.rest)
  if (isProse(place.rest) && sign !== 'strong' && sign !== 'box') return [createPiece('prose', text, at)]
  if (sign === 'none' || sign === 'building') {
    const named = nameThenStreet(place.rest, at)
    return named ? withTown(named, tail) : [tail(place.rest)]
  }
  const named = nameThenStreet(place.rest, at)
  if (named) return withTown(named, tail)
  const split = splitStreetFromTown(place.rest)
  return [...unplaced(split.street, at), tail(split.town)]
}

function withTown(named: Piece[], tail: (rest: string) => Piece): Piece[] {
  const street = named.at(-1)
  if (!street) return named
  const split = splitStreetFromTown(street.text)
  return [...named.slice(0, -1), { ...street, text: split.street }, tail(split.town)]
}

/** `Ana Lake 9 Elm St` without a comma: the words before the number are a name. */
function nameThenStreet(text: string, at: number): Piece[] | null {
  const found = /^(\p{L}[\p{L}.'’ -]{3,50}?)\s+(\d{1,6}[\w½/-]{0,6}\s+\p{L}.*)$/u.exec(text)
  if (!found?.[1] || !found[2] || isRomance(text) || isUnit(found[1]) || isBox(text)) return null
  if (found[1].split(' ').length < 2 || streetSign(found[2]) === 'none' || streetSign(found[1]) === 'strong')
    return null
  if (/\b(?:apt|unit|suite|ste|county|state|route|highway|hwy|road|rd|room|flat|floor)$/i.test(found[1])) return null
  return [
    createPiece('other', found[1].replace(/(?:\s+(?:at|on|in)|\s*[-–:@])$/, ''), at),
    { ...createPiece('street', found[2], at), isStrong: true },
  ]
}

/** A piece with nothing known about it but its kind. */
export function createPiece(kind: PieceKind, text: string, line: number): Piece {
  return { kind, text, line, place: null, isStrong: false, isLabelled: false, role: null }
}
