import { tooManyRequests } from './refusal.ts'
import type { Chat } from './state.ts'
import type { Telegram } from './telegram.ts'

/** https://core.telegram.org/bots/faq: a bot may send 20 messages a minute to one group. Edits are counted too. */
const perMinute = 20
const minuteMs = 60_000

export function countAgainstRate({ state, clock, rateLimits }: Telegram, { id, kind }: Chat): void {
  if (!rateLimits || kind === 'private') return
  const now = clock()
  const recent = (state.sends[id] ?? []).filter((at) => now - at < minuteMs)
  const [oldest = now] = recent
  if (recent.length >= perMinute) throw tooManyRequests(Math.ceil((oldest + minuteMs - now) / 1000))
  state.sends[id] = [...recent, now]
}
