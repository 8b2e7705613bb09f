import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'
import type { PostalAddress, Verdict } from './address-types.ts'

type Answer = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidateAddressResponse
type Result = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidationResult
type Component = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1AddressComponent

/**
 * What to do with an address, from Google's answer: its own advice (`possibleNextAction`, a preview that may be
 * absent), else the older signals.
 *
 * @see https://developers.google.com/maps/documentation/address-validation/build-validation-logic
 */
export function readVerdict(answer: Answer): Verdict {
  const result = answer.result ?? {}
  const { latitude, longitude } = result.geocode?.location ?? {}
  return {
    outcome: decide(result),
    formatted: result.address?.formattedAddress ?? '',
    components: readComponents(result),
    location: typeof latitude === 'number' && typeof longitude === 'number' ? { lat: latitude, lng: longitude } : null,
    changed: describeChanges(result),
    missing: (result.address?.missingComponentTypes ?? []).map(nameOf),
    responseId: answer.responseId ?? '',
  }
}

const advice: Record<string, Verdict['outcome']> = {
  FIX: 'fix',
  CONFIRM_ADD_SUBPREMISES: 'confirm',
  CONFIRM: 'confirm',
  ACCEPT: 'accepted',
}

function decide(result: Result): Verdict['outcome'] {
  const advised = advice[result.verdict?.possibleNextAction ?? '']
  return advised ?? decideFromSignals(result)
}

const precise = new Set(['SUB_PREMISE', 'PREMISE', 'PREMISE_PROXIMITY'])
const coarse = new Set(['BLOCK', 'ROUTE'])

function decideFromSignals(result: Result): Verdict['outcome'] {
  const verdict = result.verdict ?? {}
  const granularity = verdict.validationGranularity ?? 'OTHER'
  const missing = result.address?.missingComponentTypes ?? []
  const lacksOnlyUnit = missing.length > 0 && missing.every((type) => type === 'subpremise')
  if (!precise.has(granularity) && !coarse.has(granularity)) return 'fix'
  if (!verdict.addressComplete && !lacksOnlyUnit) return 'fix'
  const doubtful =
    lacksOnlyUnit ||
    coarse.has(granularity) ||
    verdict.hasUnconfirmedComponents ||
    verdict.hasReplacedComponents ||
    verdict.hasSpellCorrectedComponents ||
    readParts(result).some(isWeightyAddition)
  return doubtful ? 'confirm' : 'accepted'
}

/** Google completes nearly every good address with its country and, in the US, the last four digits of the ZIP. */
const trifles = new Set(['country', 'postal_code_suffix', 'administrative_area_level_2'])

function isWeightyAddition(part: Component): boolean {
  return part.inferred === true && !trifles.has(part.componentType ?? '')
}

function readComponents(result: Result): PostalAddress {
  const address = result.address?.postalAddress ?? {}
  return {
    lines: address.addressLines ?? [],
    city: address.locality ?? '',
    region: address.administrativeArea ?? '',
    postcode: address.postalCode ?? '',
    country: address.regionCode ?? '',
  }
}

function describeChanges(result: Result): string[] {
  const { missingComponentTypes, unresolvedTokens } = result.address ?? {}
  return [
    ...readParts(result).flatMap(describePart),
    ...(missingComponentTypes ?? []).map((type) => `The ${nameOf(type)} is missing.`),
    ...(unresolvedTokens?.length ? [`Not understood: ${unresolvedTokens.join(' ')}.`] : []),
  ]
}

function describePart(part: Component): string[] {
  const name = nameOf(part.componentType)
  const text = part.componentName?.text ?? ''
  if (part.replaced) return [`The ${name} was changed to ${text}.`]
  if (part.spellCorrected) return [`The ${name} is spelled ${text}.`]
  if (isWeightyAddition(part)) return [`The ${name} ${text} was added.`]
  if (part.unexpected) return [`The ${name} ${text} is not usual there.`]
  if (part.inferred || part.confirmationLevel === 'CONFIRMED') return []
  return [`The ${name} ${text} could not be confirmed.`]
}

function readParts(result: Result): Component[] {
  return result.address?.addressComponents ?? []
}

const names: Record<string, string> = {
  street_number: 'house number',
  route: 'street',
  subpremise: 'flat or unit number',
  premise: 'building',
  locality: 'city',
  postal_town: 'city',
  sublocality: 'district',
  administrative_area_level_1: 'state or region',
  postal_code: 'postcode',
  postal_code_suffix: 'postcode',
  point_of_interest: 'place name',
}

function nameOf(type: string | null | undefined): string {
  return names[type ?? ''] ?? (type ?? 'part').replaceAll('_', ' ')
}
