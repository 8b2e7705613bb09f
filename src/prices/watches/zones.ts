import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** Where a phone is at home, if its country has one time zone. Null where that is not clear. */
export function zoneOfPhone(number: string): string | null {
  const country = parsePhoneNumberFromString(number)?.country
  const [zone = null, ...others] = country ? zonesOf(new Intl.Locale('und', { region: country })) : []
  return others.length === 0 ? zone : null
}

/** TypeScript does not know this one yet. */
function zonesOf(place: Intl.Locale & { getTimeZones?(): string[] | undefined }): string[] {
  return place.getTimeZones?.() ?? []
}
