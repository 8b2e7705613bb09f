type Price = { amount: string; currency: string; piece: string }

const CURRENCIES: [RegExp, string][] = [
  [/^(?:us\$|\$|usd|dollars?|bucks)$/, 'USD'],
  [/^(?:kes|kshs?|ksh\.|kshs\.|bob|\/=|\/-)$/, 'KES'],
  [/^(?:ugx|ushs?)$/, 'UGX'],
  [/^(?:tzs|tshs?)$/, 'TZS'],
  [/^(?:€|eur|euros?)$/, 'EUR'],
  [/^(?:£|gbp|pounds?|quid)$/, 'GBP'],
  [/^(?:₦|ngn|naira)$/, 'NGN'],
  [/^(?:zar|rand)$/, 'ZAR'],
  [/^(?:cad|c\$)$/, 'CAD'],
  [/^(?:aud|a\$)$/, 'AUD'],
  [/^(?:mxn|mx\$)$/, 'MXN'],
  [/^(?:brl|r\$|reais)$/, 'BRL'],
  [/^(?:chf)$/, 'CHF'],
  [/^(?:inr|₹)$/, 'INR'],
  [/^(?:aed)$/, 'AED'],
  [/^(?:ils|₪|nis)$/, 'ILS'],
]
const SIGN =
  'us\\$|mx\\$|c\\$|a\\$|r\\$|\\$|€|£|₦|₹|₪|usd|kes|kshs?\\.?|ugx|ushs?|tzs|tshs?|eur|gbp|ngn|zar|cad|aud|mxn|brl|chf|inr|aed|ils'
const NUMBER = '\\d{1,3}(?:[,. ]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,7}(?:[.,]\\d{1,2})?'
const BEFORE = new RegExp(`(?<![a-z])(${SIGN})\\s{0,2}(${NUMBER})(k\\b)?(?!\\d)`, 'g')
const AFTER = new RegExp(
  `(?<![\\d.,])(${NUMBER})(k)?\\s{0,2}(€|£|\\$|₪|usd|dollars?|bucks|kes|kshs?|bob|ugx|ushs?|tzs|tshs?|eur|euros?|gbp|pounds?|quid|naira|rand|mxn|reais|chf|aed|ils|nis|\\/=|\\/-)(?![a-z])`,
  'g',
)
const NOT_UNIT =
  /(?:was|were|before|retail|rrp|instead of|delivery|shipping|postage|free over|over|above|save|deposit|off)\s{0,2}:?\s{0,2}(?:is |at |of |from )?$/
const NOT_UNIT_AFTER = /^\s{0,2}(?:off\b|delivery|shipping|postage|deposit|for (?:[2-9]|two|three|any two))/

/** The price of one unit, the first that is not a delivery fee, a former price or a bundle's. */
export function readPrice(text: string): Price | null {
  const found = [...matches(text, BEFORE, 1, 2, 3), ...matches(text, AFTER, 3, 1, 2)].sort((a, b) => a.at - b.at)
  const fit = found.filter(
    ({ at, end }) =>
      !NOT_UNIT.test(text.slice(Math.max(0, at - 24), at)) && !NOT_UNIT_AFTER.test(text.slice(end, end + 24)),
  )
  const each = fit.find(({ end }) =>
    /^\s{0,2}(?:each|ea\b|apiece|per|a pair|\/ ?(?:pc|piece|pair|each)|c\/u|cada|la pieza|chacun|piece|pro|le|kila|@)/.test(
      text.slice(end, end + 12),
    ),
  )
  const best = each ?? fit[0]
  return best ? { amount: best.amount, currency: best.currency, piece: best.piece } : null
}

function matches(text: string, pattern: RegExp, sign: number, number: number, thousand: number) {
  return [...text.matchAll(pattern)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    piece: match[0],
    amount: readAmount(match[number] ?? '', match[thousand] !== undefined),
    currency: CURRENCIES.find(([pattern]) => pattern.test(match[sign] ?? ''))?.[1] ?? 'USD',
  }))
}

function readAmount(written: string, thousands: boolean): string {
  const grouped = written.replace(/[,. ](?=\d{3}(?:\D|$))/g, '').replace(',', '.')
  if (!thousands) return grouped
  return String(Math.round(Number(grouped) * 1000))
}
