import { readCountry } from './countries.ts'
import type { Place } from './places.ts'
import type { Piece, PieceKind } from './read-piece.ts'

/** An address in the making: `extra` becomes the second line. */
export type Draft = {
  recipient: string | null
  line1: string | null
  extra: string[]
  city: string | null
  region: string | null
  postcode: string | null
  country: string | null
}

/** The parts that pieces say outright: postcode, state, country, and the town beside them. */
export function readDraft(pieces: Piece[]): Draft {
  const places = pieces.flatMap((one) => (one.place && one.kind === 'place' ? [one.place] : []))
  const region = textOf(pieces, 'region') ?? places.findLast((one) => one.region !== null)?.region ?? null
  const country = textOf(pieces, 'country')
  return {
    recipient: textOf(pieces, 'recipient'),
    line1: null,
    extra: [],
    city: textOf(pieces, 'city') ?? townBeside(places) ?? townLikeState(pieces, places),
    // Scotland and its like name the part of the United Kingdom as well.
    region:
      region ??
      (country !== null && /^(?:scotland|england|wales|northern ireland)\.?$/i.test(country) ? country : null),
    postcode: textOf(pieces, 'postcode') ?? places.findLast((one) => one.postcode !== null)?.postcode ?? null,
    country: (country === null ? null : readCountry(country)) ?? places.findLast((one) => one.country)?.country ?? null,
  }
}

function textOf(pieces: Piece[], kind: PieceKind): string | null {
  return pieces.find((one) => one.kind === kind)?.text ?? null
}

function townBeside(places: Place[]): string | null {
  const withTown = places.filter((one) => one.rest !== '')
  return (withTown.findLast((one) => one.postcode !== null) ?? withTown.at(-1))?.rest ?? null
}

/** "New York, NY", "Washington, DC", "New York 10001": the town bears a state's name. */
function townLikeState(pieces: Piece[], places: Place[]): string | null {
  const [first, ...more] = places.filter((one) => one.region !== null)
  if (!first) return null
  const isTown =
    more.length > 0 || (first.regionIsSpelt && first.rest === '' && /^(?:NY|DC|WA|QC)$/.test(first.region ?? ''))
  return isTown ? (pieces.find((one) => one.place === first)?.text.replace(/[\s,\d-]+$/, '') ?? null) : null
}
