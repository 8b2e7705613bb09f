import { isRomance } from './streets.ts'

type Parts = {
  line1: string | null
  extra: string[]
  region: string | null
  postcode: string | null
  city: string | null
}

const german = /(?:straße|strasse|str\.|weg|gasse|platz|allee|damm|ufer|ring|steig)\b/iu
const french = /\b(?:rue|avenue de|boulevard|bd|allée|impasse|chemin|quai|faubourg|place d\w)\b/iu
const spanish = /(?:^|\s)(?:calle|c\/|avda\.?|avenida|paseo|plaza|carretera|ctra\.?|camino|ronda)(?=\s)/iu
const mexican = /\bcol(?:onia|\.)\s/iu
const italian = /^(?:via|viale|piazza|corso|vicolo|largo|strada)\s/iu
const portuguese = /^(?:rua|travessa|praça|estrada|av\.?|avenida|largo|alameda)\s/iu
const colombian =
  /^(?:calle|cra|carrera|cl|cll|kra|diagonal|transversal)\.?\s?\d+\w*(?:\s?(?:bis|sur|norte|este))?\s?(?:#|no\.?|n°)\s?\d/iu
const english =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|place|pl|way|blvd|boulevard|circle|cir|terrace|trail|parkway|pkwy|highway|hwy)\b\.?/i
const indian = /\b(?:nagar|marg|colony|sector|phase|cross|main|layout|society)\b/i
const dutch = /(?:straat|laan|gracht|plein|kade|singel|dreef)\b/i
const nordic: [RegExp, string][] = [
  [/(?:gatan|vägen|gränd)\b/iu, 'SE'],
  [/(?:vej|gade|stræde|allé)\b/iu, 'DK'],
  [/(?:veien|vegen|gata|gate)\b/iu, 'NO'],
  [/(?:katu|tie|kuja)\b/iu, 'FI'],
  [/^(?:ul\.|ulica|al\.|os\.)\s/iu, 'PL'],
]

/** The country that the forms of street and postcode point to; null while they leave a doubt. */
export function guessCountry(parts: Parts, byTown: string | null): string | null {
  const code = parts.postcode ?? ''
  const street = parts.line1 ?? ''
  const town = byTown === 'US' && parts.region === null && code === '' ? null : byTown
  if (colombian.test(street) && (town === null || town === 'CO')) return 'CO'
  if (town !== null) return isFitting(town, code) ? town : byCode(code, street, parts)
  return byCode(code, street, parts)
}

/** "Paris 75116" fits France; "Paris 4 digits" or a letter code does not. */
function isFitting(country: string, code: string): boolean {
  if (code === '') return true
  if (/^\d{4}$/.test(code)) return !['US', 'FR', 'DE', 'ES', 'IT', 'KE', 'IN'].includes(country)
  if (/^\d{5}$/.test(code)) return !['GB', 'IE', 'NL', 'AT', 'CH', 'ZA', 'NZ', 'AU', 'IN', 'CO'].includes(country)
  return true
}

function byCode(code: string, street: string, parts: Parts): string | null {
  const north = code !== '' && !german.test(street) ? nordic.find(([form]) => form.test(street)) : undefined
  if (north) return north[1]
  if (/^\d{2}-\d{3}$/.test(code)) return 'PL'
  if (/^\d{5}$/.test(code)) return ofFiveDigits(street, parts)
  if (/^\d{4}$/.test(code) && dutch.test(street)) return 'BE'
  const isSix = /^\d{6}$|^\d{3} \d{3}$/.test(code)
  return isSix && (english.test(street) || indian.test([street, ...parts.extra].join(' '))) ? 'IN' : null
}

function ofFiveDigits(street: string, parts: Parts): string | null {
  if (german.test(street)) return 'DE'
  if (mexican.test(`${street}, ${parts.extra.join(', ')}`)) return 'MX'
  if (italian.test(street)) return 'IT'
  if (french.test(street) && !/^\d+ [\p{L}.]+ (?:blvd|boulevard|quay)$/iu.test(street))
    return english.test(street) && !isRomance(street) ? 'US' : 'FR'
  if (spanish.test(street)) return 'ES'
  if (portuguese.test(street)) return null
  return /^\d/.test(street) && english.test(street) ? 'US' : null
}
