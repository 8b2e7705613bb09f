import { closeIfOpen, openAlert } from '#src/alerts/alerts.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { OutsideError } from '#src/errors.ts'
import { googleNames } from '#src/integrations/google/google-names.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { type Claimed, release } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { restChannel, wakeSteps } from './rest.ts'
import type { DeliveryKind, Sender, SendingApp } from './types.ts'

/** What was refused is tried again soon, then less often: its card never stands long once it is mended. */
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 60_000

/** `calling`: it failed on the message itself, so that a clear refusal means it did not leave. */
export type Failing = { kind: DeliveryKind; sender: Sender; calling: boolean }

const keyOf = ({ vendor }: Pick<Sender, 'vendor'>) => `vendor:${vendor}`

/** The account itself is refused: no message is to blame, all wait, and one card says so. */
export function isRefusedAltogether({ status, code }: OutsideError): boolean {
  return status === 401 || ['invalid_grant', '20003', 'EAUTH'].includes(code ?? '')
}

/** Nothing leaves through this vendor for a while; answers until when. */
export async function restVendor(
  app: SendingApp,
  { kind, sender, calling }: Failing,
  delivery: Claimed,
  error: OutsideError,
): Promise<Date> {
  const until = await inTransaction(app, async (tx) => {
    const end = new Date(tx.at.getTime() + (await pauseOf(tx, sender)))
    await restChannel(tx.em, delivery.channel, end)
    await tell(tx, sender, delivery)
    tx.ring(SEND, end)
    return end
  })
  await release(app, delivery, { nextTryAt: until, error: error.message, surely: calling })
  await showWaiting(app, { kind }, delivery)
  return until
}

/** Said once: later tries change nothing that is shown. */
export async function showWaiting(app: SendingApp, { kind }: Pick<Failing, 'kind'>, delivery: Claimed): Promise<void> {
  if (delivery.lastError === null) await inTransaction(app, async (tx) => kind.onWait?.(tx, delivery))
}

async function pauseOf(tx: Tx, sender: Sender): Promise<number> {
  const query = `select opened_at as at from alerts where key = $1 and state = 'open'`
  const [alert] = await sql<{ at: string }>(tx.em, query, [keyOf(sender)])
  const since = alert ? tx.at.getTime() - readTime(alert.at).getTime() : 0
  return Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, since / 2))
}

async function tell(tx: Tx, { vendor, name, noun }: Sender, { kind, channel }: Claimed): Promise<void> {
  const query = `select count(*)::int as n from deliveries where state = 'waiting' and channel = $1`
  const [row] = await sql<{ n: number }>(tx.em, query, [channel])
  const waiting = writeCount(row?.n ?? 0, `${noun} waits`, `${noun}s wait`)
  const mend = Object.hasOwn(googleNames, vendor)
    ? 'It was taken back, or has run out. Connect the account again.'
    : 'Set a new key: doctor says what is wrong with it.'
  await openAlert(tx, {
    key: keyOf({ vendor }),
    pipeline: ownerOf(kind),
    title: `${name} refused our token. ${waiting}.`,
    detail: `${mend} Nothing is lost: what waits leaves once it works.`,
    step: SEND,
  })
}

/** Something has left through it: its alert closes, and what had given up on it for a while runs now. */
export async function worksAgain(tx: Tx, sender: Sender): Promise<void> {
  if (await closeIfOpen(tx, keyOf(sender))) await wakeSteps(tx, [sender.vendor])
}
