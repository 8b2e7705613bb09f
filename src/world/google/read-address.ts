import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'
import { type Country, regionsOf } from '#src/world/google/places.ts'

export type ReadAddress = {
  number: string
  street: string
  unit: string
  city: string
  region: string
  postcode: string
  /** What could be no part of an address there. */
  rest: string[]
}

const unitWords = /(?:#|\b(?:apt|apartment|unit|suite|ste|flat|no)\b\.?)\s*#?\s*([\w-]+)/i
const suffixes = 'street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|terrace|square|row'
const streetThenCity = new RegExp(`^(.*\\b(?:${suffixes})\\b\\.?)\\s+(.+)$`, 'i')

/** Finds the parts of an address however it was cut into lines; anything not found is an empty string. */
export function readAddress(
  asked: addressvalidation_v1.Schema$GoogleTypePostalAddress,
  code: string,
  country: Country,
): ReadAddress {
  const lines = [...(asked.addressLines ?? []), asked.locality, asked.administrativeArea, asked.postalCode]
  const pieces = lines
    .flatMap((line) => (line ?? '').split(/[,\n]/))
    .map((piece) => piece.trim())
    .filter((piece) => piece && !country.names.test(piece))
  const postcode = takeLast(pieces, (piece) => country.postcode.exec(piece)?.[0])
  const region = takeLast(pieces, (piece) => readRegion(piece, code))
  const unit = takeUnit(pieces)
  const streetAt = pieces.findIndex((piece) => /\d/.test(piece))
  const street = streetAt < 0 ? '' : (pieces.splice(streetAt, 1)[0] ?? '')
  // What stands in front of the street is a person or a building; the city comes after it.
  const after = pieces.splice(Math.max(streetAt, 0))
  const glued = after.length === 0 ? streetThenCity.exec(street) : null
  const city = asked.locality?.trim() || after.pop() || glued?.[2] || ''
  const line = glued?.[1] ?? street
  const number = /^\d+[a-z]?\b|\b\d+[a-z]?$/i.exec(line)?.[0] ?? ''
  return {
    number,
    street: line.replace(number, '').trim(),
    unit,
    city,
    region: region.toUpperCase(),
    postcode: postcode.toUpperCase(),
    rest: [...pieces, ...after.filter((piece) => piece !== city)],
  }
}

/** Finds it in the last piece that has it, and takes it out of there. */
function takeLast(pieces: string[], find: (piece: string) => string | undefined): string {
  const at = pieces.findLastIndex((piece) => find(piece) !== undefined)
  const found = at < 0 ? undefined : find(pieces[at] ?? '')
  if (found === undefined) return ''
  const left = (pieces[at] ?? '').replace(found, '').replace(/\s+/g, ' ').trim()
  pieces.splice(at, 1, ...(left ? [left] : []))
  return found
}

function readRegion(piece: string, code: string): string | undefined {
  const last = /(?:^|\s)([a-z]{2,3})$/i.exec(piece)?.[1]
  return last && regionsOf(code).includes(last.toUpperCase()) ? last : undefined
}

function takeUnit(pieces: string[]): string {
  const at = pieces.findIndex((piece) => unitWords.test(piece))
  const match = at < 0 ? null : unitWords.exec(pieces[at] ?? '')
  if (!match) return ''
  const left = (pieces[at] ?? '').replace(match[0], '').trim()
  pieces.splice(at, 1, ...(left ? [left] : []))
  return match[1] ?? ''
}
