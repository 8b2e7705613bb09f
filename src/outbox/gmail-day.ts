import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { keepTime, nextMinute } from '#src/cards/times.ts'
import { forgetNote, readNote, writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { OutsideError } from '#src/errors.ts'
import { type GmailVendor, isGmail } from '#src/integrations/google/google-names.ts'
import { takeCall } from '#src/limits/budget.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { redrawHung } from '#src/moves/raise-cards.ts'
import { type Claimed, release } from './claim-due.ts'
import { SEND } from './enqueue.ts'
import { restChannel } from './rest.ts'
import type { Senders, SendingApp } from './types.ts'

/** Each account has its own day, whatever leaves through it. */
const WORDS: Record<GmailVendor, string> = {
  gmail: "Gmail's daily limit.",
  'studio-gmail': "Gmail's daily limit for the studio.",
}
/** The alert; and the note until when the day lasts, and whose mail met its end. */
export const dayOf = (vendor: string) => `${vendor}:day`
const DAY_S = 86_400
const MINUTE_MS = 60_000
/** Gmail does not always say when it takes mails again. */
const ASK_AGAIN_MS = 3_600_000

/**
 * One mail out of what Gmail takes in a day: 500 of a free account, 2,000 of a Workspace, in any 24 hours; who sends
 * more is locked out for a day. Null when it may leave, else when the next one may.
 * @see https://support.google.com/mail/answer/22839
 */
export async function takeOfDay(app: SendingApp, vendor: string): Promise<Date | null> {
  if (!isGmail(vendor)) return null
  const budget = { budget: `${vendor}/day`, most: app.settings.GMAIL_PER_DAY, perS: DAY_S }
  const turn = await takeCall(app.em.fork(), budget, app.clock())
  return turn.taken ? null : turn.freeAt
}

/** Gmail's own word that the day is over, whatever we have counted: other programs send from the account too. */
export function isDayOver({ vendor, code, message }: OutsideError): boolean {
  return isGmail(vendor) && (code === 'dailyLimitExceeded' || /daily|sending (limit|quota)/i.test(message))
}

/** No mail leaves before a time; at the end of the round a card says how many wait. */
export async function restForDay(
  app: SendingApp,
  vendor: string,
  delivery: Claimed,
  freeAt: Date | null,
): Promise<Date> {
  const now = app.clock().getTime()
  const until = new Date(Math.max(freeAt?.getTime() ?? now + ASK_AGAIN_MS, now + MINUTE_MS))
  await release(app, delivery, { nextTryAt: until, error: null, surely: true })
  await inTransaction(app, async (tx) => {
    await restChannel(tx.em, delivery.channel, until)
    await writeNote(tx.em, dayOf(vendor), ownerOf(delivery.kind), until)
    await redrawWaiting(tx, delivery.channel)
    tx.ring(SEND, until)
  })
  return until
}

/** Their cards say until when they wait now. */
async function redrawWaiting(tx: Tx, channel: string): Promise<void> {
  const rows = await sql<{ subject: string; ids: string[] }>(
    tx.em,
    `select subject, array_agg(distinct subject_id) as ids from deliveries
     where state = 'waiting' and channel = $1 and subject is not null group by subject`,
    [channel],
  )
  for (const { subject, ids } of rows) await redrawHung(tx, subject, ids)
}

/** The card counts what waits, and what came since; when the day is over and none waits any more it closes itself. */
export async function recountDay(app: SendingApp, senders: Senders): Promise<void> {
  const channels = Object.entries(senders).map(([channel, sender]) => ({ channel, vendor: sender?.vendor ?? '' }))
  for (const [vendor, own] of Map.groupBy(channels, (one) => one.vendor)) {
    const note = isGmail(vendor) ? await readNote<string>(app.em.fork(), dayOf(vendor)) : null
    const account = { vendor: vendor as GmailVendor, channels: own.map(({ channel }) => channel) }
    if (note) await inTransaction(app, (tx) => tell(tx, app, account, note))
  }
}

type Account = { vendor: GmailVendor; channels: string[] }
type Ending = { value: string; at: Date }

async function tell(
  tx: Tx,
  { settings }: SendingApp,
  { vendor, channels }: Account,
  { value, at }: Ending,
): Promise<void> {
  const [row] = await sql<{ n: number }>(
    tx.em,
    `select count(*)::int as n from deliveries
     where state = 'waiting' and channel = any($1::text[]) and not_before <= $2`,
    [channels, tx.at],
  )
  const waiting = row?.n ?? 0
  if (waiting === 0) {
    await forgetNote(tx.em, dayOf(vendor))
    await closeAlert(tx, dayOf(vendor))
    return
  }
  if (at <= tx.at) return
  const mails = writeCount(waiting, 'mail waits', 'mails wait')
  await openAlert(tx, {
    key: dayOf(vendor),
    pipeline: value,
    title: `${mails} until ${keepTime(nextMinute(at))}: ${WORDS[vendor]}`,
    detail:
      `Gmail takes ${settings.GMAIL_PER_DAY} mails in 24 hours (GMAIL_PER_DAY). ` +
      'Links to pay leave first, then the rest by age.',
    step: null,
  })
}
