import type { CountryCode } from 'libphonenumber-js/max'

const countries: [RegExp, CountryCode][] = [
  [/^Europe\/London/, 'GB'],
  [/^Europe\/Paris/, 'FR'],
  [/^Europe\/Berlin/, 'DE'],
  [/^Europe\/Madrid/, 'ES'],
  [/^Europe\/Rome/, 'IT'],
  [/^Europe\/Dublin/, 'IE'],
  [/^Africa\/Nairobi/, 'KE'],
  [/^Africa\/Kampala/, 'UG'],
  [/^Australia\//, 'AU'],
  [/^Asia\/Tokyo/, 'JP'],
]

/** Where a number without a country code is at home. */
export function countryOf(timezone: string): CountryCode {
  return countries.find(([zone]) => zone.test(timezone))?.[1] ?? 'US'
}
