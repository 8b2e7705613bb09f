import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'
import { type City, type Country, cities, regionOf } from '#src/world/google/places.ts'
import type { ReadAddress } from '#src/world/google/read-address.ts'

type Component = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1AddressComponent

export type Judged = {
  parts: ReadAddress
  components: Component[]
  missing: string[]
  granularity: 'SUB_PREMISE' | 'PREMISE' | 'ROUTE' | 'OTHER'
  next: 'ACCEPT' | 'CONFIRM' | 'CONFIRM_ADD_SUBPREMISES' | 'FIX'
  known: City | undefined
}

type Found = { text: string; flag?: 'inferred' | 'replaced' | 'spellCorrected' | 'unconfirmed' }

/** What Google would say, as far as its rules can be played with the few places known here. */
export function judgeAddress(asked: ReadAddress, code: string, country: Country): Judged {
  const known = findCity(asked, code)
  const place = judgePlace(asked, code, country, known)
  const parts: ReadAddress = {
    ...asked,
    city: place.city.text,
    region: place.region.text,
    postcode: place.postcode.text,
  }
  const number: Found = isDoubtfulNumber(asked.number)
    ? { text: asked.number, flag: 'unconfirmed' }
    : { text: asked.number }
  const components = [
    ...write('street_number', number),
    ...write('route', { text: asked.street }),
    ...write('subpremise', { text: asked.unit }),
    ...write('locality', place.city),
    ...write('administrative_area_level_1', place.region),
    ...write('postal_code', place.postcode),
    ...write('country', { text: country.name, flag: 'inferred' }),
  ]
  const missing = findMissing(parts, code)
  return {
    parts,
    components,
    missing,
    known,
    granularity: judgeGranularity(parts, place.postcode),
    next: judgeNext(components, missing, asked.rest, place.postcode),
  }
}

function judgePlace(asked: ReadAddress, code: string, country: Country, known: City | undefined) {
  const region = asked.postcode ? regionOf(code, asked.postcode) : (known?.region ?? '')
  const isPostcode = country.postcode.test(asked.postcode) && region !== null
  return {
    city: judgeCity(asked, known),
    region: asked.region || !region ? { text: asked.region } : ({ text: region, flag: 'inferred' } as const),
    postcode: judgePostcode(asked, known, isPostcode && (!asked.region || !region || region === asked.region)),
  }
}

function judgeCity(asked: ReadAddress, known: City | undefined): Found {
  if (!known) return { text: asked.city }
  if (!asked.city) return { text: known.city, flag: 'inferred' }
  if (known.city.toLowerCase() === asked.city.toLowerCase()) return { text: known.city }
  return { text: known.city, flag: 'spellCorrected' }
}

function judgePostcode(asked: ReadAddress, known: City | undefined, fits: boolean): Found {
  if (asked.postcode && fits) return { text: asked.postcode }
  if (known && known.region === asked.region) {
    return { text: known.postcode, flag: asked.postcode ? 'replaced' : 'inferred' }
  }
  return asked.postcode ? { text: asked.postcode, flag: 'unconfirmed' } : { text: '' }
}

function findCity(asked: ReadAddress, code: string): City | undefined {
  const near = cities.filter(({ country }) => country === code)
  const inRegion = near.filter(({ region }) => !asked.region || region === asked.region)
  if (!asked.city) return near.find(({ postcode }) => postcode === asked.postcode.slice(0, 8))
  const name = asked.city.toLowerCase()
  return (
    inRegion.find(({ city }) => city.toLowerCase() === name) ??
    inRegion.find(({ city }) => name.length > 4 && distance(city.toLowerCase(), name) <= 2)
  )
}

function findMissing(parts: ReadAddress, code: string): string[] {
  const missing = []
  if (!parts.street) missing.push('route')
  if (!parts.number) missing.push('street_number')
  if (!parts.city) missing.push('locality')
  if (!parts.postcode) missing.push('postal_code')
  // Google knows the houses with many flats; here the street says so.
  if (code === 'US' && !parts.unit && /\b(towers?|apartments|plaza)\b/i.test(parts.street)) missing.push('subpremise')
  return missing
}

function judgeGranularity(parts: ReadAddress, postcode: Found): Judged['granularity'] {
  if (!parts.street || !parts.city || !parts.postcode || postcode.flag === 'unconfirmed') return 'OTHER'
  if (!parts.number || isDoubtfulNumber(parts.number)) return 'ROUTE'
  return parts.unit ? 'SUB_PREMISE' : 'PREMISE'
}

function judgeNext(components: Component[], missing: string[], rest: string[], postcode: Found): Judged['next'] {
  if (missing.some((type) => type !== 'subpremise') || postcode.flag === 'unconfirmed') return 'FIX'
  if (missing.length > 0) return 'CONFIRM_ADD_SUBPREMISES'
  const added = ['postal_code', 'locality']
  const doubtful = components.some(
    (part) =>
      part.replaced ||
      part.spellCorrected ||
      part.confirmationLevel !== 'CONFIRMED' ||
      (part.inferred && added.includes(part.componentType ?? '')),
  )
  return doubtful || rest.length > 0 ? 'CONFIRM' : 'ACCEPT'
}

/** Nobody has house numbers like that: the way to play a house that Google cannot find. */
function isDoubtfulNumber(number: string): boolean {
  return Number.parseInt(number, 10) >= 90_000
}

function write(componentType: string, { text, flag }: Found): Component[] {
  if (!text) return []
  const confirmationLevel = flag === 'unconfirmed' ? 'UNCONFIRMED_BUT_PLAUSIBLE' : 'CONFIRMED'
  const changed = flag && flag !== 'unconfirmed' ? { [flag]: true } : {}
  return [{ componentType, componentName: { text, languageCode: 'en' }, confirmationLevel, ...changed }]
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
