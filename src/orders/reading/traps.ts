import type { Token } from './tokens.ts'

const set = (words: string) => new Set(words.split(/\s+/))

const MONEY = set(
  '$ € £ ¥ ₦ ₹ usd ksh kes kshs sh shs bob ugx tzs eur gbp dollar dollars bucks quid euro euros shilling shillings pesos peso mxn cop pounds pound r$ reais kr sek chf',
)

const BEFORE = set(
  `# size sz sizes talla taille pointure grosse gr numero tamanho taglia maat saizi iphone samsung galaxy pixel ipad model apt apartment unit flat suite ste box room rm house hse door gate plot block building bldg floor level zip postcode postal code
age aged since top number nr level grade class year day week month chapter part episode ep eu uk us version v gen channel line route road highway step rule windows ps xbox vol season table seat row needles pattern shop office stage phase round stall stand gate jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december phone tel telephone call whatsapp text cell mobile ring wa mpesa till paybill simu nambari tagesnummer telefono tel telefon movil celular hausnr nummer calle rue straße strasse km by at before until till`,
)

const AFTER = set(
  `% st nd rd th am pm h hr hrs hour hours min mins minute minutes sec day days week weeks wk wks month months year years yr yrs yo yrold old ago times time kg kgs g lb lbs oz cm mm m inch inches in" ft foot feet mile miles km ml people kids kid children child boys girls sons daughters friends cats cat dogs dog babies sisters brothers cousins followers likes views stars star percent k mil million cents ° degrees anos ans jahre jahren semanas dias meses jours wochen tage monate siku wiki miezi miaka watu marafiki
street st road avenue ave lane ln court ct drive dr close crescent terrace square boulevard blvd highway hwy inch inches sizes size fl floor pages hugs kisses hearts reasons thanks months comments sales orders uhr`,
)

/** Words after which a name is a street's, whatever colour is in it. */
export const STREET = set(
  'street road avenue ave lane court ct drive crescent terrace square boulevard blvd highway hwy strasse straße weg platz',
)

const SHORT_STREET = set('st rd ln dr close place way rue calle via')

const KIN = set('kids kid children boys girls sons daughters friends sisters brothers cousins cats dogs babies people')

/** Numbers that count nothing: prices, sizes, phones, years, ranks, house numbers, ages, models. */
export function isTrap(tokens: Token[], i: number): boolean {
  const token = tokens[i]
  if (!token) return false
  const digits = token.v.replace(/\D/g, '')
  if (digits.length >= 5 || /^0\d/.test(token.v)) return true
  return isYear(token.v) || isPhone(tokens, i) || besideTrap(tokens, i) || isScore(tokens, i) || isHouse(tokens, i)
}

function isYear(v: string): boolean {
  return /^(?:19|20)\d\d$/.test(v)
}

/** Groups of digits in a row, seven digits or more and one group of three: a phone number. */
function isPhone(tokens: Token[], i: number): boolean {
  let first = i
  while (i - first < 10 && isDialled(tokens, first - 1)) first--
  let last = i
  while (last - i < 10 && isDialled(tokens, last + 1)) last++
  const groups = tokens.slice(first, last + 1).map((token) => token.v.replace(/\D/g, '').length)
  return groups.some((length) => length > 2) && groups.reduce((sum, length) => sum + length, 0) >= 7
}

function isDialled(tokens: Token[], at: number): boolean {
  return isDigits(tokens[at]) || isJoin(tokens, at)
}

function isDigits(token: Token | undefined): boolean {
  return token?.kind === 'number'
}

function isJoin(tokens: Token[], at: number): boolean {
  const v = tokens[at]?.v
  return (
    (v === '-' || v === '+' || v === '(' || v === ')') &&
    isDigits(tokens[at + 1]) &&
    (v === '+' || isDigits(tokens[at - 1]) || v === '(')
  )
}

function besideTrap(tokens: Token[], i: number): boolean {
  return followsTrap(tokens, i) || isMeasured(tokens, i) || isPriced(tokens, i)
}

function followsTrap(tokens: Token[], i: number): boolean {
  const before = tokens[i - 1]?.v ?? ''
  return MONEY.has(before) || BEFORE.has(before) || (before === '.' && MONEY.has(tokens[i - 2]?.v ?? ''))
}

/** What is stuck to a number that counts nothing: 3rd, 7am, 5k. */
export const STUCK = /^(?:st|nd|rd|th|k|am|pm|h|s|ml|g|kg|cm|mm|er|e|eme|ish|yo|yrs?|hrs?|mins?|ft|lbs?|oz|ply|pm)$/

/** "14th", "7am", "80 lbs", "6'2", "10+". One loose letter may be a colour's. */
function isMeasured(tokens: Token[], i: number): boolean {
  const after = tokens[i + 1]
  const beyond = tokens[i + 2]
  if (!after) return false
  if (after.glued && /^['":]$/.test(after.v)) return isDigits(beyond)
  if (after.glued && after.v === '+') return beyond?.kind !== 'word'
  if (after.glued && STUCK.test(after.v)) return !isDigits(beyond)
  if (after.v === 'of')
    return /^(?:us|you|them|my|these|those)$/.test(beyond?.v ?? '') && tokens[i + 3]?.kind !== 'word'
  return AFTER.has(after.v) && !/^(?:rd|g|m|h)$/.test(after.v)
}

/** "20 dollars", "450/=", "2 for $15". */
function isPriced(tokens: Token[], i: number): boolean {
  const [after = '', beyond = '', far = ''] = [tokens[i + 1]?.v, tokens[i + 2]?.v, tokens[i + 3]?.v]
  if (MONEY.has(after) || (after === '/' && /^[-=]$/.test(beyond))) return true
  return after === 'for' && (MONEY.has(beyond) || MONEY.has(far))
}

/** 10/10, 24/7, 12/05, 5-star. */
function isScore(tokens: Token[], i: number): boolean {
  if (isSlash(tokens, i + 1) || isSlash(tokens, i - 1)) return true
  const after = tokens[i + 1]
  return after?.v === '-' && after.glued && UNITS.test(tokens[i + 2]?.v ?? '')
}

const UNITS = /^(?:star|day|week|year|piece|pack|in|inch|month|old)$/

function isSlash(tokens: Token[], at: number): boolean {
  const [before, slash, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  return slash?.v === '/' && slash.glued && isDigits(before) && isDigits(after) && (after?.glued ?? false)
}

/** "14 Fallow Court", "my 2 lovely boys". */
function isHouse(tokens: Token[], i: number): boolean {
  for (let at = i + 1; at <= i + 3; at++) {
    const token = tokens[at]
    if (token?.kind !== 'word') return false
    if (at > i + 1 && (STREET.has(token.v) || SHORT_STREET.has(token.v))) return true
    if (at > i + 1 && KIN.has(token.v)) return tokens[i - 1]?.v === 'my' || tokens[i - 1]?.v === 'all'
  }
  return false
}
