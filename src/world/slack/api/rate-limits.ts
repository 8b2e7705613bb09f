import { Rejection } from './rejection.ts'

export type RateLimits = { check(method: string, channel: string): void }

type Allowance = { burst: number; perSecond: number; perChannel: boolean }

/** https://docs.slack.dev/apis/web-api/rate-limits : posting about 1/s per channel; tiers per minute per method. */
const allowances: Record<string, Allowance> = {
  'chat.postMessage': { burst: 5, perSecond: 1, perChannel: true },
  'chat.update': { burst: 10, perSecond: 50 / 60, perChannel: false },
  'chat.delete': { burst: 10, perSecond: 50 / 60, perChannel: false },
}
const otherwise: Allowance = { burst: 20, perSecond: 100 / 60, perChannel: false }

/** A leaking bucket for each method (or channel); `now` in milliseconds. */
export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, { level: number; at: number }>()
  return {
    check(method, channel) {
      const { burst, perSecond, perChannel } = allowances[method] ?? otherwise
      const key = perChannel ? `${method} ${channel}` : method
      const { level, at } = buckets.get(key) ?? { level: 0, at: now() }
      const left = Math.max(0, level - ((now() - at) / 1000) * perSecond)
      if (left + 1 > burst) {
        throw new Rejection('ratelimited', { retryAfterS: Math.ceil((left + 1 - burst) / perSecond) })
      }
      buckets.set(key, { level: left + 1, at: now() })
    },
  }
}

export const noRateLimits: RateLimits = { check() {} }
