import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone number that can be called, as E.164 (`+16265550142`), of the US where it names no country; null: none. */
export function readPhone(text: string): string | null {
  const phone = parsePhoneNumberFromString(text, 'US')
  return phone?.isValid() ? phone.number : null
}
