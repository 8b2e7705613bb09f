import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'
import type { PostalAddress, Verdict } from './address-types.ts'
import { isWeightyAddition, nameOf, readParts, writeDoubts } from './write-address-doubts.ts'

type Answer = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidateAddressResponse
type Result = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidationResult

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
    changed: writeDoubts(result),
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
