const suffix =
  'street|str|st|avenue|aven|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|blv|court|ct|crt|circle|cir|place|pl|plaza|plz|square|sq|terrace|ter|terr|trail|trl|parkway|pkwy|pky|highway|hwy|hgwy|way|wy|loop|alley|aly|row|run|path|pike|pass|crossing|xing|expressway|expy|freeway|fwy|turnpike|tpke|bend|cove|cv|creek|crk|crescent|cres|crest|commons|green|grove|grv|hill|hls|hollow|hls|isle|knoll|landing|manor|mews|mall|point|pt|quay|ridge|rdg|rise|route|rte|spur|walk|wharf|close|gardens|gdns|yard|parade|esplanade|esp|gate|glen|gully|heights|hts|junction|jct|station|sta|view|vista|vale|village|broadway|causeway|concourse|extension|ext|field|fields|island|park|meadow|meadows|mill|spring|springs|shore|shores|bypass|bank|brae|bridge|byway|camp|center|centre|chase|cliff|common|corner|course|cross|dale|drove|end|fold|garth|ginnel|heath|lea|nook|orchard|promenade|ramp|reach|rest|side|stile|strand|summit|trace|track|tunnel|tce|cl|ally|ambles|close'
const mainSuffix =
  'street|str|st|avenue|aven|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|blv|court|ct|crt|circle|cir|place|pl|plaza|plz|square|sq|terrace|ter|terr|trail|trl|parkway|pkwy|pky|highway|hwy|hgwy|way|wy|loop|alley|aly|row|pike|crossing|xing|expressway|expy|freeway|fwy|turnpike|tpke|cove|cv|crescent|cres|close|mews|parade|quay|wharf|gardens|gdns|rise|path|tce|broadway|esplanade|promenade|causeway'
const romance =
  '(?:rue|avenue|av|ave|boulevard|bd|bld|allée|allee|impasse|chemin|ch|quai|place|pl|cours|route|rte|square|passage|sentier|faubourg|fbg|calle|cl|cll|c/|c\\.|carrera|cra|kra|cr|kr|avenida|avda|av\\.|transversal|diagonal|dg|tv|plaza|pza|plza|pl\\.|paseo|pº|camino|carretera|ctra|ronda|travesía|callejón|calz|calzada|cerrada|privada|blvd|prolongación|pasaje|jirón|jr|via|v\\.le|viale|vle|piazza|p\\.za|p\\.zza|corso|c\\.so|largo|vicolo|strada|contrada|rua|r\\.|travessa|tv\\.|alameda|al\\.|praça|praca|largo|estrada|rodovia|beco|ulica|ul\\.|ul|aleja|al|os\\.|улица|ул\\.|проспект|пр\\.|strada|str\\.|jalan|jl\\.|jl|شارع|طريق|רחוב|viale|lungarno|carrer|c\\/|passeig|plaça|rambla|mtaa wa|mtaa|barabara ya)'
const germanic =
  /\p{L}(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|steig|graben|markt|chaussee|stieg|pfad|promenade|laan|straat|gracht|plein|dreef|kade|singel|steeg|dijk|pad|vägen|gatan|gränd|vej|vejen|gade|gaden|stræde|katu|tie|kuja|polku|veien|vegen|gata|gate)(?!\p{L})/iu
const germanicApart =
  /(?<!\p{L})(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|am|an der|auf der|im|zum|zur|unter den|straat|laan|plein)\s(?:.{0,40}\s)?\d{1,4}\s?[a-z]?$/iu
const box =
  /^(?:p\.? ?o\.?|post(?: office| ofisi)?|postal|gpo|g\.p\.o\.?|locked|private)?\s*\.?\s*(?:box|bag|drawer)\b|^(?:p\.? ?o\.? ?b(?:ox)?\.?|s\.? ?l\.? ?p\.?|apartado(?: postal| de correos)?|apdo\.?|casilla(?: de correo)?|postfach|postbus|postboks|bp|b\.p\.|boîte postale|caixa postal|c\.p\.(?= \d{1,4}\b)|skr\.? ?poczt\.?|a\/p)\s*(?:n[o°º]\.? ?|#\s?)?\d|^(?:rr|r\.r\.|hc|h\.c\.|rural route|star route|hc route|psc|cmr|unit|route)\s*#?\s*\d*\s*,?\s*(?:rr \d* )?box\b|^(?:rural route|rr|r\.r\.|hc|rmb|rsd) \d+\b|^\S{0,12} ?route box\b/iu
const boxAnywhere = /\bp\.? ?o\.? ?box\b|\bpo box\b|\bpost office box\b/i
const buildings =
  /\b(?:house|hostel|hotel|apartments?|cottage|court|towers?|mall|centre|center|building|bldg|estates?|villas?|manor|farm|flats?|heights|residences?|lodge|barn|mill|forge|grange|hall|rectory|vicarage|chalet|plaza|complex|chambers|arcade|station|gate|school|primary|secondary|academy|church|mosque|market|stage|shop|stall|pharmacy|hospital|clinic|bank|university|college|institute|library|museum|office|petrol|maison|résidence|immeuble|bâtiment|edificio|edifício|palazzo|haus|hof|burg|schloss|nyumba|jengo|soko|shule|kanisa|bakery|café|cafe|studio|inn|bungalow|homestead|stables|oast|croft)\b/iu

const englishType = new RegExp(`(?:^|\\s)(?:${suffix})\\.?(?=$|[\\s,])`, 'iu')
const mainType = new RegExp(`\\s(?:${mainSuffix})\\.?(?=$|[\\s,])`, 'iu')
const romanceStart = new RegExp(`^(?:\\d{1,4}\\s?(?:bis|ter|quater|[a-d])?,?\\s+)?${romance}\\.?\\s+\\S`, 'iu')
const numberFirst = /^#?\d{1,6}(?:[\w½¼¾]{0,2}|[-/–]\d{1,5}\w?)?(?:,)?\s+(?:1\/2 )?[\p{L}\d#"'.]/u
const countyRoad =
  /^#?\d[\w-]*\s+(?:[nsew]\.?|north|south|east|west)?\s*(?:us |state |county |farm (?:to|road) )?(?:hwy|highway|route|rte|road|rd|fm|cr|sr|us|business|interstate|i-)\b\.?\s*\w+/i

type StreetSign = 'box' | 'strong' | 'number' | 'building' | 'none'

/**
 * How much a piece of text looks like the street line of an address: a post box; a street type with a number, or a
 * type that stands in front; a bare "number words"; the name of a building; or nothing of the kind.
 */
export function streetSign(text: string): StreetSign {
  if (isBox(text)) return 'box'
  if (numberFirst.test(text)) {
    return mainType.test(text) || romanceStart.test(text) || countyRoad.test(text) ? 'strong' : 'number'
  }
  if (romanceStart.test(text) || germanicNumbered(text)) return 'strong'
  if (mainType.test(text) && !/^(?:mr|mrs|ms|dr|st|\d+$)\b/i.test(text)) return 'strong'
  return buildings.test(text) ? 'building' : 'none'
}

export function isBox(text: string): boolean {
  return box.test(text) || boxAnywhere.test(text)
}

/** True for "12 Fern Gully": a number and a word that may be a street type. */
export function hasStreetType(text: string): boolean {
  return englishType.test(text) || romanceStart.test(text) || germanic.test(text) || countyRoad.test(text)
}

export function isRomance(text: string): boolean {
  return romanceStart.test(text)
}

/** True for a street of the German, Dutch or Nordic pattern: the type grown onto the name, the number behind. */
export function isGermanic(text: string): boolean {
  return germanic.test(text)
}

export function isBuilding(text: string): boolean {
  return buildings.test(text)
}

function germanicNumbered(text: string): boolean {
  return /\d/.test(text)
    ? germanic.test(text) || germanicApart.test(text)
    : /\p{L}(?:straße|strasse|straat|gasse)$/iu.test(text)
}

const ending = new RegExp(`^(?:${suffix})\\.?$`, 'iu')
const mainEnding = new RegExp(`^(?:${mainSuffix})\\.?$`, 'iu')
const shortDirection = /^(?:n|s|e|w|ne|nw|se|sw)\.?$/i
const doubleDirection = /^(?:ne|nw|se|sw|northeast|northwest|southeast|southwest)\.?$/i
const roadNumber = /^(?:hwy|highway|route|rte|fm|cr|sr|business|interstate|us|county|state|road|rd)\.?$/i

/**
 * Parts `1530 Lincoln Street Evanston` into the street and the town where no comma does: after the street's type,
 * its direction and its unit. A text without a type stays whole.
 */
export function splitStreetFromTown(text: string): { street: string; town: string } {
  const words = text.trim().split(/\s+/)
  const whole = { street: text.trim(), town: '' }
  if (words.length < 3 || words.length > 24) return whole
  const box = boxEnd(words)
  const end = box > 0 ? box : typeEnd(words)
  if (end < 0 || end >= words.length) return whole
  return { street: words.slice(0, end).join(' '), town: words.slice(end).join(' ') }
}

function boxEnd(words: string[]): number {
  const at = words.findIndex((word) => /^box$/i.test(word) || /^\p{L}*\.?o\.?box$/iu.test(word))
  if (at < 0 || !isBox(words.join(' '))) return -1
  const number = words.findIndex((word, index) => index > at && /^#?\d/.test(word))
  return number < 0 ? -1 : unitEnd(words, number + 1)
}

function typeEnd(words: string[]): number {
  const numbered = numberedRoadEnd(words)
  if (numbered > 0) return numbered
  const sure = words.findIndex((word, index) => index >= 2 && mainEnding.test(word))
  let at =
    sure >= 0 ? sure : words.findIndex((word, index) => index >= 2 && index < words.length - 1 && ending.test(word))
  if (at < 0) return -1
  while (at + 2 < words.length && mainEnding.test(words[at + 1] ?? '') && !/^st\.?$/i.test(words[at + 1] ?? '')) at += 1
  return unitEnd(words, at + 1 + (hasDirection(words, at + 1) ? 1 : 0))
}

/** `2nd St N Saint Petersburg`, but not `Rd. W. Palm Beach`. */
function hasDirection(words: string[], at: number): boolean {
  const word = words[at] ?? ''
  if (/^(?:north|south|east|west)$/i.test(word)) return at + 1 === words.length
  return doubleDirection.test(word) || (shortDirection.test(word) && !/^[nsew]\.$/i.test(word))
}

/** `2002 FM 544 Wylie`: the road's number closes the street. */
function numberedRoadEnd(words: string[]): number {
  const at = words.findIndex(
    (word, index) =>
      index >= 1 && index <= 4 && roadNumber.test(word) && /^(?:\d{1,5}\w?|[A-Z]{1,3})$/.test(words[index + 1] ?? ''),
  )
  if (at < 0 || (/^(?:road|rd)\.?$/i.test(words[at] ?? '') && !/county|state|ranch/i.test(words[at - 1] ?? '')))
    return -1
  const direction = doubleDirection.test(words[at + 2] ?? '') || shortDirection.test(words[at + 2] ?? '') ? 1 : 0
  return unitEnd(words, at + 2 + direction)
}

const unitWord =
  /^(?:apt|apartment|unit|suite|ste|rm|room|fl|floor|bldg|building|lot|dept|department|spc|space|trlr|#)\.?$/i

function unitEnd(words: string[], from: number): number {
  const word = words[from] ?? ''
  if (unitWord.test(word) && from + 1 < words.length) {
    return words[from + 1] === '#' || /^(?:apt|unit)\.?$/i.test(words[from + 1] ?? '') ? from + 3 : from + 2
  }
  if (/^#\w+$/.test(word)) return from + 1
  return /^\d{1,3}(?:st|nd|rd|th)$/i.test(word) && /^fl(?:oor)?\.?$/i.test(words[from + 1] ?? '') ? from + 2 : from
}
