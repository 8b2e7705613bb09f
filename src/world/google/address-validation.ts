import type { EmulatorContext } from 'emulate'
import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'
import { type Judged, judgeAddress } from '#src/world/google/judge-address.ts'
import { type Country, countries } from '#src/world/google/places.ts'
import { readAddress } from '#src/world/google/read-address.ts'
import { ApiRefusal, badRequest } from '#src/world/google/refusal.ts'
import type { GoogleState } from '#src/world/google/state.ts'

type Asked = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidateAddressRequest
type Result = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidationResult

const longestInput = 280

/** `POST /v1:validateAddress?key=` (the router reads everything after `/v1` as one name). */
export function routeAddressValidation(app: EmulatorContext<GoogleState>['app'], mapsApiKey: string): void {
  app.post('/v1:method', async (c) => {
    if (c.req.path !== '/v1:validateAddress') return c.notFound()
    if (c.req.query('key') !== mapsApiKey) {
      throw new ApiRefusal(400, 'API_KEY_INVALID', 'API key not valid. Please pass a valid API key.')
    }
    const asked = await c.req.json<Asked>()
    return c.json({ result: validate(asked), responseId: crypto.randomUUID() })
  })
}

function validate({ address }: Asked): Result {
  if (!address) throw badRequest('Address is missing from request.')
  const code = address.regionCode?.toUpperCase() || findCountry(address.addressLines ?? [])
  const country = countries[code]
  if (!country) throw badRequest(`Unsupported region code: ${code}.`)
  const { addressLines = [], locality, administrativeArea, postalCode } = address
  const input = [...(addressLines ?? []), locality, administrativeArea, postalCode].join('')
  if (input.length > longestInput) throw badRequest(`Address must be at most ${longestInput} characters long.`)
  if (!input.trim()) throw badRequest('Address lines missing from request.')
  return writeResult(judgeAddress(readAddress(address, code, country), code, country), code, country)
}

/** Without a region code the country is found in the lines, else it is taken to be this one. */
function findCountry(lines: readonly string[]): string {
  const pieces = lines.flatMap((line) => line.split(',')).map((piece) => piece.trim())
  return Object.keys(countries).find((code) => pieces.some((piece) => countries[code]?.names.test(piece))) ?? 'US'
}

function writeResult(judged: Judged, code: string, country: Country): Result {
  const { parts, components, missing, granularity, next } = judged
  const has = (flag: 'inferred' | 'replaced' | 'spellCorrected') => components.some((part) => part[flag])
  const unconfirmed = components.filter(({ confirmationLevel }) => confirmationLevel !== 'CONFIRMED')
  return {
    verdict: {
      inputGranularity: granularity,
      validationGranularity: granularity,
      geocodeGranularity: granularity,
      ...(missing.length === 0 && parts.rest.length === 0 && { addressComplete: true }),
      ...(unconfirmed.length > 0 && { hasUnconfirmedComponents: true }),
      ...(has('inferred') && { hasInferredComponents: true }),
      ...(has('replaced') && { hasReplacedComponents: true }),
      ...(has('spellCorrected') && { hasSpellCorrectedComponents: true }),
      possibleNextAction: next,
    },
    address: {
      ...writeAddress(judged, code, country),
      addressComponents: components,
      ...(missing.length > 0 && { missingComponentTypes: missing }),
      ...(unconfirmed.length > 0 && { unconfirmedComponentTypes: unconfirmed.map((part) => part.componentType ?? '') }),
      ...(parts.rest.length > 0 && { unresolvedTokens: parts.rest.flatMap((piece) => piece.split(' ')) }),
    },
    ...(granularity !== 'OTHER' && { geocode: writeGeocode(judged, country) }),
  }
}

function writeAddress({ parts }: Judged, code: string, country: Country) {
  const street = writeStreet(parts.number, parts.street, code)
  const line = parts.unit ? `${street} ${code === 'US' ? 'Apt ' : ''}${parts.unit}` : street
  const { city, region, postcode } = parts
  const layouts = {
    'region-postcode': `${city}, ${region} ${postcode}`,
    'postcode-city': `${postcode} ${city}`,
    'city-postcode': `${city} ${postcode}`,
  }
  const postalAddress = {
    regionCode: code,
    languageCode: 'en',
    addressLines: line ? [line] : [],
    ...(city && { locality: city }),
    ...(region && { administrativeArea: region }),
    ...(postcode && { postalCode: postcode }),
  }
  const formatted = [line, layouts[country.layout].trim(), country.name].filter(Boolean).join(', ')
  return { formattedAddress: formatted, postalAddress }
}

// biome-ignore format: a table
const short: Record<string, string> = {
  street: 'St', avenue: 'Ave', road: 'Rd', lane: 'Ln', drive: 'Dr', boulevard: 'Blvd', court: 'Ct', place: 'Pl',
}

function writeStreet(number: string, street: string, code: string): string {
  if (code !== 'US')
    return ['DE', 'NL', 'AT', 'CH', 'SE', 'DK', 'PL', 'BE', 'ES', 'IT'].includes(code)
      ? `${street} ${number}`.trim()
      : `${number} ${street}`.trim()
  const words = street.split(' ').map((word) => short[word.toLowerCase().replace('.', '')] ?? word)
  return `${number} ${words.join(' ')}`.trim()
}

/** The same address is always at the same place: near its city, or its capital. */
function writeGeocode({ parts, known }: Judged, country: Country) {
  const [lat, lng] = known?.at ?? country.at
  const seed = [...`${parts.number}${parts.street}${parts.postcode}`].reduce((sum, one) => sum + one.charCodeAt(0), 0)
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return {
    location: { latitude: round(lat + (seed % 97) / 5000), longitude: round(lng + (seed % 89) / 5000) },
    placeId: `ChIJ${Buffer.from(`${parts.postcode}${seed}`).toString('base64url')}`,
  }
}
