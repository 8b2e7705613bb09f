// Larger towns whose name leaves little doubt about the country: used only where nothing else in the address tells it.
const towns: Record<string, string> = {
  KE: 'nairobi|mombasa|kisumu|nakuru|eldoret|thika|ruiru|rongai|ongata rongai|kiambu|machakos|nyeri|meru|malindi|kitale|kericho|kakamega|naivasha|nanyuki|kilifi|embu|syokimau|kitengela|athi river|juja|limuru|ngong|karen|westlands|garissa|kisii|bungoma|busia|homa bay|lamu|diani|ukunda|voi|narok|migori',
  UG: 'kampala|entebbe|jinja|mbarara|gulu|mukono|wakiso|lira|masaka|mbale|fort portal|arua|soroti',
  TZ: 'dar es salaam|dodoma|arusha|mwanza|zanzibar|moshi|mbeya|tanga|morogoro',
  RW: 'kigali',
  NG: 'lagos|abuja|ibadan|kano|port harcourt|benin city|enugu|kaduna|ikeja|lekki',
  GH: 'accra|kumasi|tema|takoradi',
  ZA: 'cape town|johannesburg|durban|pretoria|port elizabeth|gqeberha|bloemfontein|stellenbosch|sandton|soweto|kaapstad|east london|polokwane|centurion',
  EG: 'cairo|القاهرة|الجيزة|الإسكندرية|giza|alexandria|le caire|المعادي',
  AE: 'dubai|abu dhabi|sharjah|دبي',
  MA: 'casablanca|rabat|marrakech|marrakesh|fès|tanger',
  GB: 'london|manchester|birmingham|leeds|liverpool|bristol|sheffield|edinburgh|glasgow|cardiff|belfast|leicester|nottingham|newcastle upon tyne|brighton|hull|stoke-on-trent|swansea|southampton|plymouth|norwich|inverness|aberdeen|dundee',
  IE: 'dublin|cork|galway|limerick|waterford|tuam|sligo|tralee|kilkenny|ennis|drogheda|dundalk|letterkenny|athlone|wexford|killarney',
  DE: 'berlin|hamburg|münchen|munich|köln|frankfurt|frankfurt am main|stuttgart|düsseldorf|leipzig|dresden|hannover|nürnberg|bremen|essen|dortmund|bonn|mannheim|karlsruhe|augsburg|wiesbaden|münster|freiburg|heidelberg|mainz|kiel|lübeck|rostock|potsdam|jena|erfurt|göttingen|würzburg|regensburg|ulm',
  AT: 'wien|vienna|graz|linz|salzburg|innsbruck|klagenfurt|villach|wels|bregenz',
  CH: 'zürich|zurich|genève|geneva|genf|basel|bern|berne|lausanne|luzern|winterthur|st. gallen|lugano|zug|neuchâtel|fribourg|thun|chur',
  FR: 'paris|lyon|marseille|toulouse|nice|nantes|strasbourg|montpellier|bordeaux|lille|rennes|reims|grenoble|dijon|angers|nîmes|brest|tours|clermont-ferrand|rouen|metz|nancy|annecy|besançon|caen|orléans|mulhouse|avignon|la rochelle|pau|poitiers',
  BE: 'bruxelles|brussel|brussels|antwerpen|gent|liège|brugge|namur|leuven|charleroi|mons|mechelen',
  NL: 'amsterdam|rotterdam|den haag|utrecht|eindhoven|groningen|tilburg|breda|nijmegen|haarlem|leiden|delft|arnhem|maastricht|almere|zwolle',
  ES: 'madrid|barcelona|valencia|sevilla|zaragoza|málaga|malaga|bilbao|murcia|palma|alicante|valladolid|vigo|gijón|granada|a coruña|la coruña|oviedo|pamplona|san sebastián|santander|salamanca|cádiz|toledo|burgos|almería|huelva|donostia|logroño|badajoz|jaén|tarragona|girona|lleida|vitoria',
  PT: 'lisboa|lisbon|porto|braga|coimbra|faro|aveiro|évora|funchal|setúbal|leiria|sintra|cascais|guimarães|viseu',
  IT: 'roma|milano|napoli|torino|palermo|genova|bologna|firenze|bari|venezia|verona|padova|trieste|brescia|parma|modena|pisa|siena|lucca|perugia|catania|cagliari|bergamo|rimini|ravenna|ferrara|messina',
  SE: 'stockholm|göteborg|malmö|uppsala|västerås|örebro|linköping|lund|umeå',
  NO: 'oslo|bergen|trondheim|stavanger|tromsø|kristiansand',
  DK: 'københavn|copenhagen|aarhus|århus|odense|aalborg|esbjerg|roskilde',
  FI: 'helsinki|espoo|tampere|turku|oulu|vantaa',
  PL: 'warszawa|kraków|krakow|łódź|wrocław|poznań|gdańsk|katowice|lublin|szczecin|gdynia',
  CZ: 'praha|brno|ostrava|plzeň|olomouc',
  GR: 'αθήνα|athens|athina|thessaloniki|θεσσαλονίκη|patras',
  IN: 'mumbai|delhi|new delhi|bengaluru|bangalore|chennai|kolkata|hyderabad|pune|ahmedabad|jaipur|kochi|lucknow|gurgaon|gurugram|noida|surat|indore|bhopal|nagpur|chandigarh|mysuru|goa|panaji|coimbatore|thiruvananthapuram|visakhapatnam|vadodara',
  PK: 'karachi|lahore|islamabad|rawalpindi',
  SG: 'singapore',
  HK: 'kowloon|wan chai|causeway bay|tsim sha tsui|mong kok|sheung wan',
  PH: 'manila|quezon city|makati|cebu city|taguig',
  MY: 'kuala lumpur|petaling jaya|johor bahru|george town',
  BR: 'são paulo|sao paulo|rio de janeiro|belo horizonte|brasília|salvador|curitiba|porto alegre|recife|fortaleza|florianópolis|campinas|goiânia|manaus|belém',
  MX: 'ciudad de méxico|mexico city|guadalajara|monterrey|puebla|tijuana|mérida|cancún|zapopan|oaxaca|mexicali|san miguel de allende|querétaro|toluca',
  AR: 'buenos aires|rosario|mendoza|caba|la plata',
  CL: 'santiago de chile|valparaíso|viña del mar|providencia|ñuñoa|las condes',
  CO: 'bogotá|bogota|bogotá d.c|bogotá dc|medellín|medellin|cali|barranquilla|cartagena|bucaramanga|pereira|manizales',
  PE: 'lima|arequipa|cusco|miraflores',
  NZ: 'auckland|wellington|christchurch|dunedin|lower hutt|tauranga|napier|nelson|queenstown|rotorua|whangarei|palmerston north',
  AU: 'sydney|melbourne|brisbane|perth|adelaide|hobart|canberra|darwin|gold coast|fremantle|geelong|newcastle nsw',
  CA: 'toronto|montréal|montreal|vancouver|calgary|edmonton|ottawa|winnipeg|halifax|québec|saskatoon|regina|mississauga|kelowna',
  US: 'new york city|los angeles|chicago|houston|philadelphia|san antonio|san diego|dallas|san francisco|seattle|denver|boston|las vegas|detroit|memphis|baltimore|milwaukee|albuquerque|tucson|sacramento|kansas city|atlanta|miami|oakland|minneapolis|new orleans|brooklyn|honolulu|salt lake city|st louis|st. louis|pittsburgh|cincinnati|nashville|boise|omaha',
  JM: 'kingston|montego bay',
}

const byTown = new Map(
  Object.entries(towns).flatMap(([country, all]) => all.split('|').map((name) => [name, country] as const)),
)

/** The country of a larger town, null when the name is unknown or too common to tell. */
export function countryOfTown(town: string): string | null {
  return byTown.get(town.trim().toLowerCase().replace(/\.$/, '')) ?? null
}

/** `... Chapinero Bogotá DC`: the known town at the end of a run of words. */
export function cutTown(text: string): { rest: string; town: string } | null {
  const words = text.trim().split(/\s+/)
  for (let take = Math.min(4, words.length - 1); take >= 1; take -= 1) {
    const town = words.slice(-take).join(' ')
    if (countryOfTown(town))
      return {
        rest: words
          .slice(0, -take)
          .join(' ')
          .replace(/[,\s]+$/, ''),
        town,
      }
  }
  return null
}
