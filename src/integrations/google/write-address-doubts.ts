import type { addressvalidation_v1 } from 'googleapis/build/src/apis/addressvalidation/index.js'

type Result = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1ValidationResult
type Component = addressvalidation_v1.Schema$GoogleMapsAddressvalidationV1AddressComponent

/** What Google changed, added, missed or could not confirm, a plain sentence each: "Google says" of the card. */
export function writeDoubts(result: Result): string[] {
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

/** A part of an address in plain words: `house number`. */
export function nameOf(type: string | null | undefined): string {
  return names[type ?? ''] ?? (type ?? 'part').replaceAll('_', ' ')
}

export function readParts(result: Result): Component[] {
  return result.address?.addressComponents ?? []
}

/** Google completes nearly every good address with its country and, in the US, the last four digits of the ZIP. */
const trifles = new Set(['country', 'postal_code_suffix', 'administrative_area_level_2'])

export function isWeightyAddition(part: Component): boolean {
  return part.inferred === true && !trifles.has(part.componentType ?? '')
}
