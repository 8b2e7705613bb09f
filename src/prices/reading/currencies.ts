/** What a currency is called on pages. A sign several countries share has no code of its own: see `localCurrency`. */
const NAMES: Record<string, string> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  us$: 'USD',
  usd$: 'USD',
  usd: 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  cad: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  aud: 'AUD',
  nz$: 'NZD',
  nzd: 'NZD',
  hk$: 'HKD',
  hkd: 'HKD',
  s$: 'SGD',
  sgd: 'SGD',
  nt$: 'TWD',
  twd: 'TWD',
  mx$: 'MXN',
  mxn: 'MXN',
  r$: 'BRL',
  brl: 'BRL',
  '¥': 'JPY',
  '￥': 'JPY',
  jpy: 'JPY',
  円: 'JPY',
  cny: 'CNY',
  rmb: 'CNY',
  '₩': 'KRW',
  원: 'KRW',
  krw: 'KRW',
  '₹': 'INR',
  inr: 'INR',
  chf: 'CHF',
  'fr.': 'CHF',
  sfr: 'CHF',
  zł: 'PLN',
  zl: 'PLN',
  pln: 'PLN',
  kč: 'CZK',
  czk: 'CZK',
  ft: 'HUF',
  huf: 'HUF',
  lei: 'RON',
  ron: 'RON',
  лв: 'BGN',
  bgn: 'BGN',
  '₽': 'RUB',
  руб: 'RUB',
  rub: 'RUB',
  '₴': 'UAH',
  грн: 'UAH',
  uah: 'UAH',
  byn: 'BYN',
  '₺': 'TRY',
  tl: 'TRY',
  try: 'TRY',
  ksh: 'KES',
  kshs: 'KES',
  kes: 'KES',
  ush: 'UGX',
  ugx: 'UGX',
  tsh: 'TZS',
  tzs: 'TZS',
  '₦': 'NGN',
  ngn: 'NGN',
  'gh₵': 'GHS',
  ghs: 'GHS',
  zar: 'ZAR',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  isk: 'ISK',
  clp: 'CLP',
  ars: 'ARS',
  cop: 'COP',
  pen: 'PEN',
  's/': 'PEN',
  uyu: 'UYU',
  '฿': 'THB',
  thb: 'THB',
  '₫': 'VND',
  vnd: 'VND',
  đ: 'VND',
  rp: 'IDR',
  idr: 'IDR',
  rm: 'MYR',
  myr: 'MYR',
  '₱': 'PHP',
  php: 'PHP',
  '₪': 'ILS',
  ils: 'ILS',
  aed: 'AED',
  'د.إ': 'AED',
  sar: 'SAR',
  'ر.س': 'SAR',
  egp: 'EGP',
  'ج.م': 'EGP',
  جنيه: 'EGP',
  le: 'EGP',
  kwd: 'KWD',
  kd: 'KWD',
  omr: 'OMR',
  bhd: 'BHD',
  jod: 'JOD',
  pkr: 'PKR',
  lkr: 'LKR',
  bdt: 'BDT',
  '৳': 'BDT',
}

/** Signs that mean another currency in each country. */
const SHARED: Record<string, Record<string, string>> = {
  $: {
    CA: 'CAD',
    AU: 'AUD',
    NZ: 'NZD',
    MX: 'MXN',
    CL: 'CLP',
    AR: 'ARS',
    CO: 'COP',
    UY: 'UYU',
    TW: 'TWD',
    HK: 'HKD',
    SG: 'SGD',
    BR: 'BRL',
    '': 'USD',
  },
  kr: { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' },
  元: { TW: 'TWD', HK: 'HKD', '': 'CNY' },
  rs: { IN: 'INR', PK: 'PKR', LK: 'LKR', '': 'INR' },
  r: { ZA: 'ZAR' },
}

/** A language that is at home in one country, as far as its money goes. */
const HOMES: Record<string, string> = { sv: 'SE', da: 'DK', nb: 'NO', no: 'NO', nn: 'NO', is: 'IS' }

/** `lang` and the address tell the country: `en-CA`, `/en-ca/`, `.com.au`. Empty where they do not. */
export function countryOf(lang: string, url: string): string {
  const region = /^[a-z]{2}[-_]([a-z]{2})\b/i.exec(lang)?.[1]
  if (region) return region.toUpperCase()
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' }
  const inPath = /^\/[a-z]{2}[-_]([a-z]{2})(?:\/|$)/i.exec(pathname)?.[1]
  const tld = /\.([a-z]{2})$/i.exec(hostname)?.[1]
  if (inPath) return inPath.toUpperCase()
  if (tld && tld !== 'co' && tld !== 'io' && tld !== 'me' && tld !== 'tv')
    return tld === 'uk' ? 'GB' : tld.toUpperCase()
  return HOMES[lang.slice(0, 2).toLowerCase()] ?? ''
}

/** The code of a currency as written: `€`, `CHF`, `kr` on a Swedish page. Null for what is none. */
export function readCurrency(written: string, country = ''): string | null {
  const name = written.trim().toLowerCase()
  const shared = SHARED[name] ?? SHARED[name.replace(/\.$/, '')]
  if (shared) return shared[country] ?? shared[''] ?? null
  return NAMES[name] ?? NAMES[name.replace(/\.$/, '')] ?? null
}

const written = [...Object.keys(NAMES), ...Object.keys(SHARED), 'rs.', 'kr.']
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[$.*+?^|()[\]{}\\/]/g, '\\$&'))

/** Any way a currency is written, as the source of a pattern without regard to case. */
export const CURRENCY = `(?:${written.join('|')})`
