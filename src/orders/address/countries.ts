/** ISO 3166-1 alpha-2 codes with the names people write, in the languages they write them in. */
const names: Record<string, string> = {
  US: 'us|usa|u s a|u s|united states|united states of america|america|the us|estados unidos|eeuu|ee uu|etats unis|vereinigte staaten|marekani',
  CA: 'canada|kanada',
  GB: 'gb|uk|u k|united kingdom|great britain|britain|england|scotland|wales|northern ireland|grossbritannien|royaume uni|reino unido|regno unito|uingereza',
  IE: 'ireland|eire|republic of ireland|irlande|irland|irlanda',
  AU: 'australia|australien|australie',
  NZ: 'new zealand|nz|aotearoa|neuseeland',
  DE: 'germany|deutschland|allemagne|alemania|alemanha|germania|brd|de',
  AT: 'austria|österreich|oesterreich|autriche',
  CH: 'switzerland|schweiz|suisse|svizzera|suiza',
  LI: 'liechtenstein',
  FR: 'france|frankreich|francia|frança|ufaransa',
  BE: 'belgium|belgique|belgië|belgie|belgien|bélgica',
  LU: 'luxembourg|luxemburg',
  NL: 'netherlands|the netherlands|nederland|holland|niederlande|pays bas|países bajos',
  ES: 'spain|españa|espana|spanien|espagne|spagna|espanha',
  PT: 'portugal',
  IT: 'italy|italia|italien|italie|itália',
  GR: 'greece|ελλάδα|ellada|griechenland|hellas',
  DK: 'denmark|danmark|dänemark',
  SE: 'sweden|sverige|schweden|suède',
  NO: 'norway|norge|norwegen',
  FI: 'finland|suomi|finnland',
  IS: 'iceland|ísland',
  PL: 'poland|polska|polen|pologne',
  CZ: 'czech republic|czechia|česko|česká republika|tschechien',
  SK: 'slovakia|slovensko',
  HU: 'hungary|magyarország|ungarn',
  RO: 'romania|românia',
  BG: 'bulgaria|българия',
  HR: 'croatia|hrvatska|kroatien',
  SI: 'slovenia|slovenija',
  RS: 'serbia|srbija',
  EE: 'estonia|eesti',
  LV: 'latvia|latvija',
  LT: 'lithuania|lietuva',
  UA: 'ukraine|україна',
  RU: 'russia|россия|russian federation',
  TR: 'turkey|türkiye|turkiye',
  IL: 'israel|ישראל',
  AE: 'united arab emirates|uae|u a e|الإمارات',
  SA: 'saudi arabia|ksa|السعودية',
  QA: 'qatar|قطر',
  KW: 'kuwait|الكويت',
  EG: 'egypt|مصر|egypte|égypte|ägypten|misri',
  MA: 'morocco|maroc|المغرب|marruecos',
  TN: 'tunisia|tunisie|تونس',
  DZ: 'algeria|algérie|الجزائر',
  KE: 'kenya|kenia',
  UG: 'uganda',
  TZ: 'tanzania',
  RW: 'rwanda',
  ET: 'ethiopia',
  GH: 'ghana',
  NG: 'nigeria',
  ZA: 'south africa|rsa|suid afrika|südafrika|afrique du sud|sudáfrica',
  ZM: 'zambia',
  ZW: 'zimbabwe',
  BW: 'botswana',
  NA: 'namibia',
  MZ: 'mozambique|moçambique',
  SN: 'senegal|sénégal',
  CM: 'cameroon|cameroun',
  CI: 'ivory coast|côte d ivoire|cote d ivoire',
  MU: 'mauritius',
  IN: 'india|bharat|indien|inde',
  PK: 'pakistan',
  BD: 'bangladesh',
  LK: 'sri lanka',
  NP: 'nepal',
  SG: 'singapore|singapur|singapour',
  MY: 'malaysia',
  ID: 'indonesia',
  PH: 'philippines|pilipinas',
  TH: 'thailand',
  VN: 'vietnam|viet nam|việt nam',
  HK: 'hong kong|hongkong|香港',
  TW: 'taiwan|台灣|台湾',
  CN: 'china|p r china|中国|中國',
  JP: 'japan|日本|japon|japón',
  KR: 'south korea|korea|republic of korea|대한민국|한국',
  BR: 'brazil|brasil|brasilien|brésil',
  MX: 'mexico|méxico|mx|mexiko|mexique',
  AR: 'argentina',
  CL: 'chile',
  CO: 'colombia|kolumbien',
  PE: 'peru|perú',
  EC: 'ecuador',
  UY: 'uruguay',
  CR: 'costa rica',
  PA: 'panama|panamá',
  JM: 'jamaica',
  TT: 'trinidad and tobago|trinidad',
  PR: 'puerto rico',
}

const byName = new Map(
  Object.entries(names).flatMap(([code, all]) => all.split('|').map((name) => [name, code] as const)),
)

/** Names that are also a state, a town or a word: believed only where a country stands alone. */
const doubtful = new Set(['us', 'de', 'mx', 'gb', 'nz', 'america', 'jersey', 'holland', 'peru', 'chile', 'panama'])

// Where parcels travel without a postcode.
const withoutPostcode = new Set('KE UG TZ RW GH NG AE QA HK IE CO EG JM ZM ZW BW CI CM SN ET PA TT MZ NA MU'.split(' '))

/** `Kenya.` -> `KE`; null when the text is not a country's name. */
export function readCountry(text: string): string | null {
  return byName.get(plain(text)) ?? null
}

type CountryTail = { rest: string; country: string }

/** `13353 Berlin Deutschland` -> Berlin's part and `DE`; null when no country ends the text. */
export function cutCountry(text: string): CountryTail | null {
  const words = text.trim().split(/\s+/)
  for (let take = Math.min(4, words.length - 1); take >= 1; take -= 1) {
    const tail = words.slice(-take).join(' ')
    const name = plain(tail)
    const country = byName.get(name)
    if (!country || doubtful.has(name)) continue
    if (/^(?:new|nuevo|de|of|del|la|el|st\.?|street|road|avenue)$/i.test(words.at(-take - 1) ?? '')) continue
    return {
      rest: words
        .slice(0, -take)
        .join(' ')
        .replace(/[\s,;-]+$/, ''),
      country,
    }
  }
  return null
}

/** False where a parcel arrives without a postcode. */
export function needsPostcode(country: string | null): boolean {
  return country === null || !withoutPostcode.has(country)
}

/** True where the state or province is part of the address. */
export function needsRegion(country: string | null): boolean {
  return country === 'US' || country === 'CA' || country === 'AU'
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[().,'’-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
