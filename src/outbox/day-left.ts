import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { readNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { isGmail } from '#src/integrations/google/google-names.ts'
import { dayOf } from './gmail-day.ts'
import { restsUntil } from './rest.ts'

/** Until when nothing leaves through a channel, Gmail's day being over; null: it leaves when it is due. */
export async function dayOverUntil(em: EntityManager, channel: string, at: Date): Promise<Date | null> {
  const until = await restsOfDay(em, channel)
  return until && until > at ? until : null
}

/** The same, or until when that was. */
export async function restsOfDay(em: EntityManager, channel: string): Promise<Date | null> {
  if (!isGmail(channel) || !(await restsUntil(em, channel, EVER))) return null
  return (await readNote(em, dayOf(channel)))?.at ?? null
}

const EVER = new Date(0)

/**
 * How many more mails Gmail's day has room for, after those that wait already; null where there is no such day.
 * `beside`: what else leaves through the shop's own account.
 */
export async function leftOfDay(
  em: EntityManager,
  { settings }: Needs<'settings'>,
  channel: string,
  at: Date,
  beside: string[],
): Promise<number | null> {
  if (!isGmail(channel)) return null
  const channels = beside.includes(channel) ? beside : [channel]
  const [row] = await sql<{ n: number }>(
    em,
    `select (select count(*) from calls where budget = $1 and at > $2::timestamptz - interval '1 day')::int
       + (select count(*) from deliveries where state = 'waiting' and channel = any($3::text[]))::int as n`,
    [`${channel}/day`, at, channels],
  )
  return Math.max(0, settings.GMAIL_PER_DAY - (row?.n ?? 0))
}
