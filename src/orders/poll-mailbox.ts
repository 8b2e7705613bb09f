import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail, IncomingMail } from '#src/integrations/gmail.ts'
import { TAKE_MAILS } from './steps.ts'

const HISTORY = 'gmail:history'

/** How long a thread is read after its cart link left. */
const READ_DAYS = 30

type PollingApp = Needs<'em' | 'clock' | 'ring' | 'gmail'>

/**
 * Rows 000-067, 000-069: what came into the mailbox since the last look, stored raw before anything reads it. One call
 * to Gmail for all orders, and none while no order has a conversation.
 */
export async function pollMailbox(app: PollingApp): Promise<number> {
  const { gmail } = app
  if (!gmail || !(await isAnyoneWriting(app))) return 0
  const { historyId, messageIds } = await gmail.changesSince(await readHistory(app))
  const fresh = await unknownOf(app, messageIds)
  const mails: IncomingMail[] = []
  for (const id of fresh) {
    const mail = await readMail(gmail, id)
    if (mail) mails.push(mail)
  }
  await inTransaction(app, async (tx) => {
    await sql(
      tx.em,
      `insert into inbox (id, source, external_id, body, received_at)
       select v.id, 'gmail', v."externalId", v.body, $2
       from jsonb_to_recordset($1::jsonb) as v(id uuid, "externalId" text, body text)
       on conflict (source, external_id) do nothing`,
      [JSON.stringify(mails.map((mail) => ({ id: uuid(), externalId: mail.id, body: JSON.stringify(mail) }))), tx.at],
    )
    await sql(
      tx.em,
      `insert into notes (name, value, at) values ($1, $2, $3)
       on conflict (name) do update set value = excluded.value, at = excluded.at`,
      [HISTORY, JSON.stringify(historyId), tx.at],
    )
    if (mails.length > 0) tx.ring(TAKE_MAILS)
  })
  return mails.length
}

async function isAnyoneWriting(app: PollingApp): Promise<boolean> {
  const since = new Date(app.clock().getTime() - READ_DAYS * 24 * 3_600_000)
  const rows = await sql(
    app.em.fork(),
    `select 1 from orders where gmail_conversation_id is not null and (link_sent_at is null or link_sent_at > $1) limit 1`,
    [since],
  )
  return rows.length > 0
}

async function readHistory(app: PollingApp): Promise<string | null> {
  const [note] = await sql<{ value: string }>(app.em.fork(), 'select value from notes where name = $1', [HISTORY])
  return note?.value ?? null
}

async function unknownOf(app: PollingApp, ids: string[]): Promise<string[]> {
  const known = await sql<{ id: string }>(
    app.em.fork(),
    `select external_id as id from inbox where source = 'gmail' and external_id = any($1::text[])`,
    [ids],
  )
  const seen = new Set(known.map(({ id }) => id))
  return [...new Set(ids)].filter((id) => !seen.has(id))
}

/** Null when somebody has deleted it since. */
async function readMail(gmail: Gmail, id: string): Promise<IncomingMail | null> {
  try {
    return await gmail.read(id)
  } catch (error) {
    if (error instanceof OutsideError && error.status === 404) return null
    throw error
  }
}
