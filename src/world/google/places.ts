/** The little of the world that the stand-in knows. */
export type Country = {
  /** As Google writes it at the end of an address. */
  name: string
  names: RegExp
  postcode: RegExp
  /** Where the country's post wants it: `city, REGION 12345`, `12345 city` or `city 12345`. */
  layout: 'region-postcode' | 'postcode-city' | 'city-postcode'
  at: [lat: number, lng: number]
}

export const countries: Record<string, Country> = {
  US: country('USA', 'usa?|united states( of america)?', /\b\d{5}(?:-\d{4})?\b/, 'region-postcode', [39.8, -98.6]),
  CA: country('Canada', 'canada', /\b[a-z]\d[a-z] ?\d[a-z]\d\b/i, 'region-postcode', [45.4, -75.7]),
  AU: country('Australia', 'australia', /\b\d{4}\b/, 'region-postcode', [-33.9, 151.2]),
  GB: country(
    'UK',
    'uk|united kingdom|england|scotland|wales|great britain',
    /\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b/i,
    'city-postcode',
    [51.5, -0.13],
  ),
  IE: country('Ireland', 'ireland', /\b[a-z]\d[\dw] ?[a-z\d]{4}\b/i, 'city-postcode', [53.3, -6.3]),
  NZ: country('New Zealand', 'new zealand', /\b\d{4}\b/, 'city-postcode', [-36.8, 174.8]),
  DE: country('Germany', 'germany|deutschland', /\b\d{5}\b/, 'postcode-city', [52.5, 13.4]),
  FR: country('France', 'france', /\b\d{5}\b/, 'postcode-city', [48.9, 2.35]),
  ES: country('Spain', 'spain|españa', /\b\d{5}\b/, 'postcode-city', [40.4, -3.7]),
  IT: country('Italy', 'italy|italia', /\b\d{5}\b/, 'postcode-city', [41.9, 12.5]),
  NL: country('Netherlands', 'netherlands|nederland', /\b\d{4} ?[a-z]{2}\b/i, 'postcode-city', [52.4, 4.9]),
  BE: country('Belgium', 'belgium|belgië|belgique', /\b\d{4}\b/, 'postcode-city', [50.85, 4.35]),
  AT: country('Austria', 'austria|österreich', /\b\d{4}\b/, 'postcode-city', [48.2, 16.4]),
  CH: country('Switzerland', 'switzerland|schweiz|suisse', /\b\d{4}\b/, 'postcode-city', [47.4, 8.5]),
  SE: country('Sweden', 'sweden|sverige', /\b\d{3} ?\d{2}\b/, 'postcode-city', [59.3, 18.1]),
  DK: country('Denmark', 'denmark|danmark', /\b\d{4}\b/, 'postcode-city', [55.7, 12.6]),
  PL: country('Poland', 'poland|polska', /\b\d{2}-\d{3}\b/, 'postcode-city', [52.2, 21]),
}

function country(
  name: string,
  names: string,
  postcode: RegExp,
  layout: Country['layout'],
  at: [number, number],
): Country {
  return { name, names: new RegExp(`^(${names})\\.?$`, 'i'), postcode, layout, at }
}

export type City = { country: string; city: string; region: string; postcode: string; at: [lat: number, lng: number] }

export const cities: City[] = [
  { country: 'US', city: 'Springfield', region: 'IL', postcode: '62704', at: [39.7742, -89.6863] },
  { country: 'US', city: 'Chicago', region: 'IL', postcode: '60614', at: [41.9227, -87.6533] },
  { country: 'US', city: 'New York', region: 'NY', postcode: '10001', at: [40.7506, -73.9972] },
  { country: 'US', city: 'Brooklyn', region: 'NY', postcode: '11201', at: [40.6955, -73.9894] },
  { country: 'US', city: 'Los Angeles', region: 'CA', postcode: '90012', at: [34.0614, -118.2385] },
  { country: 'US', city: 'San Francisco', region: 'CA', postcode: '94103', at: [37.7726, -122.4099] },
  { country: 'US', city: 'Mountain View', region: 'CA', postcode: '94043', at: [37.4056, -122.0775] },
  { country: 'US', city: 'Seattle', region: 'WA', postcode: '98101', at: [47.6114, -122.3305] },
  { country: 'US', city: 'Portland', region: 'OR', postcode: '97205', at: [45.5208, -122.7017] },
  { country: 'US', city: 'Austin', region: 'TX', postcode: '78701', at: [30.2713, -97.7426] },
  { country: 'US', city: 'Denver', region: 'CO', postcode: '80202', at: [39.7491, -104.9946] },
  { country: 'US', city: 'Boston', region: 'MA', postcode: '02108', at: [42.3576, -71.0684] },
  { country: 'US', city: 'Miami', region: 'FL', postcode: '33130', at: [25.7681, -80.2043] },
  { country: 'CA', city: 'Toronto', region: 'ON', postcode: 'M5V 2T6', at: [43.6426, -79.3871] },
  { country: 'CA', city: 'Vancouver', region: 'BC', postcode: 'V6B 1A1', at: [49.2804, -123.1096] },
  { country: 'GB', city: 'London', region: '', postcode: 'SW1W 9TQ', at: [51.4958, -0.1455] },
  { country: 'DE', city: 'Berlin', region: '', postcode: '10115', at: [52.5323, 13.3846] },
]

const zips =
  'AL350-369 AK995-999 AZ850-865 AR716-729 CA900-961 CO800-816 CT060-069 DE197-199 DC200-205 FL320-349 GA300-319 ' +
  'HI967-968 ID832-838 IL600-629 IN460-479 IA500-528 KS660-679 KY400-427 LA700-714 ME039-049 MD206-219 MA010-027 ' +
  'MI480-499 MN550-567 MS386-397 MO630-658 MT590-599 NE680-693 NV889-898 NH030-038 NJ070-089 NM870-884 NY100-149 ' +
  'NC270-289 ND580-588 OH430-459 OK730-749 OR970-979 PA150-196 RI028-029 SC290-299 SD570-577 TN370-385 TX750-799 ' +
  'UT840-847 VT050-059 VA220-246 WA980-994 WV247-268 WI530-549 WY820-831 PR006-009'

const stateOfZip = zips.split(' ').map((entry) => ({
  state: entry.slice(0, 2),
  from: Number(entry.slice(2, 5)),
  to: Number(entry.slice(6)),
}))

// biome-ignore format: a table
const provinces: Record<string, string> = {
  A: 'NL', B: 'NS', C: 'PE', E: 'NB', G: 'QC', H: 'QC', J: 'QC', K: 'ON', L: 'ON', M: 'ON',
  N: 'ON', P: 'ON', R: 'MB', S: 'SK', T: 'AB', V: 'BC', X: 'NT', Y: 'YT',
}

const australian: Record<string, string> = { 0: 'NT', 2: 'NSW', 3: 'VIC', 4: 'QLD', 5: 'SA', 6: 'WA', 7: 'TAS' }

/** The region a postcode lies in; null when there is no such postcode, '' where regions are not written. */
export function regionOf(countryCode: string, postcode: string): string | null {
  if (countryCode === 'CA') return provinces[postcode.charAt(0).toUpperCase()] ?? null
  if (countryCode === 'AU' && /^26[01]/.test(postcode)) return 'ACT'
  if (countryCode === 'AU') return australian[postcode.charAt(0)] ?? null
  if (countryCode !== 'US') return ''
  const prefix = Number(postcode.slice(0, 3))
  return stateOfZip.find(({ from, to }) => from <= prefix && prefix <= to)?.state ?? null
}

export function regionsOf(countryCode: string): string[] {
  if (countryCode === 'US') return stateOfZip.map(({ state }) => state)
  if (countryCode === 'CA') return Object.values(provinces)
  return countryCode === 'AU' ? [...Object.values(australian), 'ACT'] : []
}
