import { currencyOfCountry, type MoneyHint } from '#src/reading/money/currencies.ts'

/** A language that is at home in one country, as far as its money goes. */
const HOMES: Record<string, string> = { sv: 'SE', da: 'DK', nb: 'NO', no: 'NO', nn: 'NO', is: 'IS' }

/** What the page's country makes of the signs that several share. */
export function placeOf(lang: string, url: string): MoneyHint {
  return { currency: currencyOfCountry(countryOf(lang, url)) }
}

/** The same for a page that was not parsed. */
export function placeOfPage(html: string, url: string): MoneyHint {
  return placeOf(/<html[^>]*\blang=["']?([\w-]+)/i.exec(html)?.[1] ?? '', url)
}

/** `lang` and the address tell the country: `en-CA`, `/en-ca/`, `.com.au`. Empty where they do not. */
function countryOf(lang: string, url: string): string {
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
