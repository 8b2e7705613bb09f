import { createHmac } from 'node:crypto'
import type { Ack, Failure } from './api/ack.ts'
import type { Bag } from './bag.ts'
import { asBag } from './bag.ts'
import type { Core } from './core.ts'
import type { Sockets } from './sockets.ts'

/** What Slack sends to the app, in the words of Socket Mode. */
type Delivery = { type: 'interactive' | 'slash_commands' | 'events_api'; payload: Bag }

export type Deliver = {
  /** Sends once and waits for the answer. */
  once(delivery: Delivery): Promise<Ack>
  /** Sends an event, and again up to three times while it is not acknowledged; resolves after the first try. */
  event(payload: Bag): Promise<boolean>
  /** Where presses and events go; null: to the connected socket. */
  eventsUrl: string | null
  close(): void
}

type DeliverOptions = { ackMs: number; retryMs: readonly number[] }
type Retry = { num: number; reason: string }

export function createDeliver(core: Core, sockets: Sockets, { ackMs, retryMs }: DeliverOptions): Deliver {
  const timers = new Set<NodeJS.Timeout>()
  const send = (delivery: Delivery, retry?: Retry): Promise<Ack> => {
    if (deliver.eventsUrl) return postTo(deliver.eventsUrl, core.signingSecret, delivery, ackMs, retry)
    return sockets.send({ ...delivery, ...(retry && { retry_attempt: retry.num, retry_reason: retry.reason }) }, ackMs)
  }
  const retryLater = (payload: Bag, failure: Failure, num: number) => {
    const wait = retryMs[num - 1]
    if (wait === undefined) return
    const timer = setTimeout(async () => {
      timers.delete(timer)
      const ack = await send({ type: 'events_api', payload }, { num, reason: reasons[failure] })
      if ('failure' in ack) retryLater(payload, ack.failure, num + 1)
    }, wait)
    timers.add(timer)
  }
  const deliver: Deliver = {
    eventsUrl: null,
    once: send,
    async event(payload) {
      const ack = await send({ type: 'events_api', payload })
      if ('failure' in ack) retryLater(payload, ack.failure, 1)
      return !('failure' in ack)
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
  return deliver
}

const reasons: Record<Failure, string> = {
  operation_timeout: 'http_timeout',
  dispatch_failed: 'connection_failed',
  http_service_error: 'http_error',
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
async function postTo(url: string, secret: string, delivery: Delivery, ackMs: number, retry?: Retry): Promise<Ack> {
  const { type, body } = writeBody(delivery)
  const at = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': at,
    'x-slack-signature': signature,
    ...(retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }),
  }
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ackMs) })
    if (!response.ok) return { failure: 'http_service_error' }
    return { body: readAnswer(await response.text()) }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { failure: late ? 'operation_timeout' : 'dispatch_failed' }
  }
}

function writeBody({ type, payload }: Delivery): { type: string; body: string } {
  if (type === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) }
  const form = new URLSearchParams()
  if (type === 'interactive') form.set('payload', JSON.stringify(payload))
  else for (const [name, value] of Object.entries(payload)) form.set(name, String(value))
  return { type: 'application/x-www-form-urlencoded', body: form.toString() }
}

/** An answer to a command may be bare text. */
function readAnswer(text: string): Bag {
  if (text.trim() === '') return {}
  try {
    return asBag(JSON.parse(text))
  } catch {
    return { text }
  }
}
