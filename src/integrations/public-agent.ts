import type { LookupAddress, LookupAllOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { OutsideError } from '#src/errors.ts'
import { type Allowed, bareHost, isPublic } from './guard-address.ts'

/** Asks for all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Connections to what is on the public internet, and to what is allowed. The address is checked when it connects. */
export function createPublicAgent(allowed: Allowed, resolve: Resolve, timeout: number): Agent {
  const plain = buildConnector({ timeout })
  const guarded = buildConnector({ timeout, lookup: lookUpPublic(resolve) } as buildConnector.BuildOptions)
  return new Agent({
    connections: 32,
    connect(options, done) {
      const host = bareHost(options.hostname)
      const port = options.port || (options.protocol === 'https:' ? '443' : '80')
      if (allowed.has(`${host}:${port}`)) return plain(options, done)
      if (isIP(host) && !isPublic(host)) return done(forbidden('That address is not on the public internet.'), null)
      return guarded(options, done)
    },
  })
}

/**
 * Only the public ones of a name's addresses; none: nobody connects. The socket gets what was checked, so that a name
 * cannot lead elsewhere in between.
 */
export const lookUpPublic =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      const open = addresses.filter(({ address }) => isPublic(address))
      const [first] = open
      const refusal: Error = forbidden(`${hostname} is not on the public internet.`)
      if (!first) return done(refusal, '', 0)
      return options.all ? done(null, open) : done(null, first.address, first.family)
    })
  }

export function forbidden(message: string): OutsideError {
  return new OutsideError('web', message, { retry: 'never', status: 403, code: 'FORBIDDEN' })
}
