import type { EntityManager } from '@mikro-orm/postgresql'
import { stringify } from 'csv-stringify/sync'
import { Temporal } from 'temporal-polyfill'
import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { zoned } from '#src/basics/zoned.ts'
import type { Asked, Reply } from '#src/cards/command.ts'
import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { FRESH } from '#src/web/answer.ts'
import type { PublicLink } from '#src/web/public-link.ts'

type Played = { musician: string; phone: string; instrument: string; client: string | null; ref: string; at: Date }

const OPEN_MS = 60 * 60_000
/** The link is about a month, told in its address; it opens nothing but these lists. */
const NO_RECORD = '00000000-0000-0000-0000-000000000000'

/** `pay` is this month, `pay 2026-01` another: who played, and a link to the list. */
export async function payList({ app, rest }: Asked): Promise<Reply> {
  const month = readMonth(rest, app.clock(), app.settings.BOOKING_TIMEZONE)
  const played = await loadPlayed(app.em.fork(), month, app.settings, app.clock())
  if (played.length === 0) return { text: `Nobody has played in ${writeMonth(month)} so far.` }
  const token = await inTransaction(app, (tx) => {
    const expiresAt = new Date(tx.at.getTime() + OPEN_MS)
    return mintLink(tx, { purpose: 'pay', subjectId: NO_RECORD, expiresAt })
  })
  const groups = Map.groupBy(played, ({ musician }) => musician)
  const lines = [...groups].map(([name, own]) => `${name}: ${writeCount(own.length, 'session')}`)
  const link = `${writeLink(app.publicUrl, token)}?month=${month}`
  return {
    text: [`${writeMonth(month)}, ${app.settings.BOOKING_PAY} each`, ...lines, `As a list, for an hour: ${link}`].join(
      '\n',
    ),
    isPrivate: true,
  }
}

/** Behind the link: the list of its month as CSV, a row for each seat that was played. */
export const payLink: PublicLink = {
  async show(app: App, _link, { query }) {
    const month = readMonth(query.month ?? '', app.clock(), app.settings.BOOKING_TIMEZONE)
    const played = await loadPlayed(app.em.fork(), month, app.settings, app.clock())
    const headers = { ...FRESH, 'content-disposition': `attachment; filename="pay-${month}.csv"` }
    return { text: writePay(played, app.settings), type: 'text/csv; charset=utf-8', headers }
  },
}

function writePay(played: Played[], { BOOKING_PAY, BOOKING_TIMEZONE: zone }: Settings): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const head = ['musician', 'phone', 'session', 'booking', 'client', 'instrument', 'pay']
  const rows = played.map(({ musician, phone, at, ref, client, instrument }) => {
    return [musician, phone, day.format(at), ref, client ?? '', instrument, BOOKING_PAY]
  })
  return stringify([head, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}

/** Who sat in a session of the month that is over: by the studio's calendar days. */
async function loadPlayed(
  em: EntityManager,
  month: string,
  { BOOKING_TIMEZONE: zone }: Settings,
  now: Date,
): Promise<Played[]> {
  const rows = await sql<Omit<Played, 'at'> & { at: string }>(
    em,
    `select m.name as musician, m.phone, o.instrument, b.client ->> 'name' as client, 'B-' || b.number as ref,
       t.starts_at as at
     from booking_messages o join booking_options t on t.id = o.option_id join bookings b on b.id = o.booking_id
     join musicians m on m.id = o.musician_id
     where o.closed_as = 'booked' and b.state = 'completed' and t.ends_at <= $3
       and to_char(t.starts_at at time zone $2, 'YYYY-MM') = $1
     order by m.name, t.starts_at`,
    [month, zone, now],
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** `2026-01`, `January 2026`; `January` alone is the last one that has begun. */
function readMonth(text: string, now: Date, zone: string): string {
  const words = text.trim().toLowerCase()
  const today = zoned(now, zone).toPlainDate().toPlainYearMonth()
  if (!words) return today.toString()
  if (/^20\d\d-(?:0[1-9]|1[0-2])$/.test(words)) return words
  const [, name = '', year] = /^([a-z]{3,9})\.?,?(?: (20\d\d))?$/.exec(words) ?? []
  const month = name ? MONTHS.findIndex((one) => one.toLowerCase().startsWith(name)) + 1 : 0
  if (month === 0) throw new Refusal('Which month? Write it like: pay January, or: pay 2026-01')
  const named = Temporal.PlainYearMonth.from({ year: year ? Number(year) : today.year, month })
  const isAhead = !year && Temporal.PlainYearMonth.compare(named, today) > 0
  return (isAhead ? named.subtract({ years: 1 }) : named).toString()
}

/** `January 2026` of `2026-01`. */
function writeMonth(month: string): string {
  const [year, number] = month.split('-')
  return `${MONTHS[Number(number) - 1]} ${year}`
}

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' })
const MONTHS = Array.from({ length: 12 }, (_, at) => MONTH.format(new Date(Date.UTC(2026, at))))
