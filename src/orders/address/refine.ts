import { countryOfTown, cutTown } from './cities.ts'
import type { Draft } from './draft.ts'
import { guessCountry } from './guess-country.ts'
import { isBox, isRomance, splitStreetFromTown, streetSign } from './streets.ts'
import { cutUnit } from './units.ts'

/** Takes the parts that run together in a draft asunder, then infers the country where the form leaves no doubt. */
export function refineDraft(draft: Draft): void {
  unitFromStreet(draft)
  districtFromStreet(draft)
  // A Kenyan box number ends in the postcode: "P.O. Box 00321-00100".
  draft.postcode ??= /\bbox\b.{0,6}\d{1,6}\s*[-–]\s*(\d{5})\b/i.exec(draft.line1 ?? '')?.[1] ?? null
  townFromStreet(draft)
  districtFromTown(draft)
  if (draft.city !== null) draft.city = draft.city.replace(/^[\s,-]+|[\s,-]+$/g, '') || null
  draft.country ??= guessCountry(draft, draft.city === null ? null : countryOfTown(draft.city))
}

function unitFromStreet(draft: Draft): void {
  const cut = draft.line1 === null ? null : cutUnit(draft.line1)
  if (!cut || !(/\d/.test(cut.street) || streetSign(cut.street) === 'strong')) return
  if (isBox(cut.street) && !/^(?:apt|unit|suite|ste)/i.test(cut.unit)) return
  draft.line1 = cut.street
  draft.extra.unshift(cut.unit)
}

/** `Av. Paulista, 1578 - Bela Vista`: the district behind the dash. */
function districtFromStreet(draft: Draft): void {
  if (draft.line1 === null || !isRomance(draft.line1)) return
  const found = /^(.*\d)\s+[-–]\s+(\p{L}[^\d]{2,40})$/u.exec(draft.line1)
  if (!found?.[1] || !found[2]) return
  draft.line1 = found[1]
  draft.extra.unshift(found[2])
}

/** `Cra 18 # 63-64 Chapinero Bogotá`: a known town at the end of the only line. */
function townFromStreet(draft: Draft): void {
  if (draft.city !== null || draft.line1 === null) return
  const split = splitStreetFromTown(draft.line1)
  if (/^\d/.test(split.street) && /^\p{L}{3,}/u.test(split.town) && !/\d/.test(split.town)) {
    draft.line1 = split.street
    draft.city = split.town
    return
  }
  const cut = cutTown(draft.line1)
  if (!cut || !/\d/.test(cut.rest)) return
  draft.line1 = cut.rest
  draft.city = cut.town
}

/** `Shoreditch London` -> London, with the district before it on the second line. */
function districtFromTown(draft: Draft): void {
  if (draft.city === null || draft.country === 'US' || countryOfTown(draft.city)) return
  const cut = cutTown(draft.city)
  if (!cut || cut.rest === '' || countryOfTown(cut.town) !== draft.country) return
  if (/^(?:greater|central|north|south|east|west|new|port)$/i.test(cut.rest)) return
  draft.extra.push(cut.rest)
  draft.city = cut.town
}
