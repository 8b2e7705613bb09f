import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Private addresses that may be asked all the same: `127.0.0.1:4100`, as the settings name them. */
export type Allowed = ReadonlySet<string>

const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3')
const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 }

/**
 * Why this address may not be fetched, in words; null when it may, as far as the address alone tells. A name may
 * still lead to a private address: what it resolves to is checked when we connect.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function whyNotFetched(url: URL, allowed: Allowed): string | null {
  const standard = PORTS[url.protocol]
  if (standard === undefined) return 'Only web addresses (http, https) can be looked at.'
  if (url.username || url.password) return 'An address with a name and password in it cannot be looked at.'
  const host = bareHost(url.hostname)
  if (allowed.has(`${host}:${url.port || standard}`)) return null
  if (url.port) return `Port ${url.port} is not one of a shop.`
  if (isIP(host) ? !isPublic(host) : !isPublicName(host)) return 'That address is not on the public internet.'
  return null
}

/** True for an address (IPv4 or IPv6, no brackets) that everyone on the internet can reach. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const read = ipaddr.process(address)
  if (read.range() !== 'unicast') return false
  // To the library `::127.0.0.1` and `fec0::1` are ordinary addresses: only what is assigned counts.
  return read.kind() === 'ipv4' || (read as ipaddr.IPv6).match(GLOBAL_V6)
}

/** `[::1]` as resolvers write it: `::1`; a name without the dot that ends it. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function isPublicName(host: string): boolean {
  return host.includes('.') && !/\.(?:localhost|local|internal|lan|home|intranet|onion)$/.test(host)
}
