import { isDatabaseAway } from '#src/database/database-away.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { whileLeased } from '#src/limits/lease.ts'
import { type Claimed, claimDue, LEASE_MS, nextDue, release, startSending } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { recountDay, restForDay, takeOfDay } from './gmail-day.ts'
import type { Outcome } from './held.ts'
import { stopsOf } from './opted-out.ts'
import { afterQuietHours } from './quiet-hours.ts'
import { buryOptedOut, doubt, failed, faulty } from './record-failure.ts'
import { recordSent } from './record-sent.ts'
import { awakeChannels, wakeChannels } from './rest.ts'
import type { DeliveryKind, DeliveryKinds, Sender, Senders, SendingApp, VendorRef } from './types.ts'

export type { DeliveryKind, DeliveryKinds, SendingApp }

const AT_ONCE = 8
const SOON_MS = 60_000

/** Lets everything leave that is due; returns how many did. */
export async function sendDue(app: SendingApp, senders: Senders, kinds: DeliveryKinds): Promise<number> {
  const first = Object.keys(kinds).filter((kind) => kinds[kind]?.isFirst)
  let count = 0
  for (;;) {
    const channels = await awakeChannels(app.em.fork(), Object.keys(senders), app.clock())
    const claimed = await claimDue(app, channels, first)
    const token = claimed[0]?.leaseToken
    if (!token) break
    const lease = { table: 'deliveries', token }
    count += await whileLeased(app, lease, LEASE_MS, () => sendAll(app, senders, kinds, claimed))
  }
  await recountDay(app, senders)
  const next = await nextDue(app, SOON_MS)
  if (next) app.ring(SEND, next)
  return count
}

/** A few at once. When a vendor turns out to refuse us altogether, what is left for it goes back untouched. */
async function sendAll(app: SendingApp, senders: Senders, kinds: DeliveryKinds, claimed: Claimed[]): Promise<number> {
  const resting = new Map<string, Date>()
  let count = 0
  for (const together of inGroups(kinds, claimed)) {
    const tried = together.map(async (delivery) => {
      const until = resting.get(delivery.channel)
      if (until) return release(app, delivery, { nextTryAt: until, error: null, surely: false })
      const outcome = await sendOne(app, senders, kinds, delivery)
      if (outcome === 'sent') count += 1
      if (outcome instanceof Date) resting.set(delivery.channel, outcome)
    })
    // Nothing is left running behind the step's back when one of them fails.
    const lost = (await Promise.allSettled(tried)).find(({ status }) => status === 'rejected')
    if (lost) throw (lost as PromiseRejectedResult).reason
  }
  return count
}

/** A few at once; never one that goes first beside one that does not: they would race for the last of a day. */
function inGroups(kinds: DeliveryKinds, claimed: Claimed[]): Claimed[][] {
  const goesFirst = ({ kind }: Claimed) => kinds[kind]?.isFirst === true
  return [claimed.filter(goesFirst), claimed.filter((one) => !goesFirst(one))].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / AT_ONCE) }, (_, at) => group.slice(at * AT_ONCE, (at + 1) * AT_ONCE)),
  )
}

/** One message: a doubt is settled first, then it is looked at once more, then it leaves. */
async function sendOne(app: SendingApp, senders: Senders, kinds: DeliveryKinds, delivery: Claimed): Promise<Outcome> {
  const sender = senders[delivery.channel]
  const kind = kinds[delivery.kind]
  let calling = false
  try {
    if (!sender || !kind) throw new Error(`nobody sends '${delivery.kind}' by ${delivery.channel}`)
    const settled = await settle(app, sender, delivery)
    if (settled === 'unknown') return await doubt(app, delivery)
    if (settled) return await recordSent(app, { kind, sender }, delivery, settled)
    const spentUntil = await takeOfDay(app, sender.vendor)
    if (spentUntil) return await restForDay(app, sender.vendor, delivery, spentUntil)
    if (await isHeldBack(app, kind, sender, delivery)) return 'waits'
    calling = true
    const ref = await sender.send(delivery, (half) => remember(app, delivery, half))
    calling = false
    return await recordSent(app, { kind, sender }, delivery, ref)
  } catch (error) {
    // What went wrong while we asked about an earlier try says nothing about that try.
    if (error instanceof OutsideError && kind && sender) return failed(app, { kind, sender, calling }, delivery, error)
    if (isDatabaseAway(error)) throw error
    return faulty(app, sender, delivery, error)
  }
}

async function settle(app: SendingApp, sender: Sender, delivery: Claimed): Promise<VendorRef | null | 'unknown'> {
  if (!delivery.inDoubt && !delivery.vendorRef) return null
  const others = await sql<{ ref: VendorRef }>(
    app.em.fork(),
    `select vendor_ref as ref from deliveries
     where channel = $1 and recipient = $2 and id <> $3 and vendor_ref is not null
     and sent_at > $4::timestamptz - interval '3 hours'`,
    [delivery.channel, delivery.recipient, delivery.id, delivery.tryingSince ?? delivery.createdAt],
  )
  return sender.settle(
    delivery,
    others.map(({ ref }) => ref),
  )
}

/** Quiet hours move it to the morning; an opt-out, also one that came after the claim, ends it. */
async function isHeldBack(app: SendingApp, kind: DeliveryKind, sender: Sender, delivery: Claimed): Promise<boolean> {
  const now = app.clock()
  const waitsForMorning = sender.isText && delivery.payload.atNight !== true
  const morning = waitsForMorning ? afterQuietHours(app.settings.QUIET_HOURS, delivery.zone, now) : now
  if (morning > now) {
    await release(app, delivery, { nextTryAt: morning, error: null, surely: true })
    return true
  }
  const stops = stopsOf(sender, delivery.channel)
  if (await startSending(app, delivery, stops)) return false
  await buryOptedOut(app, kind, delivery, stops)
  return true
}

async function remember(app: SendingApp, delivery: Claimed, ref: VendorRef): Promise<void> {
  const kept = await sql(
    app.em.fork(),
    `update deliveries set vendor_ref = $3 where id = $1 and lease_token = $2 and state = 'waiting' returning 1`,
    [delivery.id, delivery.leaseToken, JSON.stringify(ref)],
  )
  if (kept.length === 0) throw new OutsideError('outbox', 'another worker holds this message now', { retry: 'later' })
}

/** Retry on an alert or a card: what waits for the next try is due now. */
export async function dueAgain(tx: Tx): Promise<void> {
  await wakeChannels(tx.em)
  await sql(tx.em, `update deliveries set next_try_at = null where state = 'waiting' and leased_until is null`)
}
