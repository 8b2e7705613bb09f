import { parse } from 'tldts'
import { Refusal } from '#src/errors.ts'

/** What shops and mailers add to see where a visitor came from. A list, because a variant may have any name. */
const TRACKING = new Set([
  ...['gclid', 'gclsrc', 'dclid', 'wbraid', 'gbraid', 'srsltid', '_ga', '_gl', 'fbclid', 'igshid', 'msclkid'],
  ...['ttclid', 'twclid', 'yclid', 'mc_cid', 'mc_eid', 'ref', 'ref_', 'spm'],
])

/** Shops whose pages may not be read, or cannot: with the sentence a person is told. */
const REFUSED: Record<string, string> = {
  amazon: 'Amazon does not let other programs read its prices, so it cannot be watched here.',
}

/** What they are told, whatever the address. */
export const REFUSALS = Object.values(REFUSED)

/** Far longer than a shop's; an index holds no longer one. */
const LONGEST = 2_000
const PASTE = 'Paste the link of the product page.'

/** One address for one product: no tracking, no fragment, the query in order, a variant kept. Refuses what is none. */
export function canonicalUrl(text: string): URL {
  const given = text.trim()
  const url = URL.parse(/^[a-z][a-z+.-]*:/i.test(given) ? given : `https://${given}`)
  if (!url?.hostname) throw new Refusal(`That is no web address. ${PASTE}`)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.has(name.toLowerCase()) || /^utm_/i.test(name)) url.searchParams.delete(name)
  }
  url.searchParams.sort()
  if (url.pathname.length > 1) url.pathname = url.pathname.replace(/\/+$/, '')
  if (url.href.length > LONGEST) throw new Refusal(`That address is too long. ${PASTE}`)
  return url
}

/**
 * A link as chats and sentences write it: `<https://shop.example/p|shop.example/p>` and `(https://shop.example/p).` are
 * `https://shop.example/p`. A bracket stays that was opened in the link itself: `/hat_(red)`.
 */
export function readLink(text: string): string {
  const [, open = '', bare = ''] = /^([<([{"'„“«‹*_]*)(.*)$/su.exec(text.trim()) ?? []
  const link = open.includes('<') ? (bare.split(/[|>]/)[0] ?? '') : bare
  return cutEnd(link)
}

const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** Without what ends the sentence around it. */
function cutEnd(link: string): string {
  const last = link.at(-1) ?? ''
  const opening = PAIRS[last]
  const isOwn = opening !== undefined && link.split(opening).length >= link.split(last).length
  return !isOwn && (opening !== undefined || /[.,;:!?"'”“»›…*]/u.test(last)) ? cutEnd(link.slice(0, -1)) : link
}

/**
 * The shop an address belongs to: its host. Thousands of shops may live below one domain, each with a robots.txt, a
 * crawl-delay and faults of its own.
 */
export function siteOf(url: URL): { domain: string; name: string; refusal: string | null } {
  const { domainWithoutSuffix } = parse(url.hostname)
  const domain = withoutWww(url.host)
  return { domain, name: domain, refusal: REFUSED[domainWithoutSuffix ?? ''] ?? null }
}

/** `www.shop.example` and `shop.example` are one. */
export function withoutWww(host: string): string {
  return host.toLowerCase().replace(/^www\./, '')
}
