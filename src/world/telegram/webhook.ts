import { STATUS_CODES } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebhookInfo } from 'grammy/types'
import { createParams, type Params } from './params.ts'
import { badRequest } from './refusal.ts'
import type { Pending, Webhook } from './state.ts'
import { nowS, type Telegram } from './telegram.ts'
import { setAllowed } from './updates.ts'

type Call = (method: string, params: Params) => Promise<unknown>

/** Unlike the real one it takes plain http to this machine: the sandbox has no certificate. */
export function setWebhook(telegram: Telegram, params: Params): { result: true; description: string } {
  const { state } = telegram
  const url = params.text('url')
  if (url === '') return deleteWebhook(telegram, params)
  if (!/^https:|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  const secret = params.text('secret_token')
  if (secret.length > 256) throw badRequest('secret token is too long')
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  const maxConnections = Math.min(Math.max(params.number('max_connections') ?? 40, 1), 100)
  setAllowed(telegram, params)
  if (params.flag('drop_pending_updates')) state.updates = []
  state.webhook = { url, secret, maxConnections, lastErrorAt: 0, lastError: '' }
  telegram.bell.ringUnseen()
  return { result: true, description: 'Webhook was set' }
}

export function deleteWebhook(telegram: Telegram, params: Params): { result: true; description: string } {
  const { state } = telegram
  const description = state.webhook ? 'Webhook was deleted' : 'Webhook is already deleted'
  if (params.flag('drop_pending_updates')) state.updates = []
  state.webhook = null
  // Bots that poll begin so; the first poll follows at once.
  telegram.polledAt = performance.now()
  telegram.bell.ringUnseen()
  return { result: true, description }
}

export function getWebhookInfo({ state }: Telegram): WebhookInfo {
  const { webhook, updates, allowed } = state
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.length,
    ...(webhook && { max_connections: webhook.maxConnections }),
    ...(webhook?.lastError && { last_error_date: webhook.lastErrorAt, last_error_message: webhook.lastError }),
    ...(allowed && { allowed_updates: allowed as NonNullable<WebhookInfo['allowed_updates']> }),
  }
}

/**
 * Posts every update to the webhook and again until it is taken. Lanes (a chat's messages, a person's presses)
 * go side by side, within a lane one after another; a failing lane waits twice as long each time, at most a minute.
 */
export function startWebhookDelivery(telegram: Telegram, call: Call, firstRetryMs: number): void {
  const busy = new Set<string>()
  const start = () => {
    const { webhook, updates } = telegram.state
    if (!webhook || telegram.isDown() || telegram.closed.aborted) return
    for (const pending of updates) {
      if (busy.size >= webhook.maxConnections) return
      if (busy.has(pending.lane)) continue
      busy.add(pending.lane)
      void deliver(telegram, pending, call, firstRetryMs).then(() => {
        busy.delete(pending.lane)
        start()
      })
    }
  }
  telegram.bell.listen(start)
  start()
}

async function deliver(telegram: Telegram, pending: Pending, call: Call, firstRetryMs: number): Promise<void> {
  const { state } = telegram
  for (let waitMs = firstRetryMs; isWanted(telegram, pending); waitMs = Math.min(waitMs * 2, 60_000)) {
    const webhook = state.webhook
    if (!webhook) return
    const problem = await post(telegram, webhook, pending, call)
    if (problem === null) state.updates = state.updates.filter((other) => other !== pending)
    else Object.assign(webhook, { lastErrorAt: nowS(telegram), lastError: problem })
    telegram.bell.ringUnseen()
    await telegram.keep()
    if (problem !== null) await pause(waitMs, undefined, { signal: telegram.closed, ref: false }).catch(() => {})
  }
}

function isWanted(telegram: Telegram, pending: Pending): boolean {
  return !telegram.closed.aborted && !telegram.isDown() && telegram.state.updates.includes(pending)
}

async function post(telegram: Telegram, webhook: Webhook, { update }: Pending, call: Call): Promise<string | null> {
  const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': webhook.secret }
  const signal = AbortSignal.any([telegram.closed, AbortSignal.timeout(60_000)])
  try {
    const answer = await fetch(webhook.url, {
      ...{ method: 'POST', body: JSON.stringify(update), headers, signal, redirect: 'manual' },
    })
    const body = await answer.text()
    if (!answer.ok) return `Wrong response from the webhook: ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`
    await callFromAnswer(body, call)
    return null
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'Read timeout expired' : 'Connection refused'
  }
}

/** A webhook may answer with one call to the API, whose result nobody sees. */
async function callFromAnswer(body: string, call: Call): Promise<void> {
  if (!body.startsWith('{')) return
  const { method, ...values } = JSON.parse(body) as Record<string, unknown>
  if (typeof method === 'string') await call(method, createParams(new Map(Object.entries(values))))
}
