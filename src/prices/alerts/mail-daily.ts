import type { EntityManager } from '@mikro-orm/postgresql'
import { PriceUser } from '#entities/prices/price-user.ts'
import type { Needs } from '#src/app.ts'
import { writeWhen } from '#src/cards/times.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { watchKind } from '../kinds.ts'
import { LINK_DAYS } from '../link-days.ts'
import { unsubscribeHeaders } from './compose.ts'
import type { TellingApp } from './types.ts'
import { type DailyLine, writeDaily } from './write-daily.ts'

/** From eight in the morning where they are. */
const FROM_HOUR = 8
const DAY_MS = 24 * 60 * 60_000
const BATCH = 500

type MailingApp = Needs<'em' | 'clock' | 'ring'> & TellingApp
type Due = { id: string; day: string }

/** One mail a day with all their prices, to those who asked for it. How many. */
export async function mailDaily(app: MailingApp): Promise<number> {
  const due = await findDue(app)
  let count = 0
  for (const one of due) if (await inTransaction(app, (tx) => mailOne(tx, app, one))) count += 1
  return count
}

function findDue({ em, clock }: MailingApp): Promise<Due[]> {
  return sql<Due>(
    em.fork(),
    `select id, to_char($1::timestamptz at time zone zone, 'YYYY-MM-DD') as day from price_users
     where daily_digest and notify_by = 'mail' and email_verified_at is not null
       and extract(hour from $1::timestamptz at time zone zone) >= ${FROM_HOUR}
       and (digest_at is null or (digest_at at time zone zone)::date < ($1::timestamptz at time zone zone)::date)
     order by digest_at nulls first limit ${BATCH}`,
    [clock()],
  )
}

async function mailOne(tx: Tx, app: MailingApp, { id, day }: Due): Promise<boolean> {
  const mine = await sql(
    tx.em,
    `update price_users set digest_at = $2 where id = $1 and daily_digest
       and (digest_at is null or (digest_at at time zone zone)::date < $3::date) returning 1`,
    [id, tx.at, day],
  )
  if (mine.length === 0) return false
  const lines = await findLines(tx.em, id, new Date(tx.at.getTime() - DAY_MS))
  const [first] = lines
  if (!first) return false
  const user = await tx.em.findOneOrFail(PriceUser, { id })
  const expiresAt = new Date(tx.at.getTime() + LINK_DAYS.daily * DAY_MS)
  const token = await mintLink(tx, { purpose: 'price-daily', subjectId: first.watchId, expiresAt })
  const manage = writeLink(app.publicUrl, token)
  const words = writeDaily(lines, app.settings, manage, (at) => writeWhen(at, user.zone, tx.at))
  const payload = { ...words, headers: unsubscribeHeaders({ manage }) }
  const about = { key: `price-daily:${id}:${day}`, kind: 'prices.digest', zone: user.zone }
  const subject = { subject: watchKind.name, subjectId: first.watchId }
  await enqueue(tx, [{ ...about, ...subject, channel: 'price-mail', recipient: user.email ?? '', payload }])
  return true
}

type Row = Omit<DailyLine, 'price' | 'before' | 'lostSince'> & Record<'price' | 'before' | 'lostSince', string | null>

/** What they watch, what it costs, and what it cost a day ago. */
async function findLines(em: EntityManager, userId: string, since: Date): Promise<DailyLine[]> {
  const rows = await sql<Row>(
    em,
    `select w.id as "watchId", p.product_name as "productName", p.variant, p.url, p.price::text, p.currency,
       p.availability, p.failing_since as "lostSince",
       coalesce(
         (select o.price from prices o where o.product_id = p.id and o.currency = p.currency and o.price is not null
            and o.withdrawn_at is null and o.at <= $2 order by o.at desc limit 1),
         (select d.last from price_days d where d.product_id = p.id and d.currency = p.currency
            and d.last_at <= $2 order by d.last_at desc limit 1))::text as before
     from price_subscriptions w join tracked_products p on p.id = w.product_id
     where w.user_id = $1 and w.state in ('watching', 'told') order by w.number desc`,
    [userId, since],
  )
  return rows.map((row) => ({
    ...row,
    price: bigintOf(row.price),
    before: bigintOf(row.before),
    lostSince: readTime(row.lostSince),
  }))
}

function bigintOf(text: string | null): bigint | null {
  return text === null ? null : BigInt(text)
}
