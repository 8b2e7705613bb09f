import type { Needs } from '#src/app.ts'
import { off, ok } from './finding.ts'

/** Google's own address: it is always there. */
const KNOWN = {
  lines: ['1600 Amphitheatre Pkwy'],
  city: 'Mountain View',
  region: 'CA',
  postcode: '94043',
  country: 'US',
}

export async function checkAddressValidation({ addressValidation }: Needs<'addressValidation'>) {
  if (!addressValidation) return off('a person checks every address')
  await addressValidation.validate(KNOWN)
  return ok('Google checks addresses')
}
