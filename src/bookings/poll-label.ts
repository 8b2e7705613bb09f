import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/gmail.ts'
import { readMessage } from '#src/reading/mail.ts'
import { receiveBookingMail } from './receive.ts'

const DAY_MS = 24 * 3_600_000

/** How far the first look goes back: what is older was dealt with by hand. */
const FIRST_DAYS = 1

/** How long after a mail came in somebody may still put the label on it. */
const LATE_DAYS = 7

/** `seen`: the mails under the label that were taken already, by Gmail's ids. */
type Place = { from: string; seen: string[] }

type PollingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'gmail'>

/**
 * Row 002-002: the second way in, beside the webhook: mails that carry the label. One that came by both is stored once,
 * by its Message-ID.
 */
export async function pollLabel(app: PollingApp): Promise<number> {
  const { gmail } = app
  const { BOOKING_INBOX_LABEL: label } = app.settings
  if (!gmail || !label) return 0
  const now = app.clock().getTime()
  const note = `gmail:label:${label}`
  const place = await readPlace(app, note)
  const from = place?.from ?? new Date(now - FIRST_DAYS * DAY_MS).toISOString()
  const since = new Date(Math.max(Date.parse(from), now - LATE_DAYS * DAY_MS))
  const ids = await gmail.labelled(label, since)
  const seen = new Set(place?.seen)
  const fresh = ids.filter((id) => !seen.has(id))
  for (const id of fresh) await take(app, gmail, id)
  if (!place || fresh.length > 0) await writePlace(app, note, { from, seen: ids })
  return fresh.length
}

async function take(app: PollingApp, gmail: Gmail, id: string): Promise<void> {
  const mail = await gmail.read(id).catch((error: unknown) => {
    // Somebody has deleted it since.
    if (error instanceof OutsideError && error.status === 404) return null
    throw error
  })
  if (!mail) return
  const { messageId, subject, from } = await readMessage(mail.raw)
  await receiveBookingMail(app, {
    messageId: messageId || null,
    subject,
    from: from.name ? `${from.name} <${from.address}>` : from.address,
    body: mail.raw.replaceAll('\r\n', '\n'),
    receivedAt: mail.receivedAt,
  })
}

async function readPlace(app: PollingApp, note: string): Promise<Place | null> {
  const [row] = await sql<{ value: Place }>(app.em.fork(), 'select value from notes where name = $1', [note])
  return row?.value ?? null
}

async function writePlace(app: PollingApp, note: string, place: Place): Promise<void> {
  await sql(
    app.em.fork(),
    `insert into notes (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [note, JSON.stringify(place), app.clock()],
  )
}
