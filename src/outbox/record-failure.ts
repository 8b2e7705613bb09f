import { wordsOfError } from '#src/basics/redact.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { type Claimed, release } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { isDayOver, restForDay } from './gmail-day.ts'
import { actor, end, freed, type Held, lockIfOurs, lockRecord, type Outcome } from './held.ts'
import { deliveryKind } from './kind.ts'
import { hasOptedOut } from './opted-out.ts'
import { type Failing, isRefusedAltogether, restVendor, showWaiting } from './rest-vendor.ts'
import { isLastFault, isLastTry, nextTry } from './tries.ts'
import type { DeliveryKind, Sender, SendingApp } from './types.ts'

/** Twilio's word for a recipient who wrote STOP. */
const OPTED_OUT = '21610'

/** The vendor cannot tell whether it left: a person looks. */
export async function doubt(app: SendingApp, delivery: Claimed): Promise<Outcome> {
  await inTransaction(app, async (tx) => {
    if (await lockIfOurs(tx, delivery)) await move(tx, deliveryKind, [delivery], 'doubt', actor, { set: () => freed })
  })
  return 'waits'
}

/** Ends what may not leave any more, if that is why it could not: its domain is told like of any that never will. */
export async function buryOptedOut(
  app: SendingApp,
  kind: DeliveryKind,
  delivery: Claimed,
  stops: string,
): Promise<void> {
  await inTransaction(app, async (tx) => {
    await lockRecord(tx, kind, delivery)
    const optedOut = await sql(tx.em, `select 1 where ${hasOptedOut('$1::text', '$2::text')}`, [
      stops,
      delivery.recipient,
    ])
    if (optedOut.length === 0 || !(await lockIfOurs(tx, delivery))) return
    await kind.onDead(tx, delivery, 'the recipient opted out')
    await end(tx, delivery, 'cancel', 'the recipient opted out')
  })
}

/** The vendor failed. */
export async function failed(app: SendingApp, how: Failing, delivery: Claimed, error: OutsideError): Promise<Outcome> {
  const { code, message } = error
  countVendorError(error)
  app.log.warn({ operation: SEND, delivery: delivery.key, error }, 'a message did not leave')
  const { sender } = how
  if (isRefusedAltogether(error)) return restVendor(app, how, delivery, error)
  if (how.calling && isDayOver(error)) return restForDay(app, sender.vendor, delivery, waitOf(app, error))
  const surely = how.calling && isClearRefusal(error)
  const tried = oneMoreTry(delivery)
  if (isLastTry(error, tried)) {
    const words = code ? `${code} ${message}` : message
    await giveUp(app, how, tried, { words, code, surely })
    return 'waits'
  }
  const nextTryAt = nextTry(app.clock(), tried, error.retryAfterS)
  await release(app, tried, { nextTryAt, error: message, surely })
  await showWaiting(app, how, delivery)
  return 'waits'
}

function oneMoreTry(delivery: Claimed): Claimed {
  return { ...delivery, attempts: delivery.attempts + 1 }
}

function waitOf({ clock }: SendingApp, { retryAfterS }: OutsideError): Date | null {
  return retryAfterS === null ? null : new Date(clock().getTime() + retryAfterS * 1000)
}

/** No such thing, too slow to say, or there already: those may be about an earlier try that did leave. */
const UNCLEAR = [404, 408, 409]

function isClearRefusal({ status, retry }: OutsideError): boolean {
  if (status === null) return retry === 'never'
  return !UNCLEAR.includes(status) && (retry === 'never' || (status >= 400 && status < 500))
}

/** A fault of our own holds up no other message; after a few tries a person sees it. */
export async function faulty(
  app: SendingApp,
  sender: Sender | undefined,
  delivery: Claimed,
  error: unknown,
): Promise<Outcome> {
  app.log.error({ operation: SEND, delivery: delivery.key, error }, 'a message could not be worked on')
  const words = wordsOfError(error)
  const tried = oneMoreTry(delivery)
  if (!isLastFault(tried)) {
    const nextTryAt = nextTry(app.clock(), tried)
    await release(app, tried, { nextTryAt, error: words, surely: false })
    return 'waits'
  }
  await inTransaction(app, async (tx) => {
    const held = await lockIfOurs(tx, delivery)
    if (held) await end(tx, tried, isInDoubt(sender, held) ? 'doubt' : 'die', words)
  })
  return 'waits'
}

type Ending = { words: string; code: string | null; surely: boolean }

/** The last try. What may have left stays a doubt, and a person looks: only what surely did not is dead. */
async function giveUp(
  app: SendingApp,
  { kind, sender }: Failing,
  delivery: Claimed,
  { words, code, surely }: Ending,
): Promise<void> {
  await inTransaction(app, async (tx) => {
    await lockRecord(tx, kind, delivery)
    const held = await lockIfOurs(tx, delivery)
    if (!held) return
    if (!surely && isInDoubt(sender, held)) return leaveInDoubt(tx, kind, delivery, words)
    const shown = await kind.onDead(tx, delivery, words)
    await end(tx, delivery, shown || code === OPTED_OUT ? 'cancel' : 'die', words)
  })
}

/** A person settles it: on the card of the delivery, or on the record's own where its domain says so. */
async function leaveInDoubt(tx: Tx, kind: DeliveryKind, delivery: Claimed, words: string): Promise<void> {
  const shown = await kind.onDoubt?.(tx, delivery, words)
  await end(tx, delivery, shown ? 'cancel' : 'doubt', words)
}

function isInDoubt(sender: Sender | undefined, { tried, vendorRef }: Held): boolean {
  return tried && (sender?.mayHaveLeft?.({ vendorRef }) ?? true)
}
