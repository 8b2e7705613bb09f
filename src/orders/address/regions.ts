const us =
  'AL alabama,AK alaska,AZ arizona,AR arkansas,CA california,CO colorado,CT connecticut,DE delaware,FL florida,GA georgia,HI hawaii,ID idaho,IL illinois,IN indiana,IA iowa,KS kansas,KY kentucky,LA louisiana,ME maine,MD maryland,MA massachusetts,MI michigan,MN minnesota,MS mississippi,MO missouri,MT montana,NE nebraska,NV nevada,NH new hampshire,NJ new jersey,NM new mexico,NY new york,NC north carolina,ND north dakota,OH ohio,OK oklahoma,OR oregon,PA pennsylvania,RI rhode island,SC south carolina,SD south dakota,TN tennessee,TX texas,UT utah,VT vermont,VA virginia,WA washington,WV west virginia,WI wisconsin,WY wyoming,DC district of columbia,PR puerto rico,GU guam,VI us virgin islands,AS american samoa,MP northern mariana islands,AE armed forces europe,AP armed forces pacific,AA armed forces americas'
const usOld =
  'AL ala,AZ ariz,AR ark,CA calif,CA cal,CO colo,CT conn,FL fla,IL ill,IN ind,KS kan,KS kans,MA mass,MI mich,MN minn,MS miss,MT mont,NE neb,NE nebr,NV nev,NH n h,NJ n j,NM n m,NY n y,NC n c,ND n d,OK okla,OR ore,PA penn,PA penna,RI r i,SC s c,SD s d,TN tenn,TX tex,VT vt,VA va,WA wash,WV w va,WI wis,WY wyo,DC d c'
const ca =
  'AB alberta,BC british columbia,MB manitoba,NB new brunswick,NL newfoundland and labrador,NL newfoundland,NS nova scotia,NT northwest territories,NU nunavut,ON ontario,PE prince edward island,QC quebec,QC québec,SK saskatchewan,YT yukon,ON ont,QC que,BC b c,AB alta,MB man,SK sask,NS n s,NB n b,BC colombie britannique,NS nouvelle écosse,NB nouveau brunswick'
const au =
  'NSW new south wales,VIC victoria,QLD queensland,SA south australia,WA western australia,TAS tasmania,ACT australian capital territory,NT northern territory'
const named: Record<string, string> = {
  GB: 'somerset|kent|surrey|essex|norfolk|suffolk|devon|cornwall|dorset|hampshire|hants|berkshire|berks|wiltshire|gloucestershire|oxfordshire|oxon|buckinghamshire|bucks|hertfordshire|herts|bedfordshire|beds|cambridgeshire|cambs|northamptonshire|northants|leicestershire|leics|rutland|lincolnshire|lincs|nottinghamshire|notts|derbyshire|staffordshire|staffs|shropshire|cheshire|cheshire east|cheshire west|lancashire|lancs|cumbria|northumberland|county durham|co durham|tyne and wear|north yorkshire|south yorkshire|west yorkshire|east yorkshire|east riding of yorkshire|greater manchester|merseyside|west midlands|warwickshire|worcestershire|herefordshire|greater london|middlesex|east sussex|west sussex|isle of wight|gwynedd|powys|dyfed|clwyd|gwent|south glamorgan|mid glamorgan|west glamorgan|fife|aberdeenshire|ayrshire|lanarkshire|midlothian|east lothian|west lothian|perthshire|highland|argyll|co antrim|county antrim|co down|county down|co armagh|county armagh|co tyrone|county tyrone|co fermanagh|co londonderry',
  IN: 'maharashtra|karnataka|tamil nadu|kerala|gujarat|rajasthan|punjab|haryana|uttar pradesh|madhya pradesh|andhra pradesh|telangana|west bengal|bihar|odisha|assam|goa|himachal pradesh|uttarakhand|jharkhand|chhattisgarh',
  ZA: 'gauteng|western cape|eastern cape|northern cape|kwazulu natal|kzn|free state|limpopo|mpumalanga|north west',
  MX: 'ags|b c s|camp|chis|chih|coah|dgo|gro|hgo|jal|mich|nay|nl|oax|pue|q roo|qroo|slp|s l p|tamps|tlax|ver|yuc|zac|edo méx|edo mex|edo de méx|edo de mex|cdmx|jalisco|nuevo león|nuevo leon|jal|n l|puebla|yucatán|yucatan|quintana roo|baja california|baja california sur|oaxaca|veracruz|guanajuato|gto|querétaro|qro|estado de méxico|edomex|chiapas|sonora|sinaloa|michoacán|chihuahua|coahuila|durango|zacatecas|tamaulipas|hidalgo|morelos|tabasco|campeche|guerrero|nayarit|colima|aguascalientes|tlaxcala|san luis potosí',
  NG: 'lagos state|ogun state|oyo state|rivers state|kano state|fct|abuja fct|enugu state|edo state|delta state|kaduna state',
  BR: 'minas gerais|bahia|paraná|santa catarina|rio grande do sul|pernambuco|ceará',
  CO: 'cundinamarca|antioquia|valle del cauca|atlántico|santander|bolívar',
  AR: 'buenos aires province|provincia de buenos aires|córdoba province|mendoza province',
}
const brazil = new Set('AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO'.split(' '))

export type Region = { code: string; country: string; spelt: boolean }

const spelt = new Map<string, Region>()
const codes = new Map<string, Region>()
for (const [country, list] of [
  ['AU', au],
  ['CA', ca],
  ['US', us],
  ['US', usOld],
] as const) {
  for (const entry of list.split(',')) {
    const code = entry.slice(0, entry.indexOf(' '))
    spelt.set(entry.slice(entry.indexOf(' ') + 1), { code, country, spelt: true })
    if (country !== 'US' || !codes.has(code) || codes.get(code)?.country !== 'US')
      codes.set(code, { code, country, spelt: false })
  }
}
const byName = new Map(
  Object.entries(named).flatMap(([country, all]) => all.split('|').map((name) => [name, country] as const)),
)

/** A US, Canadian or Australian state from its two- or three-letter code (capitals unless `anyCase`) or its name. */
export function readState(text: string, anyCase = false): Region | null {
  const word = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/[.,]+$/, '')
  const code = codes.get(anyCase ? word.toUpperCase() : word)
  return code ?? spelt.get(normal(word)) ?? null
}

/** A county, province or state of another country, as written. */
export function readNamedRegion(text: string): Region | null {
  const written = text.trim().replace(/[.,]+$/, '')
  if (/^(?:[Cc]o\.?|CO\.?|[Cc]ounty|COUNTY|[Cc]ontae) \p{Lu}\p{L}+$/u.test(written))
    return { code: written, country: '', spelt: true }
  if (/^\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)? county$/iu.test(written))
    return { code: written, country: '', spelt: true }
  const country = byName.get(normal(written))
  return country === undefined ? null : { code: written, country, spelt: true }
}

/** `São Paulo - SP` and `Porto Alegre/RS` -> the town and the state of Brazil. */
export function cutBrazilianState(text: string): { rest: string; region: string } | null {
  const found = /^(.*?\S)\s*[-/–]\s*([A-Z]{2})$/.exec(text.trim())
  return found?.[1] && found[2] && brazil.has(found[2]) ? { rest: found[1], region: found[2] } : null
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[.,'’-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
