import ipaddr from 'ipaddr.js'
import type { Needs } from '#src/app.ts'
import { Problem } from '#src/web/problem.ts'
import type { Incoming } from '../web.ts'

/** Wrong links, keys and signatures that one caller may try in a minute. */
const MOST = 60
const WINDOW_MS = 60_000
/** Callers that are remembered at once; then the oldest are forgotten. */
const MOST_CALLERS = 10_000

/** Come back later: RFC 9110, 10.2.3. */
export class TooOften extends Problem {
  readonly retryAfterS: number

  constructor(retryAfterS: number, words: string) {
    super(429, 'too_many', words)
    this.retryAfterS = retryAfterS
  }
}

export type Counted = {
  /** Refuses whoever was counted too often. */
  check(request: Incoming): void
  /** One more: a wrong guess, or a visit. */
  count(request: Incoming): void
}

/** How many in which time, and what is said of more. */
type Limit = { most: number; windowMs: number; words: string }

const WRONG = { most: MOST, windowMs: WINDOW_MS, words: 'That was wrong too often. Wait a minute, then try again.' }

/**
 * Counts what one caller does, wrong guesses where nothing else is said; in this process alone: it is there to be
 * cheap, the secrets are long enough.
 */
export function countPerCaller({ clock }: Needs<'clock'>, { most, windowMs, words }: Limit = WRONG): Counted {
  const times = new Map<string, number[]>()
  const recent = (caller: string) => {
    const since = clock().getTime() - windowMs
    return (times.get(caller) ?? []).filter((at) => at > since)
  }
  return {
    check(request) {
      const tried = recent(callerOf(request))
      const [first = 0] = tried
      const waitS = Math.ceil((first + windowMs - clock().getTime()) / 1000)
      if (tried.length >= most) throw new TooOften(waitS, words)
    },
    count(request) {
      const caller = callerOf(request)
      const tried = [...recent(caller), clock().getTime()]
      times.delete(caller)
      times.set(caller, tried)
      if (times.size > MOST_CALLERS) times.delete(times.keys().next().value ?? '')
    },
  }
}

/** Whose proxies' word on where a call comes from is taken. */
const OURS = ['loopback', 'private', 'uniqueLocal', 'linkLocal']

/** An address, of IPv6 the network of one household; behind a proxy of our own the one it names last. */
function callerOf({ socket, headers }: Incoming): string {
  const direct = readAddress(socket.remoteAddress)
  const named = readAddress([headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim())
  const address = direct && named && OURS.includes(direct.range()) ? named : direct
  if (!address) return 'nobody'
  return address.kind() === 'ipv6' ? address.toByteArray().slice(0, 8).join('.') : address.toString()
}

function readAddress(text: string | undefined) {
  return text && ipaddr.isValid(text) ? ipaddr.process(text) : null
}
