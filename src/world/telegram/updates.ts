import type { Update } from 'grammy/types'
import { until } from './bell.ts'
import type { Params } from './params.ts'
import { refusals } from './refusal.ts'
import type { Telegram } from './telegram.ts'

/** Telegram forgets what nobody fetched for a day. */
const keptForMs = 24 * 60 * 60 * 1000
/** Between two long polls a bot is at work, not away. */
const betweenPollsMs = 10_000

/** Queues one for the bot; null: the bot has not asked for this kind. */
export function pushUpdate(telegram: Telegram, update: Omit<Update, 'update_id'>, lane: string): number | null {
  const { state } = telegram
  const kind = Object.keys(update)[0] ?? ''
  if (state.allowed && !state.allowed.includes(kind)) return null
  const id = state.nextUpdate++
  const at = telegram.clock()
  state.updates = state.updates.filter((pending) => at - pending.at < keptForMs)
  state.updates.push({ update: { update_id: id, ...update }, lane, at })
  telegram.bell.ringUnseen()
  return id
}

export function isPending(telegram: Telegram, id: number): boolean {
  return telegram.state.updates.some(({ update }) => update.update_id === id)
}

/** Whether anyone fetches updates, so that waiting for an answer makes sense. */
export function isListening(telegram: Telegram): boolean {
  if (telegram.isDown()) return false
  if (telegram.state.webhook || telegram.poller) return true
  return performance.now() - telegram.polledAt < betweenPollsMs
}

/**
 * getUpdates: waits up to `timeout` seconds (at most 50), wakes at once. Asking from `offset` on forgets everything
 * before it; a negative one keeps only the last ones. A newer call ends an older one with 409.
 */
export async function getUpdates(telegram: Telegram, params: Params, signal: AbortSignal): Promise<Update[]> {
  const { state } = telegram
  if (state.webhook) throw refusals.webhookActive()
  setAllowed(telegram, params)
  forgetBefore(telegram, params.number('offset') ?? 0)
  const limit = Math.min(Math.max(params.number('limit') ?? 100, 1), 100)
  const timeoutS = Math.min(Math.max(params.number('timeout') ?? 0, 0), 50)

  const mine = Symbol('poll')
  const { faults } = telegram
  telegram.poller = mine
  telegram.bell.ringUnseen()
  const look = () => {
    if (state.webhook) return refusals.webhookSet()
    if (telegram.poller !== mine) return refusals.otherPoller()
    if (telegram.faults !== faults) return []
    return state.updates.length > 0 ? state.updates.slice(0, limit).map(({ update }) => update) : undefined
  }
  const found = await until(telegram.bell, look, timeoutS * 1000, signal)
  if (telegram.poller === mine) telegram.poller = null
  // A bot that stops says so by one short poll.
  telegram.polledAt = timeoutS > 0 ? performance.now() : Number.NEGATIVE_INFINITY
  if (found instanceof Error) throw found
  return found ?? []
}

export function setAllowed(telegram: Telegram, params: Params): void {
  const allowed = params.value<string[]>('allowed_updates')
  if (allowed) telegram.state.allowed = allowed.length > 0 ? allowed : null
}

function forgetBefore(telegram: Telegram, offset: number): void {
  const { state } = telegram
  const fresh = state.updates.filter(({ at }) => telegram.clock() - at < keptForMs)
  if (offset < 0) state.updates = fresh.slice(offset)
  else state.updates = fresh.filter(({ update }) => update.update_id >= offset)
  telegram.bell.ringUnseen()
}
