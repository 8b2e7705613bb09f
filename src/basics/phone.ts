import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone number that can be called, as E.164 (`+16265550142`); one without a country is a US one. Null: it is none. */
export function readPhone(text: string): string | null {
  const phone = parsePhoneNumberFromString(text, 'US')
  return phone?.isValid() ? phone.number : null
}
