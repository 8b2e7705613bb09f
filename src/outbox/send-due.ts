import { step } from '#entities/actor.ts'
import type { Delivery, DeliveryChannel } from '#entities/outbox/delivery.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { type Claimed, claimDue, nextDue, release } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { deliveryKind } from './kind.ts'
import { afterQuietHours } from './quiet-hours.ts'
import type { Senders, VendorRef } from './senders.ts'

/** What a domain does when its message has left, or never will. In the transaction that records it. */
export type DeliveryKind = {
  onSent(tx: Tx, delivery: Delivery): Promise<void>
  /** True when the record's own card shows it: the delivery then needs no card. */
  onDead(tx: Tx, delivery: Delivery, error: string): Promise<boolean>
}
export type DeliveryKinds = Record<string, DeliveryKind>

type SendingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'log'>

const MOST_ATTEMPTS = 10
const AT_ONCE = 8
const SOON_MS = 60_000
/** How long a vendor that refuses us altogether is left alone. */
const VENDOR_PAUSE_MS = 5 * 60_000
const actor = step(SEND)

/** Lets everything leave that is due; returns how many did. */
export async function sendDue(app: SendingApp, senders: Senders, kinds: DeliveryKinds): Promise<number> {
  let count = 0
  for (;;) {
    const claimed = await claimDue(app, Object.keys(senders) as DeliveryChannel[])
    if (claimed.length === 0) break
    for (let at = 0; at < claimed.length; at += AT_ONCE) {
      const left = await Promise.all(claimed.slice(at, at + AT_ONCE).map((one) => sendOne(app, senders, kinds, one)))
      count += left.filter(Boolean).length
    }
  }
  const next = await nextDue(app, SOON_MS)
  if (next) app.ring(SEND, next)
  return count
}

async function sendOne(app: SendingApp, senders: Senders, kinds: DeliveryKinds, delivery: Claimed): Promise<boolean> {
  const sender = senders[delivery.channel]
  const kind = kinds[delivery.kind]
  if (!sender || !kind) throw new Error(`nobody sends '${delivery.kind}' by ${delivery.channel}`)
  if (await isHeldBack(app, delivery)) return false
  try {
    const ref = await leave(app, sender, delivery)
    if (ref === 'unknown') return await doubt(app, delivery)
    return await record(app, kind, delivery, ref, sender.vendor)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    await failed(app, kind, delivery, error)
    return false
  }
}

async function leave(
  app: SendingApp,
  sender: NonNullable<Senders['gmail']>,
  delivery: Claimed,
): Promise<VendorRef | 'unknown'> {
  const settled = delivery.inDoubt || delivery.vendorRef ? await sender.settle(delivery) : null
  return settled ?? sender.send(delivery, (ref) => remember(app, delivery, ref))
}

/** Quiet hours move it to the morning; an opt-out, also one that came after the claim, ends it. */
async function isHeldBack(app: SendingApp, delivery: Claimed): Promise<boolean> {
  const now = app.clock()
  if (delivery.inDoubt) return false
  const [optOut] = await sql(app.em.fork(), 'select 1 from opt_outs where channel = $1 and recipient = $2', [
    delivery.channel,
    delivery.recipient,
  ])
  if (optOut) {
    await inTransaction(app, (tx) =>
      move(tx, deliveryKind, [delivery], 'cancel', actor, { set: () => freed, note: 'the recipient opted out' }),
    )
    return true
  }
  const morning = delivery.channel === 'sms' ? afterQuietHours(app.settings.QUIET_HOURS, delivery.zone, now) : now
  if (morning <= now) return false
  await release(app, delivery, { nextTryAt: morning, error: null, surely: true, counts: false })
  return true
}

const freed = { leaseToken: null, leasedUntil: null, tryingSince: null, nextTryAt: null } as const

async function remember(app: SendingApp, delivery: Claimed, ref: VendorRef): Promise<void> {
  const kept = await sql(
    app.em.fork(),
    'update deliveries set vendor_ref = $3 where id = $1 and lease_token = $2 returning 1',
    [delivery.id, delivery.leaseToken, JSON.stringify(ref)],
  )
  if (kept.length === 0) throw new OutsideError('outbox', 'another worker holds this message now', { retry: 'later' })
}

/** It has left: that, and what it means to its record, in one transaction. */
async function record(
  app: SendingApp,
  kind: DeliveryKind,
  delivery: Claimed,
  vendorRef: VendorRef,
  vendor: string,
): Promise<boolean> {
  return inTransaction(app, async (tx) => {
    if (!(await isStillOurs(tx, delivery))) return false
    const set = { ...freed, vendorRef, sentAt: tx.at, lastError: null }
    const [sent] = await move(tx, deliveryKind, [delivery], 'record', actor, { set: () => set })
    if (sent) await kind.onSent(tx, sent)
    await closeAlert(tx, `vendor:${vendor}`)
    return sent !== undefined
  })
}

async function doubt(app: SendingApp, delivery: Claimed): Promise<boolean> {
  await inTransaction(app, async (tx) => {
    if (await isStillOurs(tx, delivery)) await move(tx, deliveryKind, [delivery], 'doubt', actor, { set: () => freed })
  })
  return false
}

async function isStillOurs(tx: Tx, { id, leaseToken }: Claimed): Promise<boolean> {
  const held = await sql(tx.em, 'select 1 from deliveries where id = $1 and lease_token = $2 for update', [
    id,
    leaseToken,
  ])
  return held.length > 0
}

async function failed(app: SendingApp, kind: DeliveryKind, delivery: Claimed, error: OutsideError): Promise<void> {
  const { status, code, retry, message } = error
  countVendorError(error)
  app.log.warn({ operation: SEND, delivery: delivery.key, error }, 'a message did not leave')
  if (isVendorsRefusal(error)) return pauseVendor(app, delivery, error)
  if (retry === 'never' || delivery.attempts >= MOST_ATTEMPTS) {
    return inTransaction(app, async (tx) => {
      if (await isStillOurs(tx, delivery)) await bury(tx, kind, delivery, code ? `${code} ${message}` : message)
    })
  }
  const waitMs = (error.retryAfterS ?? Math.min(900, 2 ** delivery.attempts)) * 1000
  const nextTryAt = new Date(app.clock().getTime() + waitMs)
  const surely = status !== null && status >= 400 && status < 500 && ![404, 408, 409].includes(status)
  await release(app, delivery, { nextTryAt, error: message, surely, counts: true })
}

/** The account itself is refused: no message is to blame, all wait, and one card says so. */
function isVendorsRefusal({ status, code }: OutsideError): boolean {
  return status === 401 || ['invalid_grant', '20003', 'EAUTH'].includes(code ?? '')
}

async function pauseVendor(app: SendingApp, delivery: Claimed, error: OutsideError): Promise<void> {
  const nextTryAt = new Date(app.clock().getTime() + VENDOR_PAUSE_MS)
  await release(app, delivery, { nextTryAt, error: error.message, surely: true, counts: false })
  await inTransaction(app, async (tx) => {
    const [row] = await sql<{ n: number }>(
      tx.em,
      `select count(*)::int as n from deliveries where state = 'waiting' and channel = $1`,
      [delivery.channel],
    )
    const name = names[error.vendor] ?? error.vendor
    const waiting = row?.n === 1 ? '1 message waits' : `${row?.n ?? 0} messages wait`
    await openAlert(tx, {
      key: `vendor:${error.vendor}`,
      pipeline: delivery.kind.slice(0, delivery.kind.indexOf('.')),
      title: `${name} refused our token. ${waiting}.`,
      detail: `Connect ${name} again. Nothing is lost: the messages leave once it works.`,
      step: SEND,
    })
  })
}

const names: Record<string, string> = { gmail: 'Gmail', twilio: 'Twilio', mail: 'The mail server' }

/** Retry on an alert or a card: what waits for the next try is due now. */
export async function dueAgain(tx: Tx): Promise<void> {
  await sql(tx.em, `update deliveries set next_try_at = null where state = 'waiting' and leased_until is null`)
}

async function bury(tx: Tx, kind: DeliveryKind, delivery: Claimed, error: string): Promise<void> {
  const shown = await kind.onDead(tx, delivery, error)
  const set = { ...freed, lastError: error.slice(0, 500) }
  const verb = shown ? 'cancel' : 'die'
  await move(tx, deliveryKind, [delivery], verb, actor, { set: () => set, note: error.slice(0, 500) })
}
