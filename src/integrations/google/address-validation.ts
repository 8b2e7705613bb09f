import {
  type addressvalidation_v1,
  addressvalidation as openAddressValidation,
} from 'googleapis/build/src/apis/addressvalidation/index.js'
import { OutsideError } from '#src/errors.ts'
import type { PostalAddress, Verdict } from './address-types.ts'
import { callGoogle } from './google-error.ts'
import { readVerdict } from './read-verdict.ts'

export type { PostalAddress, Verdict } from './address-types.ts'

export type AddressValidation = {
  validate(address: PostalAddress, previousResponseId?: string): Promise<Verdict>
}

const longestInput = 280
const timeoutMs = 20_000

/**
 * Google's Address Validation API with an API key. Failures are OutsideErrors `address-validation`; an address that
 * Google cannot read, or of a country it does not know, is a verdict, not an error.
 *
 * @see https://developers.google.com/maps/documentation/address-validation/requests-validate-address
 */
export function createAddressValidation(config: { apiKey: string; apiRoot: string }): AddressValidation {
  const { v1 } = openAddressValidation({
    version: 'v1',
    auth: config.apiKey,
    rootUrl: `${config.apiRoot.replace(/\/$/, '')}/`,
    retry: false,
    timeout: timeoutMs,
  })
  return { validate: (address, previousResponseId) => validate(v1, address, previousResponseId) }
}

async function validate(
  v1: addressvalidation_v1.Resource$V1,
  address: PostalAddress,
  previousResponseId: string | undefined,
): Promise<Verdict> {
  const unread = { formatted: writeOneLine(address), components: address, location: null, missing: [], responseId: '' }
  if (unread.formatted.length > longestInput) {
    return {
      ...unread,
      outcome: 'fix',
      changed: [`It is longer than the ${longestInput} characters Google can check.`],
    }
  }
  const requestBody = {
    address: writeAddress(address),
    ...(previousResponseId && { previousResponseId }),
  }
  try {
    const { data } = await callGoogle('address-validation', () => v1.validateAddress({ requestBody }))
    return readVerdict(data)
  } catch (error) {
    if (!isUnsupported(error)) throw error
    return {
      ...unread,
      outcome: 'unsupported',
      changed: [`Google does not check addresses in ${address.country || 'that country'}.`],
    }
  }
}

function writeAddress(address: PostalAddress): addressvalidation_v1.Schema$GoogleTypePostalAddress {
  return {
    ...(address.country && { regionCode: address.country }),
    addressLines: address.lines,
    ...(address.city && { locality: address.city }),
    ...(address.region && { administrativeArea: address.region }),
    ...(address.postcode && { postalCode: address.postcode }),
  }
}

function writeOneLine(address: PostalAddress): string {
  const parts = [...address.lines, address.city, [address.region, address.postcode].filter(Boolean).join(' ')]
  return [...parts, address.country].filter(Boolean).join(', ')
}

/** Google has no code of its own for it: a 400 whose sentence says so. */
function isUnsupported(error: unknown): boolean {
  return error instanceof OutsideError && error.status === 400 && /unsupported region code/i.test(error.message)
}
